//! Numbers that nobody documented, kept as they came.
//!
//! [`Value`] holds a number as an integer of 64 bits or as an `f64`, which changes `12345678901234567890123` and cannot
//! hold `1e400` at all. What a `Value` would change is kept as its JSON text beside it.

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// Reads a value of no type from its JSON text. A number that no `Value` can hold becomes its text.
pub(crate) fn value(json: &str) -> Result<Value, serde_json::Error> {
    match serde_json::from_str(json) {
        Err(_) if numbers(json).any(|number| read(number).is_none()) => serde_json::from_str(&quoted(json)),
        outcome => outcome,
    }
}

/// The JSON text, when a `Value` would change one of its numbers.
pub(super) fn text(json: &str) -> Option<Box<RawValue>> {
    let is_changed = |number| read(number).is_none_or(|read| read.to_string() != number);
    if !numbers(json).any(is_changed) {
        return None;
    }
    RawValue::from_string(json.to_owned()).ok()
}

fn read(number: &str) -> Option<Number> {
    serde_json::from_str(number).ok()
}

/// The same JSON with a text for each number that no `Value` can hold.
fn quoted(json: &str) -> Cow<'_, str> {
    let (mut text, mut rest) = (String::with_capacity(json.len() + 16), json);
    while let Some((start, number)) = next_number(rest) {
        let (before, after) = (&rest[..start], &rest[start + number.len()..]);
        text.push_str(before);
        let quote = if read(number).is_none() { "\"" } else { "" };
        text.extend([quote, number, quote]);
        rest = after;
    }
    text.push_str(rest);
    text.into()
}

/// Every number in a JSON text.
fn numbers(json: &str) -> impl Iterator<Item = &str> {
    let mut rest = json;
    std::iter::from_fn(move || {
        let (start, number) = next_number(rest)?;
        rest = &rest[start + number.len()..];
        Some(number)
    })
}

/// The next number and where it begins. No number stands within a text.
fn next_number(json: &str) -> Option<(usize, &str)> {
    let bytes = json.as_bytes();
    let (mut at, mut in_text) = (0, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if in_text => at += 1,
            b'"' => in_text = !in_text,
            b'-' | b'0'..=b'9' if !in_text => {
                let rest = json.get(at..)?;
                let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
                let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                return Some((at, &rest[..end]));
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    #[test]
    fn what_a_value_holds_needs_no_text() {
        for json in
            ["0", "-7", "18446744073709551615", "1.5", "[0.1,{\"1e400\":\"2e400\\\" 3e400\"}]", "true"]
        {
            assert!(text(json).is_none(), "{json}");
            assert_eq!(value(json).unwrap().to_string(), json);
        }
    }

    #[test]
    fn what_a_value_would_change_is_kept() {
        for json in ["18446744073709551616", "-0", "1.10", "0.30000000000000000004", "[{\"a\":1e400}]", "1E5"]
        {
            assert_eq!(text(json).unwrap().get(), json);
            assert!(value(json).is_ok(), "{json}");
        }
        assert_eq!(value("[1,-1e400]").unwrap(), serde_json::json!([1, "-1e400"]));
    }
}
