//! Reading JSON as a generated type and writing it back: for tools that compare recorded traffic with the types.
//!
//! The generated crate lists its operations with these functions behind the feature `conformance`; without the feature
//! nothing of it is compiled.

use std::fmt;

use serde_json::Value;
use serde_path_to_error::Track;

use crate::decode::{read_json, without_values};
use crate::model::{Model, Slot, read, reset, to_value};

/// The types of one operation, as functions.
#[derive(Clone, Copy, Debug)]
pub struct Conformance {
    /// Id of the operation.
    pub operation: &'static str,
    /// Reads and writes its request body, when that is JSON.
    pub request: Option<RoundTrip>,
    /// Reads and writes its successful response, when that is JSON.
    pub response: Option<RoundTrip>,
}

impl Conformance {
    /// The operation with this id, and how its bodies are read and written.
    pub const fn new(
        operation: &'static str,
        request: Option<RoundTrip>,
        response: Option<RoundTrip>,
    ) -> Self {
        Self { operation, request, response }
    }
}

/// Reads JSON text as some type, and writes what was read.
pub type RoundTrip = fn(&[u8]) -> Result<Value, Unreadable>;

/// Why a text cannot be read as a type. It holds no value of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The place in the text, such as `data[3].sip_endpoint`; empty for all of it.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.reason),
            path => write!(f, "{} at {path}", self.reason),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Reads JSON text as the type `T`, the way a call does, and writes a copy of it back: what a copy loses is lost as well.
///
/// # Errors
///
/// When the text cannot be read as a `T`.
pub fn round_trip<T: Model + Clone>(json: &[u8]) -> Result<Value, Unreadable> {
    let mut value = T::fresh();
    read_model(&mut value, json)?;
    to_value(value.clone().view()).map_err(|error| unreadable(String::new(), &error))
}

fn read_model(value: &mut dyn Model, json: &[u8]) -> Result<(), Unreadable> {
    let mut slot = value.slot();
    read_json(&mut slot, json).or_else(|()| {
        reset(&mut slot);
        read_tracked(&mut slot, json)
    })
}

/// Reads once more, only to find out where it fails.
fn read_tracked(slot: &mut Slot<'_>, json: &[u8]) -> Result<(), Unreadable> {
    let mut json = serde_json::Deserializer::from_slice(json);
    let mut track = Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    read(slot, tracked).map_err(|error| unreadable(track.path().to_string(), &error))?;
    Err(Unreadable { path: String::new(), reason: "the JSON does not end where it should".to_owned() })
}

fn unreadable(path: String, error: &serde_json::Error) -> Unreadable {
    let path = if path == "." { String::new() } else { path };
    Unreadable { path, reason: without_values(&error.to_string()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_is_read_is_written() {
        assert_eq!(round_trip::<BTreeMap<String, f64>>(br#"{"a":1}"#).unwrap()["a"], 1.0);
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_place_alone() {
        let error = round_trip::<BTreeMap<String, Vec<i64>>>(br#"{"a":[1,"hunter2"]}"#).unwrap_err();
        assert_eq!(error.to_string(), "invalid type: string …, expected i64 at a[1]");
    }
}
