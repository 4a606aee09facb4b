//! Bodies read as the generated types and written back: what cannot be read, and what changed.

use std::collections::{BTreeMap, BTreeSet};

use document::Document;
use document::source::Location;
use serde_json::{Number, Value};
use signalwire_rest::conformance::{OPERATIONS, WEBHOOKS};
use signalwire_rest_runtime::{Conformance, RoundTrip, Unreadable};

use crate::finding::{Kind, Observation, Part, Rule};
use crate::path::{self, Path};
use crate::walk::is_constant;

/// The generated types, by operation.
#[derive(Debug)]
pub(crate) struct Types {
    operations: BTreeMap<&'static str, &'static Conformance>,
    /// The names of the document; every other key is data.
    names: BTreeSet<String>,
}

type Seen<'d> = Vec<Observation<'d>>;

impl Types {
    /// The types of the generated crate, and the names of the document.
    pub fn generated(document: &Document) -> Self {
        let operations = OPERATIONS.iter().chain(WEBHOOKS).map(|known| (known.operation, known)).collect();
        let names =
            document.schemas().flat_map(|schema| schema.properties().map(|(name, _)| name.to_owned()));
        Self { operations, names: names.collect() }
    }

    /// Adds what the type of a request shows to what the document showed.
    pub fn request<'d>(
        &self,
        operation: &str,
        value: &Value,
        part: Part,
        at: Option<Location>,
        seen: Seen<'d>,
    ) -> Seen<'d> {
        let known = self.operations.get(operation).and_then(|known| known.request);
        match known {
            Some(round_trip) => self.with_type(round_trip, value, part, at, seen),
            None => seen,
        }
    }

    /// Adds what the type of a response shows to what the document showed.
    pub fn response<'d>(
        &self,
        operation: &str,
        value: &Value,
        part: Part,
        at: Option<Location>,
        seen: Seen<'d>,
    ) -> Seen<'d> {
        let known = self.operations.get(operation).and_then(|known| known.response);
        match known {
            Some(round_trip) => self.with_type(round_trip, value, part, at, seen),
            None => seen,
        }
    }

    fn with_type<'d>(
        &self,
        round_trip: RoundTrip,
        value: &Value,
        part: Part,
        at: Option<Location>,
        mut seen: Seen<'d>,
    ) -> Seen<'d> {
        match round_trip(value.to_string().as_bytes()) {
            Err(error) => self.unreadable(&error, part, at, &mut seen),
            Ok(written) => {
                let mut lost = Vec::new();
                self.compare(value, &written, &Path::BODY, &mut lost);
                lost.retain(|(path, _)| !seen.iter().any(|one| path::is_within(path, &one.path)));
                seen.extend(lost.into_iter().map(|(path, what)| Observation {
                    expected: what.to_owned(),
                    ..Observation::new(Rule::Lost, part, &path, at)
                }));
            }
        }
        seen
    }

    /// A deviation from the document explains why the type cannot be read; without one it is a finding of its own.
    fn unreadable<'d>(&self, error: &Unreadable, part: Part, at: Option<Location>, seen: &mut Seen<'d>) {
        let place = path::of_serde(&error.path, &self.names);
        let mut causes =
            seen.iter_mut().filter(|one| is_grave(one) && path::is_within(&one.path, &place)).peekable();
        if causes.peek().is_some() {
            causes.for_each(|cause| cause.breaks = true);
            return;
        }
        seen.push(Observation {
            expected: format!("the generated type says: {}", error.reason),
            breaks: true,
            ..Observation::new(Rule::Undecodable, part, &place, at)
        });
    }

    /// Where the second value differs from the first, and how.
    fn compare(&self, before: &Value, after: &Value, path: &Path<'_>, lost: &mut Lost) {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => self.fields(before, after, path, lost),
            (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
                for (before, after) in before.iter().zip(after) {
                    self.compare(before, after, &path.item(), lost);
                }
            }
            (Value::Number(before), Value::Number(after)) if is_same(before, after) => {}
            (before, after) if before == after => {}
            (before, after) if Kind::of(before) == Kind::of(after) => {
                lost.push((path.to_string(), "the generated type writes another value"));
            }
            _ => lost.push((path.to_string(), "the generated type writes a value of another type")),
        }
    }

    fn fields(&self, before: &Fields, after: &Fields, path: &Path<'_>, lost: &mut Lost) {
        let place = |name: &str| match self.names.contains(name) {
            true => path.field(name).to_string(),
            false => path.key().to_string(),
        };
        for (name, value) in before {
            match after.get(name) {
                Some(after) if self.names.contains(name) => {
                    self.compare(value, after, &path.field(name), lost);
                }
                Some(after) => self.compare(value, after, &path.key(), lost),
                None => lost.push((place(name), "the generated type does not write it back")),
            }
        }
        // An additional null means the same as absence.
        let added = after.iter().filter(|(name, value)| !before.contains_key(*name) && !value.is_null());
        for (name, _) in added {
            lost.push((place(name), "the generated type writes it although it was not there"));
        }
    }
}

type Fields = serde_json::Map<String, Value>;

/// Places, and what changed there.
type Lost = Vec<(String, &'static str)>;

/// Whether a type may be unreadable because of it.
fn is_grave(one: &Observation<'_>) -> bool {
    is_constant(one)
        || matches!(
            one.rule,
            Rule::MissingField | Rule::TypeMismatch | Rule::UndocumentedNull | Rule::UnknownVariant
        )
}

/// `1` and `1.0` are the same number; two that only look the same when rounded are not.
fn is_same(before: &Number, after: &Number) -> bool {
    match (before.as_i128(), after.as_i128()) {
        (Some(before), Some(after)) => before == after,
        (Some(whole), None) => after.as_f64().is_some_and(|number| is_whole(number, whole)),
        (None, Some(whole)) => before.as_f64().is_some_and(|number| is_whole(number, whole)),
        (None, None) => before.as_f64() == after.as_f64(),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the bound is checked first")]
fn is_whole(number: f64, whole: i128) -> bool {
    number.fract() == 0.0 && number.abs() < 1e30 && number as i128 == whole
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lost(before: &Value, after: &Value) -> Vec<String> {
        let types =
            Types { operations: BTreeMap::new(), names: ["a", "b", "c", "d"].map(str::to_owned).into() };
        let mut lost = Vec::new();
        types.compare(before, after, &Path::BODY, &mut lost);
        lost.into_iter().map(|(path, what)| format!("{path}: {what}")).collect()
    }

    #[test]
    fn only_what_changed_is_reported() {
        assert!(
            lost(&json!({ "a": [1, 2.5, null] }), &json!({ "a": [1.0, 2.5, null], "b": null })).is_empty()
        );
        assert_eq!(
            lost(&json!({ "a": [{ "b": 1, "c": "x" }] }), &json!({ "a": [{ "b": "1" }], "d": 0 })),
            [
                "$.a[*].b: the generated type writes a value of another type",
                "$.a[*].c: the generated type does not write it back",
                "$.d: the generated type writes it although it was not there",
            ]
        );
    }

    #[test]
    fn numbers_are_compared_exactly() {
        assert!(lost(&json!(9_007_199_254_740_992_i64), &json!(9_007_199_254_740_992.0)).is_empty());
        assert_eq!(lost(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992.0)).len(), 1);
    }
}
