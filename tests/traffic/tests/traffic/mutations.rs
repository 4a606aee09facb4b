//! Every value of every response and request made wrong, one at a time: one finding each, at the right place, and none
//! where a validator of JSON Schema, asked about the whole body, finds nothing wrong either.

use document::json_schema::whole_in;
use document::operation::json as json_of;
use document::{Direction, Schema};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use simulator::FaultKind;
use traffic::{Findings, Traffic, report};

use super::specification;
use crate::clean::recordings;

/// A wrong value, and what must be found.
pub(crate) struct Mutation {
    pub line: Value,
    /// The place, in the notation of findings.
    pub path: String,
    pub rule: &'static str,
}

/// Every place of a value: pointer and path.
fn places(value: &Value, pointer: &str, path: &str, found: &mut Vec<(String, String)>) {
    found.push((pointer.to_owned(), path.to_owned()));
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{pointer}/{name}"), &format!("{path}.{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, &format!("{pointer}/{index}"), &format!("{path}[*]"), found);
            }
        }
        _ => {}
    }
}

/// About this many mutations of a part, spread over all of it: the variants in the largest bodies repeat themselves.
const MOST: usize = 15;

pub(crate) fn mutations(line: &Value, part: &str) -> Vec<Mutation> {
    let mut found = Vec::new();
    if let Some(body) = line.get(part) {
        places(body, &format!("/{part}"), "$", &mut found);
    }
    let (mut all, mut number, step) = (Vec::new(), 0, found.len() * 4 / MOST + 1);
    for (pointer, path) in found {
        let value = line.pointer(&pointer).unwrap();
        let mut with = |rule, path: String, change: &dyn Fn(&mut Value)| {
            number += 1;
            if number % step != 0 {
                return;
            }
            let mut line = line.clone();
            change(line.pointer_mut(&pointer).unwrap());
            all.push(Mutation { line, path, rule });
        };
        // The variant of an object without any field is unknown.
        for name in value.as_object().filter(|fields| fields.len() > 1).into_iter().flat_map(Map::keys) {
            with("missing-field", format!("{path}.{name}"), &|value| {
                value.as_object_mut().unwrap().remove(name);
            });
        }
        if value.is_object() {
            with("undocumented-field", format!("{path}.brand_new"), &|value| value["brand_new"] = json!("x"));
        }
        if value.is_string() {
            with("unknown-enum-value", path.clone(), &|value| *value = json!("Brand new"));
        }
        if path != "$" {
            let other = if value.is_boolean() { json!(["x"]) } else { json!(true) };
            with("type-mismatch", path.clone(), &|value| *value = other.clone());
            with("undocumented-null", path.clone(), &|value| *value = Value::Null);
        }
    }
    all
}

/// Findings of one line, as rule and path, and their text.
fn found(traffic: &mut Traffic<'_>, line: &Value) -> (Vec<(&'static str, String)>, String) {
    traffic.findings = Findings::default();
    traffic.input("planted", line.to_string().as_bytes()).unwrap();
    let seen = traffic.findings.iter().map(|(key, _)| (key.rule.name(), key.path.clone())).collect();
    (seen, report::text(traffic, false))
}

/// A validator for a body as a whole. Undocumented fields are for another judge; so is a union of which two variants
/// match.
fn whole(schema: Schema<'_>, direction: Direction) -> Validator {
    let mut whole = whole_in(schema, direction);
    inclusive(&mut whole, false);
    jsonschema::options().should_validate_formats(true).build(&whole).unwrap()
}

/// Every `oneOf` as `anyOf`.
fn inclusive(schema: &mut Value, names: bool) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| inclusive(item, false)),
        Value::Object(object) => {
            object.iter_mut().for_each(|(key, value)| inclusive(value, !names && key == "properties"));
            if let Some(variants) = object.remove("oneOf").filter(|_| !names) {
                object.insert("anyOf".to_owned(), variants);
            }
        }
        _ => {}
    }
}

/// Whether two paths name the same place; a key that is data may be any, and of an object that could be of two variants
/// either may be what is missing.
fn is_at(seen: &str, path: &str, rule: &str) -> bool {
    if rule == "missing-field" {
        return is_at(seen.rsplit_once('.').unwrap().0, path.rsplit_once('.').unwrap().0, "");
    }
    let mut steps = seen.split('.').zip(path.split('.'));
    seen.matches('.').count() == path.matches('.').count()
        && steps.all(|(seen, step)| seen == step || seen.starts_with("{*}") || seen == "{name}")
}

#[tokio::test]
async fn one_finding_each() {
    let document = specification();
    let mut traffic = Traffic::new(&document);
    let mut counts = [0; 2];
    for style in [vec![], vec![FaultKind::Variant(1)]] {
        let recording = recordings(&style).await.1.text();
        for (operation, line) in document.operations.iter().zip(recording.lines()) {
            let line: Value = serde_json::from_str(line).unwrap();
            let status = u16::try_from(line["status"].as_u64().unwrap()).unwrap();
            let sent = operation.body.as_ref().and_then(|body| json_of(&body.content)?.schema);
            let returned = operation.response(status).and_then(|body| json_of(&body.content)?.schema);
            let parts = [("request", sent, Direction::Request), ("response", returned, Direction::Response)];
            for (part, schema, direction) in parts.into_iter().filter(|(part, ..)| line.get(part).is_some()) {
                let Some(schema) = schema else { continue };
                let validator = whole(document.schema(schema), direction);
                for mutation in mutations(&line, part) {
                    let (seen, text) = found(&mut traffic, &mutation.line);
                    let is_valid = validator.is_valid(&mutation.line[part]);
                    let about = format!("{} {} {}\n{text}", operation.id, mutation.rule, mutation.path);
                    counts[seen.len().min(1)] += 1;
                    assert!(seen.len() < 2, "{about}");
                    assert!(
                        seen.iter().all(|(_, path)| is_at(path, &mutation.path, mutation.rule)),
                        "{about}"
                    );
                    assert!(is_valid || !seen.is_empty(), "{about}");
                    if mutation.rule != "undocumented-field" && is_valid && !seen.is_empty() {
                        // The nearest variant is meant, even where another one asks for nothing.
                        assert!(text.contains("ai/") || text.contains("swml/"), "{about}");
                    }
                }
            }
        }
    }
    let [silent, found] = counts;
    assert!(found > 3_000 && silent > 800, "{counts:?}");
}
