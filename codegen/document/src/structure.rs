//! The structure of an OpenAPI 3.0 document: which keys there are, and of what kind their values.
//!
//! The rules are tables, so that every value that a later stage reads has been looked at here.

mod problems;
mod tables;
mod version;

use crate::extensions::CallName;
use crate::node::{Node, Value};
use crate::problem::{Problem, Severity};

use problems::{foreign, malformed_call, missing, null, unknown, wrong_kind};
use tables::Want::{
    self, Anything, Calls, Commands, Flag, List, Names, NamesOfCalls, Number, OneOrMore, OrRef, Part, Schema,
    SchemaOrFlag, Text, TextOrNumber,
};
use tables::{ROOT, SCHEMA, Table};
pub use version::{not_openapi, unsupported_version};

/// Every value of the wrong kind, every unknown key, every missing one. What is wrong and means nothing is taken out, so that
/// no later stage meets it: an extension of ours in a form that is not ours, and `null` where a value is left out.
pub fn check(root: &mut Node) -> Vec<Problem> {
    if let Some(problem) = unsupported_version(root) {
        return vec![problem];
    }
    let mut problems = Vec::new();
    part(root, &ROOT, &mut problems);
    problems
}

fn value(node: &mut Node, want: Want, problems: &mut Vec<Problem>) {
    match (want, &mut node.value) {
        (Anything, _)
        | (Text, Value::String(_))
        | (Flag | SchemaOrFlag, Value::Bool(_))
        | (Number, Value::Number(_))
        | (TextOrNumber, Value::String(_) | Value::Number(_) | Value::Bool(_)) => {}
        // YAML takes `title: 2024` for a number.
        (Text, Value::Number(_) | Value::Bool(_)) => node.value = Value::String(node.to_text()),
        (Part(table), Value::Object(_)) => part(node, table, problems),
        (OrRef(table), Value::Object(_)) => reference_or_part(node, table, problems),
        (Schema | SchemaOrFlag, Value::Object(_)) => reference_or_part(node, &SCHEMA, problems),
        (Names(inner), Value::Object(object)) => {
            object
                .iter_mut()
                .filter(|(name, _)| !name.starts_with("x-"))
                .for_each(|(_, entry)| value(&mut entry.node, *inner, problems));
        }
        (Calls, _) => problems.extend(malformed_calls(node)),
        (Commands, Value::Object(object)) => {
            for entry in object.values().flat_map(|entry| match entry.node.as_object() {
                Some(schemas) => schemas.values().collect(),
                None => vec![entry],
            }) {
                problems.extend(malformed_calls(&entry.node));
            }
        }
        (NamesOfCalls(inner), Value::Object(object)) => {
            for (name, entry) in object.iter_mut() {
                if CallName::parse(name).is_none() {
                    problems.push(malformed_call(entry.key_at));
                }
                value(&mut entry.node, *inner, problems);
            }
        }
        (List(inner) | OneOrMore(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| value(item, *inner, problems));
        }
        (OneOrMore(inner), _) => value(node, *inner, problems),
        (wanted, _) => problems.push(wrong_kind(node, wanted)),
    }
}

fn reference_or_part(node: &mut Node, table: &'static Table, problems: &mut Vec<Problem>) {
    let Some(object) = node.as_object() else { return };
    let Some(reference) = object.get("$ref") else { return part(node, table, problems) };
    if reference.node.as_str().is_none() {
        return problems.push(wrong_kind(&reference.node, Text));
    }
    for (key, entry) in object.iter().filter(|(key, _)| *key != "$ref" && !key.starts_with("x-")) {
        problems.push(Problem::warning(
            "ref-siblings",
            entry.key_at,
            format!("`{key}` stands beside a `$ref`, where OpenAPI 3.0 ignores it"),
            "write `allOf: [{$ref: ...}]` and put the rest beside that",
        ));
    }
}

fn part(node: &mut Node, table: &'static Table, problems: &mut Vec<Problem>) {
    let at = node.at;
    let Value::Object(object) = &mut node.value else {
        return value(node, Part(table), problems);
    };
    for key in table.required.iter().filter(|key| !object.contains_key(**key)) {
        problems.push(missing(at, table, key));
    }
    let mut meaningless = Vec::new();
    for (key, entry) in object.iter_mut() {
        match table.keys.iter().find(|(known, _)| known == key) {
            Some((_, want))
                if key.starts_with("x-") && (key != "x-webhooks" || entry.node.as_object().is_none()) =>
            {
                let mut found = Vec::new();
                value(&mut entry.node, *want, &mut found);
                let (errors, warnings): (Vec<_>, Vec<_>) =
                    found.into_iter().partition(|problem| problem.severity == Severity::Error);
                if errors.is_empty() {
                    problems.extend(warnings);
                } else {
                    // A name that cannot be read is no name; what is beside it in the list may well be one.
                    if errors.iter().any(|problem| problem.rule != "malformed-call") {
                        meaningless.push(key.clone());
                    }
                    problems.extend(errors.into_iter().map(|problem| foreign(key, entry.key_at, problem)));
                }
            }
            Some((_, want)) if is_left_out(&entry.node, *want) && !table.required.contains(&key.as_str()) => {
                problems.push(null(key, entry.node.at));
                meaningless.push(key.clone());
            }
            Some((_, want)) => value(&mut entry.node, *want, problems),
            None if key.starts_with("x-") || key == "$ref" => {}
            None => problems.push(unknown(key, entry.key_at, table)),
        }
    }
    for key in meaningless {
        object.shift_remove(&key);
    }
}

/// What stands where the name of a method of the client is wanted, or a list of them, and is none.
fn malformed_calls(node: &Node) -> Vec<Problem> {
    let names = node.as_array().map_or_else(|| vec![node], |list| list.iter().collect());
    let malformed = names.into_iter().filter(|node| node.as_str().and_then(CallName::parse).is_none());
    malformed.map(|node| malformed_call(node.at)).collect()
}

/// `null` is a value in data alone.
fn is_left_out(node: &Node, want: Want) -> bool {
    matches!(node.value, Value::Null) && !matches!(want, Anything)
}
