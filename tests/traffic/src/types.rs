//! Bodies read as the generated types and written back: what cannot be read, and what is not the same afterwards.

use std::collections::BTreeMap;

use codegen::source::Location;
use serde_json::{Number, Value};
use signalwire_rest::conformance::OPERATIONS;
use signalwire_rest_runtime::{Conformance, RoundTrip, Unreadable};

use crate::finding::{Kind, Observation, Part, Rule};
use crate::judge::observation;
use crate::path::{self, Path};
use crate::walk::is_constant;

/// The generated types, by operation.
#[derive(Debug)]
pub(crate) struct Types {
    operations: BTreeMap<&'static str, &'static Conformance>,
}

type Seen<'b> = Vec<Observation<'b>>;

impl Types {
    /// The types of the generated crate.
    pub fn generated() -> Self {
        Self { operations: OPERATIONS.iter().map(|known| (known.operation, known)).collect() }
    }

    /// Adds what the type of a request shows to what the document showed.
    pub fn request<'b>(
        &self,
        operation: &str,
        value: &Value,
        part: Part,
        at: Option<Location>,
        seen: Seen<'b>,
    ) -> Seen<'b> {
        let known = self.operations.get(operation).and_then(|known| known.request);
        known.map_or(seen.clone(), |round_trip| with_type(round_trip, value, part, at, seen))
    }

    /// Adds what the type of an answer shows to what the document showed.
    pub fn answer<'b>(
        &self,
        operation: &str,
        value: &Value,
        part: Part,
        at: Option<Location>,
        seen: Seen<'b>,
    ) -> Seen<'b> {
        let known = self.operations.get(operation).and_then(|known| known.answer);
        known.map_or(seen.clone(), |round_trip| with_type(round_trip, value, part, at, seen))
    }
}

fn with_type<'b>(
    round_trip: RoundTrip,
    value: &Value,
    part: Part,
    at: Option<Location>,
    mut seen: Seen<'b>,
) -> Seen<'b> {
    match round_trip(value.to_string().as_bytes()) {
        Err(error) => unreadable(&error, part, at, &mut seen),
        Ok(written) => {
            let mut lost = Vec::new();
            compare(value, &written, &Path::BODY, &mut lost);
            let lost = lost.into_iter().filter(|(path, _)| !seen.iter().any(|one| one.path == *path));
            let lost: Seen<'b> = lost
                .map(|(path, what)| Observation {
                    expected: what.to_owned(),
                    ..observation(Rule::Lost, part, &path, at)
                })
                .collect();
            seen.extend(lost);
        }
    }
    seen
}

/// What the document does not allow is why the type cannot be read; if there is nothing like that, it is news.
fn unreadable<'b>(error: &Unreadable, part: Part, at: Option<Location>, seen: &mut Seen<'b>) {
    let place = path::of_serde(&error.path);
    let is_cause = |one: &&mut Observation<'b>| {
        let grave = is_constant(one)
            || matches!(
                one.rule,
                Rule::MissingField | Rule::TypeMismatch | Rule::UndocumentedNull | Rule::UnknownVariant
            );
        let above = one.path.rsplit_once('.').map_or("", |(above, _)| above);
        grave && (one.path == place || above == place || one.path.starts_with(&place))
    };
    let mut causes = seen.iter_mut().filter(is_cause).peekable();
    if causes.peek().is_some() {
        causes.for_each(|cause| cause.breaks = true);
        return;
    }
    seen.push(Observation {
        expected: format!("the generated type says: {}", error.reason),
        breaks: true,
        ..observation(Rule::Undecodable, part, &place, at)
    });
}

/// Where the second value is not the first, and what became of it.
fn compare(before: &Value, after: &Value, path: &Path<'_>, lost: &mut Vec<(String, &'static str)>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                let path = path.field(name);
                match after.get(name) {
                    Some(after) => compare(value, after, &path, lost),
                    None => lost.push((path.to_string(), "the generated type does not write it back")),
                }
            }
            // A null more says what its absence said.
            let added = after.iter().filter(|(name, value)| !before.contains_key(*name) && !value.is_null());
            for (name, _) in added {
                lost.push((
                    path.field(name).to_string(),
                    "the generated type writes it although it was not there",
                ));
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (before, after) in before.iter().zip(after) {
                compare(before, after, &path.item(), lost);
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
        let mut lost = Vec::new();
        compare(before, after, &Path::BODY, &mut lost);
        lost.into_iter().map(|(path, what)| format!("{path}: {what}")).collect()
    }

    #[test]
    fn only_what_changed_is_told() {
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
