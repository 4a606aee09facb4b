//! `x-helpers`: methods that send the body of an operation with some of its fields set.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::extensions::{Helper, HelperField};
use crate::json_schema::Validators;
use crate::operation::{Operation, json};
use crate::problem::Problem;
use crate::schema::{Composition, Direction};
use crate::source::Location;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let validators = Validators::of_direction(Direction::Request);
    let operations = document.operations.iter().filter(|operation| !operation.helpers.is_empty());
    operations.flat_map(|operation| of_operation(document, &validators, operation)).collect()
}

fn of_operation(document: &Document, validators: &Validators, operation: &Operation) -> Vec<Problem> {
    let body = operation.body.as_ref().and_then(|body| json(&body.content)?.schema);
    let body = body.map(|id| document.schema(id).composition()).filter(|body| body.is_object);
    let helpers = operation.helpers.iter();
    match body {
        Some(body) => helpers.flat_map(|helper| of_helper(helper, &body, validators)).collect(),
        None => helpers
            .map(|helper| {
                let message = "the body of the operation is not JSON, an object".to_owned();
                malformed(helper.call.at, message, "remove the entry from `x-helpers`")
            })
            .collect(),
    }
}

fn of_helper(helper: &Helper, body: &Composition<'_>, validators: &Validators) -> Vec<Problem> {
    let given = helper.arguments.iter().chain(&helper.options);
    let wires = given.map(|field| (&field.wire, field.at));
    let wires = wires.chain(helper.set.iter().map(|field| (&field.wire, field.at)));
    let mut problems = Vec::new();
    let mut known = BTreeSet::new();
    for (wire, at) in wires {
        if body.property(wire).is_none() {
            let message = format!("the body has no field `{wire}`");
            problems.push(malformed(at, message, "name a field of the body as it is on the wire"));
        } else if !known.insert(wire.as_str()) {
            let message = format!("`{wire}` is named twice");
            problems.push(malformed(at, message, "let each field be set, an argument or an option"));
        }
    }
    problems.extend(helper.set.iter().filter_map(|field| misfit(field, body, validators)));
    let constant = helper.set.iter().map(|field| field.wire.as_str());
    let filled: BTreeSet<&str> =
        helper.arguments.iter().map(|field| field.wire.as_str()).chain(constant).collect();
    let missing = body.required.iter().filter(|name| !filled.contains(*name));
    problems.extend(missing.map(|name| {
        let message = format!("the body requires `{name}`, which the helper leaves out");
        malformed(helper.call.at, message, "list it under `set` or `arguments`")
    }));
    problems
}

/// A value that the field cannot have, or that has no literal in Rust.
fn misfit(
    field: &HelperField<serde_json::Value>,
    body: &Composition<'_>,
    validators: &Validators,
) -> Option<Problem> {
    let schema = body.property(&field.wire)?;
    if !(field.value.is_string() || field.value.is_boolean() || field.value.is_number()) {
        let message = format!("`{}` is set to no text, number, `true` or `false`", field.wire);
        return Some(malformed(field.at, message, "make it an argument instead"));
    }
    let error = validators.of(schema)?.validate(&field.value).err()?.to_string();
    let message = format!("`{}` cannot be set to this value: {error}", field.wire);
    Some(malformed(field.at, message, "correct the value, or the schema of the field"))
}

fn malformed(at: Location, message: String, help: &str) -> Problem {
    Problem::error("malformed-helper", at, message, help)
}
