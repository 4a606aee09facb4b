//! What a server repeats of what it was sent, so that no error shows it.
//!
//! Codes, ids of requests and names of fields are chosen by servers, and are shown. A server that puts there what it was
//! sent, out of spite or for want of care, would have a password written into a log. It already knows the password; the
//! readers of the log need not.

use http::{HeaderMap, HeaderValue};

use crate::parts::Parts;
use crate::response::REQUEST_ID_HEADERS;

/// What one call sent.
pub(crate) struct Echo<'a>(&'a Parts);

impl<'a> Echo<'a> {
    pub(crate) fn of(parts: &'a Parts) -> Self {
        Self(parts)
    }

    /// Whether a text holds a credential of the client.
    pub(crate) fn holds_credential(&self, text: &[u8]) -> bool {
        let mut secrets = self.0.client.shared().secrets.iter();
        secrets.any(|secret| find(text, secret.expose().as_bytes()).is_some())
    }

    /// Whether a word is one that was sent as a value: in the body, the query, the path or a header.
    pub(crate) fn holds(&self, word: &str) -> bool {
        let Parts { path_values, query, body, headers, .. } = self.0;
        let whole = |value: &String| value == word;
        let asked_for = headers.iter().filter(|(name, _)| !REQUEST_ID_HEADERS.contains(&name.as_str()));
        self.holds_credential(word.as_bytes())
            || path_values.iter().any(whole)
            || query.iter().map(|(_, value)| value).any(whole)
            || asked_for.into_iter().any(|(_, value)| is_value_in(value.as_bytes(), word))
            || body.as_ref().is_some_and(|body| is_value_in(body, word))
    }

    /// Keeps the values of headers that set or repeat a secret out of any `Debug`.
    pub(crate) fn hide_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            if name == http::header::SET_COOKIE || self.is_repeated_in(value.as_bytes()) {
                HeaderValue::set_sensitive(value, true);
            }
        }
    }

    fn is_repeated_in(&self, text: &[u8]) -> bool {
        let words = text.split(|byte| !is_of_word(byte)).filter_map(|word| std::str::from_utf8(word).ok());
        self.holds_credential(text) || words.filter(|word| !word.is_empty()).any(|word| self.holds(word))
    }
}

/// Whether a word stands in a JSON text or a form by itself, and not as the name of a field.
fn is_value_in(text: &[u8], word: &str) -> bool {
    let (mut from, word) = (0, word.as_bytes());
    while let Some(at) = find(&text[from..], word).map(|at| from + at) {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let alone = !before.last().is_some_and(is_of_word) && !after.first().is_some_and(is_of_word);
        let is_name = after.starts_with(b"\":") || after.starts_with(b"=");
        if alone && !is_name {
            return true;
        }
        from = at + 1;
    }
    false
}

fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_told_from_a_name_and_from_a_part_of_one() {
        let body = br#"{"username":"c3p0","password":"hunter2","codecs":["OPUS"],"note":"say swordfish!"}"#;
        for word in ["c3p0", "hunter2", "OPUS", "swordfish"] {
            assert!(is_value_in(body, word), "{word}");
        }
        for word in ["username", "password", "hunter", "sword", "", "codec"] {
            assert!(!is_value_in(body, word), "{word}");
        }
        assert!(is_value_in(b"a=hunter2&b=1", "hunter2") && !is_value_in(b"hunter2=a&b=1", "hunter2"));
    }
}
