//! Evidence of changes that no value of a schema shows: calls with and without something, and what can only be stated.

use std::collections::BTreeSet;

use document::operation::preferred;
use document::{Document, Operation, Schema};
use serde_json::Value;

use super::values::Generator;
use crate::diff::compare::Change;
use crate::diff::finding::{Direction, Evidence, EvidenceKind, Example, Outcome, Reading, Verdict};
use crate::diff::rules::NOTHING_SENT;

/// The evidence of such a change.
pub(super) fn stated(change: &Change, verdict: Verdict, base: &Document, head: &Document) -> Evidence {
    let shown = match change.rule.kind {
        "param-req-added" | "param-became-req" | "body-req-added" | "body-became-req" => {
            call(change, None, Outcome::Refused)
        }
        "param-removed" | "param-req-removed" | "param-renamed" | "param-moved" | "body-removed"
        | "body-req-removed" => {
            sent(base, &change.base).and_then(|value| call(change, Some(value), Outcome::Ignored))
        }
        "param-opt-added" | "body-opt-added" => call(change, None, Outcome::Accepted),
        "param-became-opt" | "body-became-opt" => {
            sent(base, &change.base).and_then(|value| call(change, Some(value), Outcome::Accepted))
        }
        "resp-type-clash" => clash(change, base, head),
        _ => None,
    };
    shown.unwrap_or_else(|| Evidence::statement(sentence(change, verdict)))
}

fn call(change: &Change, value: Option<Value>, outcome: Outcome) -> Option<Evidence> {
    let reading =
        |pointers: &BTreeSet<String>, outcome| Reading { pointer: pointers.first().cloned(), outcome };
    let example = Example {
        value,
        of: change.name.clone(),
        direction: Direction::Request,
        base: reading(&change.base, Outcome::Accepted),
        head: reading(&change.head, outcome),
    };
    let kind = if outcome == Outcome::Accepted { EvidenceKind::Values } else { EvidenceKind::CounterExample };
    Some(Evidence { kind, text: String::new(), example: Some(example), tried: 1 })
}

/// A value of the parameter or body at one of these places.
fn sent(document: &Document, pointers: &BTreeSet<String>) -> Option<Value> {
    let is_meant =
        |places: [&document::Place; 2]| places.iter().any(|place| pointers.contains(&place.pointer));
    let schema = document.operations.iter().find_map(|operation| {
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|parameter| is_meant([&parameter.place, &parameter.listed]));
        let body = operation.body.as_ref().filter(|body| is_meant([&body.place, &body.listed]));
        parameter.and_then(|parameter| parameter.schema).or_else(|| preferred(&body?.content)?.schema)
    })?;
    let generator = Generator { direction: document::Direction::Request };
    Some(generator.least(document.schema(schema)))
}

/// A response with the new status that is none of the old.
fn clash(change: &Change, base: &Document, head: &Document) -> Option<Evidence> {
    let response = head
        .operations
        .iter()
        .flat_map(|operation| &operation.responses)
        .find(|response| change.head.contains(&response.listed.pointer))?;
    let new = head.schema(preferred(&response.content)?.schema?);
    let operation =
        base.operations.iter().find(|operation| change.base.contains(&operation.place.pointer))?;
    let old = success(base, operation)?;
    let validators = document::json_schema::Validators::of_direction;
    let direction = document::Direction::Response;
    let (by_new, by_old) = (validators(direction).of(new)?, validators(direction).of(old)?);
    let values = Generator { direction }.values(new, Some(old)).into_iter();
    let value = values
        .filter(|value| by_new.is_valid(value) && !by_old.is_valid(value))
        .min_by_key(|value| value.to_string().len())?;
    let reading =
        |schema: Schema<'_>, outcome| Reading { pointer: Some(schema.place().pointer.clone()), outcome };
    let example = Example {
        value: Some(value),
        of: change.name.clone(),
        direction: Direction::Response,
        base: reading(old, Outcome::Refused),
        head: reading(new, Outcome::Accepted),
    };
    Some(Evidence {
        kind: EvidenceKind::CounterExample,
        text: String::new(),
        example: Some(example),
        tried: 1,
    })
}

fn success<'d>(document: &'d Document, operation: &Operation) -> Option<Schema<'d>> {
    let content = operation.successes().find_map(|response| preferred(&response.content))?;
    Some(document.schema(content.schema?))
}

fn sentence(change: &Change, verdict: Verdict) -> String {
    let why = match (verdict, &change.before, &change.after) {
        (Verdict::Documentation, ..) => "only what people read changes",
        (Verdict::Compatible, ..) if change.rule.wire.1 == NOTHING_SENT.1 => {
            "no request and no response changes"
        }
        (Verdict::Breaking, Some(_), None) => "the base has it, and the head does not",
        (Verdict::Breaking, None, Some(_)) => "the head has it, and the base does not",
        _ => "it is not part of a schema",
    };
    format!("no value can show it: {why}")
}
