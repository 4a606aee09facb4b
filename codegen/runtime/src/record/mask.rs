//! What is secret by its name, and what is written in its place.

use serde_json::Value;

use crate::model::Marks;

/// A name that is, or ends in, one of these is that of a secret, and so is its plural.
const SECRETS: [&str; 22] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pin",
    "otp",
    "secret",
    "secret_key",
    "token",
    "jwt",
    "psk",
    "auth",
    "credential",
    "api_key",
    "apikey",
    "signing_key",
    "private_key",
    "access_key",
    "stream_key",
    "authorization",
    "cookie",
    "verification_code",
];

/// In what is called so, everything is secret, whatever it is called itself.
const WHOLE: [&str; 2] = ["auth", "credential"];

/// The longest placeholder.
const LONGEST: usize = 64;

/// Whether a field or parameter of this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    let name = snake(name);
    // A page token says where a list goes on.
    !name.ends_with("page_token") && ends_in(&name, &SECRETS)
}

/// Whether a name ends in one of these words, or in its plural.
fn ends_in(name: &str, words: &[&str]) -> bool {
    let ends = |name: &str, word: &str| {
        name.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('_'))
    };
    let singular = name.strip_suffix('s').unwrap_or(name);
    words.iter().any(|word| ends(name, word) || ends(singular, word))
}

/// `signingKey` and `Signing-Key` are `signing_key`.
fn snake(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for sign in name.chars() {
        if sign.is_uppercase() && after_lower {
            text.push('_');
        }
        after_lower = sign.is_lowercase() || sign.is_ascii_digit();
        text.extend(if sign.is_alphanumeric() { sign } else { '_' }.to_lowercase());
    }
    text.trim_matches('_').to_owned()
}

/// Puts placeholders of the same type in the place of secrets.
pub fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match is_secret_name(name) {
                    true if ends_in(&snake(name), &WHOLE) => hide_all(value),
                    // Language models count in tokens.
                    true if !(value.is_number() && snake(name).ends_with("tokens")) => hide(value),
                    true => {}
                    false => mask(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::String(text) if is_secret_text(text) => *text = placeholder(text),
        Value::String(text) if text.starts_with(['{', '[']) => mask_json(text),
        Value::String(text) if text.contains("://") || text.contains('?') => *text = mask_url(text),
        _ => {}
    }
}

/// Masks JSON within a text, such as the body of a message that is passed on.
fn mask_json(text: &mut String) {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    let mut masked = value.clone();
    mask(&mut masked);
    if masked != value {
        *text = masked.to_string();
    }
}

/// Everything in it is secret, but for objects, whose fields have names of their own.
fn hide(value: &mut Value) {
    match value {
        Value::Number(_) => *value = 0.into(),
        Value::String(text) if Marks::number(text).is_some() => *value = 0.into(),
        Value::String(text) => *text = placeholder(text),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(_) => mask(value),
        Value::Null | Value::Bool(_) => {}
    }
}

fn hide_all(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(hide_all),
        Value::Array(items) => items.iter_mut().for_each(hide_all),
        other => hide(other),
    }
}

pub(super) fn placeholder(text: &str) -> String {
    "*".repeat(text.chars().count().min(LONGEST))
}

/// Whether a text is what [`mask`] writes.
pub fn is_placeholder(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// Texts that are credentials wherever they stand: JSON web tokens and API tokens of SignalWire.
fn is_secret_text(text: &str) -> bool {
    let is_jwt = text.starts_with("eyJ") && text.bytes().filter(|byte| *byte == b'.').count() >= 2;
    let is_api_token = text
        .strip_prefix("PT")
        .is_some_and(|rest| rest.len() >= 20 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    is_jwt || is_api_token
}

/// A URL, absolute or not, without user-info and with secret query parameters masked.
pub fn mask_url(url: &str) -> String {
    let url = without_user_info(url);
    let Some((path, query)) = url.split_once('?') else { return url };
    let (query, fragment) = query.split_once('#').map_or((query, ""), |(query, rest)| (query, rest));
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_secret_name(name) || is_secret_text(value) => {
            format!("{name}={}", placeholder(value))
        }
        _ => pair.to_owned(),
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    if fragment.is_empty() { format!("{path}?{query}") } else { format!("{path}?{query}#{fragment}") }
}

fn without_user_info(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}://***@{}", &rest[at + 1..]),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secret_names_are_known_in_any_spelling() {
        for name in
            ["password", "api_token", "Authorization", "signingKey", "Set-Cookie", "x-api-key", "tokens"]
                .into_iter()
                .chain(["apikey", "apiKeys", "secret_key", "aws-secret-key", "psk", "wifi_psks", "auth"])
                .chain(["basicAuth", "credentials", "sip_credential", "passwords", "secrets", "PINs"])
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "id",
            "page_token",
            "token_id",
            "spin",
            "password_required",
            "name",
            "author",
            "oauth_url",
            "s",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn credentials_are_hidden_as_a_whole() {
        let mut value = json!({
            "credentials": { "user": "u", "more": [{ "value": "hunter2", "count": 3, "on": true }] },
            "auth": ["hunter2"], "psk": "hunter2", "apikey": "k", "author": "a",
        });
        mask(&mut value);
        let wanted = json!({
            "credentials": { "user": "*", "more": [{ "value": "*******", "count": 0, "on": true }] },
            "auth": ["*******"], "psk": "*******", "apikey": "*", "author": "a",
        });
        assert_eq!(value, wanted);
    }

    #[test]
    fn placeholders_have_the_type_of_the_secret() {
        let mut value = json!({
            "username": "c3p0", "password": "geheim", "pin": 1234, "token": null, "tokens": ["a", { "id": "b", "token": "c" }],
            "max_tokens": 512, "url": "https://user:pass@example.com/x?token=abc&y=1", "other": "eyJhbGciOi.J9.abc",
            "inner": "{\"deeper\": \"[{\\\"token\\\":\\\"abc\\\"}]\", \"pin\": \"1234\"}", "plain": "[ 1 ]", "broken": "{\"pin",
        });
        mask(&mut value);
        let wanted = json!({
            "username": "c3p0", "password": "******", "pin": 0, "token": null, "tokens": ["*", { "id": "b", "token": "*" }],
            "max_tokens": 512, "url": "https://***@example.com/x?token=***&y=1", "other": "*****************",
            "inner": "{\"deeper\":\"[{\\\"token\\\":\\\"***\\\"}]\",\"pin\":\"****\"}", "plain": "[ 1 ]", "broken": "{\"pin",
        });
        assert_eq!(value, wanted);
    }
}
