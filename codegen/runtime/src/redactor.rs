//! Finds the words of a response that only repeat what was sent, so that no error shows them.
//!
//! Servers choose codes, request ids and field names, and errors show them. A server that puts there what it was sent
//! would have a password written into a log. The server already knows the password; the readers of the log need not.
//!
//! The work is linear in what was sent and what came back, whatever a server does: what was sent is read once, and each
//! of its words is looked up among those of the response.

use std::collections::HashSet;

use http::{HeaderMap, HeaderValue};
use memchr::memmem;

use crate::secret::Secret;

/// A credential that is shorter could be part of anything, and must be the whole text.
const SHORT: usize = 8;

/// Stands for what is not shown.
const HIDDEN: &str = "…";
/// Words that tell nothing about what was sent, though it may contain them.
const COMMON: [&str; 24] = [
    "a", "an", "and", "are", "at", "be", "by", "can", "for", "from", "in", "is", "it", "must", "no", "not",
    "of", "on", "or", "the", "this", "to", "with", "you",
];

/// Knows which words of a response must not show.
pub(crate) struct Redactor {
    repeated: Repeated,
    secrets: Vec<Secret>,
}

enum Repeated {
    Words(HashSet<String>),
    /// Any word may be, as there was no time to look.
    Any,
}

/// What one request sent.
#[derive(Default)]
pub(crate) struct Sent<'a> {
    /// Values without names, which may be repeated as a whole or word by word.
    pub values: Vec<&'a [u8]>,
    /// Texts with names and values in them: bodies and headers.
    pub texts: Vec<&'a [u8]>,
}

impl Redactor {
    /// Looks for the words of a response in what was sent.
    pub(crate) fn new(words: HashSet<String>, sent: &Sent<'_>, secrets: &[Secret]) -> Self {
        let values = sent.values.iter().flat_map(|value| self::words(value).chain([*value]));
        let texts = sent.texts.iter().flat_map(|text| values_in(text));
        let repeated = if words.is_empty() { words } else { only_repeated(words, values.chain(texts)) };
        Self { repeated: Repeated::Words(repeated), secrets: secrets.to_vec() }
    }

    /// Hides every word, where there is no time to look for them.
    pub(crate) fn hide_all() -> Self {
        Self { repeated: Repeated::Any, secrets: Vec::new() }
    }

    /// Whether a text holds a credential of the client.
    pub(crate) fn holds_credential(&self, text: &[u8]) -> bool {
        let mut secrets = self.secrets.iter().map(|secret| secret.expose().as_bytes());
        let hides_all = matches!(self.repeated, Repeated::Any);
        hides_all
            || secrets.any(|secret| {
                text == secret || (secret.len() >= SHORT && memmem::find(text, secret).is_some())
            })
    }

    /// Whether a text is made of words that were sent as values: in the body, the query, the path or a header.
    pub(crate) fn repeats(&self, text: &str) -> bool {
        let Repeated::Words(repeated) = &self.repeated else { return true };
        let mut words = words(text.as_bytes()).peekable();
        self.holds_credential(text.as_bytes())
            || repeated.contains(text)
            || (words.peek().is_some() && words.all(|word| is_among(repeated, word)))
    }

    /// Replaces the words of a sentence that were sent, except those that any sentence has.
    pub(crate) fn hide(&self, text: &str) -> String {
        let Repeated::Words(repeated) = &self.repeated else { return HIDDEN.to_owned() };
        if repeated.contains(text) || self.holds_credential(text.as_bytes()) {
            return HIDDEN.to_owned();
        }
        let is_hidden = |word: &str| repeated.contains(word) && !COMMON.contains(&word);
        let mut hidden = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.bytes().position(|byte| is_of_word(&byte)) {
            let (before, tail) = rest.split_at(start);
            let end = tail.bytes().position(|byte| !is_of_word(&byte)).unwrap_or(tail.len());
            let (word, after) = tail.split_at(end);
            hidden.push_str(before);
            hidden.push_str(if is_hidden(word) { HIDDEN } else { word });
            rest = after;
        }
        hidden.push_str(rest);
        hidden
    }

    /// Keeps the values of headers that set or repeat a secret out of any `Debug`.
    pub(crate) fn hide_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            if name == http::header::SET_COOKIE || self.repeats_any(value.as_bytes()) {
                HeaderValue::set_sensitive(value, true);
            }
        }
    }

    fn repeats_any(&self, text: &[u8]) -> bool {
        let Repeated::Words(repeated) = &self.repeated else { return true };
        self.holds_credential(text) || words(text).any(|word| is_among(repeated, word))
    }
}

/// The words of a text that a [`Redactor`] may have to hide, and the text itself.
pub(crate) fn candidates(text: &[u8]) -> impl Iterator<Item = String> {
    words(text).chain([text]).filter_map(|word| std::str::from_utf8(word).ok()).map(str::to_owned)
}

/// The words that are among those that were sent.
fn only_repeated<'s>(mut words: HashSet<String>, sent: impl Iterator<Item = &'s [u8]>) -> HashSet<String> {
    let longest = words.iter().map(String::len).max().unwrap_or(0);
    let mut repeated = HashSet::new();
    for word in sent.filter(|word| word.len() <= longest) {
        repeated.extend(std::str::from_utf8(word).ok().and_then(|word| words.take(word)));
    }
    repeated
}

fn is_among(repeated: &HashSet<String>, word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|word| repeated.contains(word))
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| !is_of_word(byte)).filter(|word| !word.is_empty())
}

/// The words that stand in a JSON text or a form as values, and not as the names of fields.
///
/// What follows a backslash or a percent sign may belong to an escape, so that the word counts with and without it.
fn values_in(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    let mut pending: Option<&[u8]> = None;
    std::iter::from_fn(move || {
        if let Some(word) = pending.take() {
            return Some(word);
        }
        loop {
            let start = rest.iter().position(is_of_word)?;
            let (before, tail) = rest.split_at(start);
            let end = tail.iter().position(|byte| !is_of_word(byte)).unwrap_or(tail.len());
            let (word, after) = tail.split_at(end);
            rest = after;
            // A name of JSON, or of a form or a cookie; a value may end with `=` too.
            let is_first =
                before.is_empty() || before.ends_with(b"&") || before.trim_ascii_end().ends_with(b";");
            let is_assigned = is_first && matches!(after, [b'=', next, ..] if *next != b'=');
            if after.starts_with(b"\":") || is_assigned {
                continue;
            }
            let escape = match (before.last(), word.first()) {
                (Some(b'\\'), Some(b'u')) => 5,
                (Some(b'\\'), _) => 1,
                (Some(b'%'), _) => 2,
                _ => 0,
            };
            if escape > 0 {
                pending = word.get(escape..).filter(|word| !word.is_empty());
            }
            return Some(word);
        }
    })
}

fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(words: &[&str], body: &[u8]) -> Redactor {
        let words = words.iter().flat_map(|word| candidates(word.as_bytes())).collect();
        Redactor::new(words, &Sent { values: Vec::new(), texts: vec![body] }, &[])
    }

    #[test]
    fn values_are_repeats_and_names_and_parts_of_words_are_not() {
        let body =
            br#"{"username":"c3p0","password":"hunter2","codecs":["OPUS"],"note":"say swordfish!\nmelon"}"#;
        let values = ["c3p0", "hunter2", "OPUS", "swordfish", "melon", "hunter2.OPUS", ".melon."];
        let others = ["username", "password", "hunter", "sword", "", "codec", "hunter2.other", "."];
        let redactor = redactor(&[values.as_slice(), &others].concat(), body);
        for word in values {
            assert!(redactor.repeats(word), "{word}");
        }
        for word in others {
            assert!(!redactor.repeats(word), "{word}");
        }
    }

    #[test]
    fn a_sentence_keeps_the_words_that_any_sentence_has() {
        let redactor =
            redactor(&["the password hunter2 (melon) is not long"], br#"["hunter2","the melon is long"]"#);
        let text = "the password hunter2 (melon) is not long";
        assert_eq!(redactor.hide(text), "the password … (…) is not …");
        assert_eq!(Redactor::hide_all().hide("anything"), "…");
    }

    #[test]
    fn a_value_may_end_as_a_name_does() {
        let body = br#"{"password":"aHVudGVyMg==","note":"say swordfish= now"}"#;
        for word in ["aHVudGVyMg", "aHVudGVyMg==", "swordfish="] {
            assert!(redactor(&[word], body).repeats(word), "{word}");
        }
        assert!(redactor(&["aHVudGVyMg"], b"aHVudGVyMg==").repeats("aHVudGVyMg"));
        assert!(!redactor(&["a", "b"], b"a=1; b=2").repeats("b"));
    }

    #[test]
    fn a_form_has_values_and_names() {
        assert!(redactor(&["hunter2"], b"a=hunter2&b=1").repeats("hunter2"));
        assert!(redactor(&["my hunter2"], b"a=my%20hunter2&b=1").repeats("my hunter2"));
        assert!(!redactor(&["hunter2"], b"hunter2=a&b=1").repeats("hunter2"));
    }

    #[test]
    fn what_was_sent_is_read_once_however_many_words_come_back() {
        let body = "\"aaaa\",".repeat(10_000);
        let mut read = 0;
        let sent = values_in(body.as_bytes()).inspect(|_| read += 1);
        let words = (0..10_000).map(|number| format!("a{number:03}")).collect();
        assert!(only_repeated(words, sent).is_empty());
        assert_eq!(read, 10_000);
    }

    #[test]
    fn whoever_hides_all_needs_to_know_nothing() {
        let redactor = Redactor::hide_all();
        assert!(redactor.repeats("x") && redactor.holds_credential(b"x"));
    }
}
