//! Forms: their parameters as bytes for the signature, and as JSON for the payload.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

/// The name and the value of a parameter, decoded.
pub(super) type Parameter<'f> = (Cow<'f, [u8]>, Cow<'f, [u8]>);

/// The parameters of a form, in the order of the form.
pub(super) fn parameters(body: &[u8]) -> Vec<Parameter<'_>> {
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let split = pairs.map(|pair| {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        (decode(&pair[..end]), decode(pair.get(end + 1..).unwrap_or_default()))
    });
    split.collect()
}

fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'+') {
        return percent_decode(text).into();
    }
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    Cow::Owned(percent_decode(&spaced).collect())
}

/// The parameters as a JSON object of texts; a repeated name has a list of them.
pub(super) fn to_json(body: &[u8]) -> Value {
    let mut object = Map::new();
    for (name, value) in parameters(body) {
        let (name, value) = (text(&name), Value::String(text(&value)));
        match object.get_mut(&name) {
            None => {
                object.insert(name, value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(object)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
