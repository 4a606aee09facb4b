//! The client's own credentials, which a recording masks wherever they stand.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::mask::placeholder;
use crate::model::Marks;
use crate::url::encode;

/// A credential that is shorter could be part of anything, and must be the whole text.
const SHORT: usize = 8;

/// What must not be written.
#[derive(Clone, Default)]
pub(super) struct Credentials {
    /// As they are, and as a URL or JSON writes them; the longest first, as one may be part of another.
    texts: Vec<String>,
}

impl Credentials {
    pub(super) fn new(secrets: impl Iterator<Item = String>) -> Self {
        // JSON within a text has them escaped.
        let escaped = |secret: &str| Value::from(secret).to_string().trim_matches('"').to_owned();
        let mut texts: Vec<String> =
            secrets.flat_map(|secret| [encode(&secret), escaped(&secret), secret]).collect();
        texts.retain(|text| !text.is_empty());
        texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        texts.dedup();
        Self { texts }
    }

    /// Adds what a request authenticates itself with.
    pub(super) fn with_header(&self, authorization: Option<&HeaderValue>) -> Cow<'_, Self> {
        let header = authorization.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let credential = header.split_once(' ').map_or(header, |(_, credential)| credential.trim());
        if credential.is_empty() || self.texts.iter().any(|text| text == credential) {
            return Cow::Borrowed(self);
        }
        let password = STANDARD.decode(credential).ok().and_then(|pair| String::from_utf8(pair).ok());
        let password = password.and_then(|pair| Some(pair.split_once(':')?.1.to_owned()));
        let known = self.texts.iter().cloned();
        Cow::Owned(Self::new(known.chain([credential.to_owned()]).chain(password)))
    }

    /// Masks them in a JSON value: in texts, in numbers, and in the names of fields.
    pub(super) fn mask(&self, value: &mut Value) {
        match value {
            Value::String(text) if Marks::number(text).is_some_and(|number| self.hold(number)) => {
                *value = 0.into();
            }
            Value::String(text) => {
                if let Cow::Owned(masked) = self.mask_text(text) {
                    *text = masked;
                }
            }
            Value::Number(number) if self.texts.iter().any(|text| *text == number.to_string()) => {
                *number = 0.into();
            }
            Value::Array(items) => {
                for item in items {
                    self.mask(item);
                }
            }
            Value::Object(fields) => {
                for value in fields.values_mut() {
                    self.mask(value);
                }
                if fields.keys().any(|name| matches!(self.mask_text(name), Cow::Owned(_))) {
                    *fields = self.with_masked_names(std::mem::take(fields));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn hold(&self, text: &str) -> bool {
        matches!(self.mask_text(text), Cow::Owned(_))
    }

    fn with_masked_names(&self, fields: Map<String, Value>) -> Map<String, Value> {
        fields.into_iter().map(|(name, value)| (self.mask_text(&name).into_owned(), value)).collect()
    }

    /// Masks them in a path with its query, where short ones are whole segments, names or values.
    pub(super) fn mask_url(&self, url: &str) -> String {
        let mut masked = String::with_capacity(url.len());
        for piece in url.split_inclusive(['/', '?', '&', '=', '#']) {
            let end = piece.trim_end_matches(['/', '?', '&', '=', '#']).len();
            let (text, separator) = piece.split_at(end);
            masked.push_str(&self.mask_text(text));
            masked.push_str(separator);
        }
        // One that has a separator in it stands across several pieces.
        self.mask_text(&masked).into_owned()
    }

    pub(super) fn mask_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.mask_literally(text) {
            // Percent-encoding has many spellings of one text, which are masked with all that stands around them.
            Cow::Borrowed(_) if text.contains('%') => {
                let decoded = percent_decode_str(text).decode_utf8_lossy();
                let is_secret = matches!(self.mask_literally(&decoded), Cow::Owned(_));
                if is_secret { placeholder(text).into() } else { text.into() }
            }
            masked => masked,
        }
    }

    fn mask_literally<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.texts.iter().any(|secret| secret == text) {
            return Cow::Owned(placeholder(text));
        }
        let long = self.texts.iter().filter(|secret| secret.len() >= SHORT);
        long.fold(Cow::Borrowed(text), |text, secret| match text.contains(secret.as_str()) {
            true => Cow::Owned(text.replace(secret.as_str(), &placeholder(secret))),
            false => text,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use serde_json::json;

    use super::*;

    const TOKEN: &str = "very/secret token";

    fn credentials() -> Credentials {
        let basic = format!("Basic {}", STANDARD.encode(format!("project:{TOKEN}")));
        let known = Credentials::new(["1234".to_owned()].into_iter());
        known.with_header(Some(&basic.parse().unwrap())).into_owned()
    }

    #[test]
    fn they_are_masked_wherever_they_stand() {
        let pair = STANDARD.encode(format!("project:{TOKEN}"));
        let mut value = json!({
            "note": format!("my token is {TOKEN}!"), "list": [TOKEN, pair, 1234, 12345],
            TOKEN: { "url": format!("/x?y={}", encode(TOKEN)) }, "pin": "1234", "number": "+12345", "project": "project",
        });
        credentials().mask(&mut value);
        let text = value.to_string();
        for secret in [TOKEN, &encode(TOKEN), &pair] {
            assert!(!text.contains(secret), "{text}");
        }
        assert_eq!(value["note"], format!("my token is {}!", "*".repeat(TOKEN.len())));
        assert_eq!((&value["list"][2], &value["list"][3]), (&json!(0), &json!(12345)));
        assert_eq!((&value["pin"], &value["number"]), (&json!("****"), &json!("+12345")));
        assert_eq!(value["project"], "project", "the user is no secret");
    }

    #[test]
    fn they_are_masked_in_urls() {
        let mask = |url: &str| credentials().mask_url(url);
        assert_eq!(
            mask(&format!("/a/{}/b?q={}", encode(TOKEN), encode(TOKEN))).matches('*').count(),
            2 * encode(TOKEN).len()
        );
        assert!(!mask(&format!("/a/{TOKEN}")).contains("secret"));
        assert_eq!(mask("/a/%76ery%2fsecret%20token/b"), format!("/a/{}/b", "*".repeat(23)));
        assert_eq!(mask("/1234/12345?1234=1234&x=01234#1234"), "/****/12345?****=****&x=01234#****");
    }

    #[test]
    fn a_bearer_token_is_one_whole() {
        let known = Credentials::default();
        let credentials = known.with_header(Some(&HeaderValue::from_static("Bearer abc.def"))).into_owned();
        assert_eq!(
            (&*credentials.mask_text("abc.def"), &*known.mask_text("abc.def")),
            ("*******", "abc.def")
        );
        assert!(matches!(credentials.with_header(None), Cow::Borrowed(_)));
    }
}
