//! Numbers that nobody documented, kept as they came.
//!
//! [`Value`] holds a number as an integer of 64 bits or as an `f64`, which changes `12345678901234567890123` and cannot
//! hold `1e400` at all. What a `Value` would change is kept as its JSON text beside it.

#[cfg(feature = "record")]
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// Reads a value of no type from its JSON text. A number that no `Value` can hold becomes its text.
pub(crate) fn value(json: &str) -> Result<Value, serde_json::Error> {
    match serde_json::from_str(json) {
        Err(_) if numbers(json).any(is_beyond) => serde_json::from_str(&quoted(json, is_beyond, "")),
        outcome => outcome,
    }
}

/// Reads a value of no type, in which each number that a `Value` would change becomes its text.
pub(crate) fn value_with_texts(json: &str) -> Result<Value, serde_json::Error> {
    match numbers(json).any(is_changed) {
        true => serde_json::from_str(&quoted(json, is_changed, "")),
        false => serde_json::from_str(json),
    }
}

/// Texts that stand for the numbers that a `Value` would change, until the value is written.
///
/// They begin with what nobody else knows, so that no text of a server's becomes a number.
#[cfg(feature = "record")]
pub(crate) struct Marks(String);

/// The beginning of each. It is no character.
#[cfg(feature = "record")]
const MARK: char = '\u{fdd0}';

#[cfg(feature = "record")]
impl Marks {
    pub(crate) fn new() -> Self {
        Self(format!("{MARK}{:016x}:", fastrand::u64(..)))
    }

    /// Reads a value of no type, with marks.
    pub(crate) fn read(&self, json: &str) -> Result<Value, serde_json::Error> {
        match numbers(json).any(is_changed) {
            true => serde_json::from_str(&quoted(json, is_changed, &self.0)),
            false => serde_json::from_str(json),
        }
    }

    /// Writes a value with numbers in the place of marks.
    pub(crate) fn write(&self, value: &Value) -> String {
        serde_json::to_string(&Unmarked { value, marks: self }).unwrap_or_else(|_| value.to_string())
    }

    /// The number that a text may stand for.
    pub(crate) fn number(text: &str) -> Option<&str> {
        text.strip_prefix(MARK)?.split_once(':').map(|(_, number)| number)
    }
}

#[cfg(feature = "record")]
struct Unmarked<'a> {
    value: &'a Value,
    marks: &'a Marks,
}

#[cfg(feature = "record")]
impl Serialize for Unmarked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let marks = self.marks;
        match self.value {
            Value::String(text) => {
                let number =
                    text.strip_prefix(&marks.0).map(|number| RawValue::from_string(number.to_owned()));
                match number {
                    Some(Ok(number)) => number.serialize(serializer),
                    Some(Err(_)) | None => serializer.serialize_str(text),
                }
            }
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|value| list.serialize_element(&Self { value, marks }))?;
                list.end()
            }
            Value::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields
                    .iter()
                    .try_for_each(|(name, value)| map.serialize_entry(name, &Self { value, marks }))?;
                map.end()
            }
            other => other.serialize(serializer),
        }
    }
}

/// The JSON text, when a `Value` would change one of its numbers.
pub(super) fn text(json: &str) -> Option<Box<RawValue>> {
    if !numbers(json).any(is_changed) {
        return None;
    }
    RawValue::from_string(json.to_owned()).ok()
}

fn read(number: &str) -> Option<Number> {
    serde_json::from_str(number).ok()
}

/// Whether no `Value` can hold a number.
fn is_beyond(number: &str) -> bool {
    read(number).is_none()
}

/// Whether a `Value` would change a number.
fn is_changed(number: &str) -> bool {
    read(number).is_none_or(|read| read.to_string() != number)
}

/// The same JSON with texts for some of its numbers, each with a mark in front.
fn quoted(json: &str, is_text: fn(&str) -> bool, mark: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(json.len() + 16), json);
    while let Some((start, number)) = next_number(rest) {
        let (before, after) = (&rest[..start], &rest[start + number.len()..]);
        text.push_str(before);
        match is_text(number) {
            true => text.extend(["\"", mark, number, "\""]),
            false => text.push_str(number),
        }
        rest = after;
    }
    text.push_str(rest);
    text
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
    fn each_number_is_read_however_few_a_value_holds() {
        let json = "[18446744073709551616,1.10,1e400,-0,7,\"1e400\"]";
        let texts = serde_json::json!(["18446744073709551616", "1.10", "1e400", "-0", 7, "1e400"]);
        assert_eq!(value_with_texts(json).unwrap(), texts);
        assert_eq!(value_with_texts("{\"a\":1}").unwrap(), serde_json::json!({ "a": 1 }));
    }

    #[cfg(feature = "record")]
    #[test]
    fn what_is_marked_is_written_as_it_came() {
        let marks = Marks::new();
        for json in [r#"[18446744073709551616,{"a":1e400},1.10,7,"1e400"]"#, "null", "-0"] {
            assert_eq!(marks.write(&marks.read(json).unwrap()), json);
        }
        // Nobody else makes a number of a text.
        let theirs = format!("[\"{MARK}5\",\"{MARK}0123456789abcdef:5\",1.10]");
        assert_eq!(marks.write(&marks.read(&theirs).unwrap()), theirs);
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
