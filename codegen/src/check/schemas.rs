//! What schemas say of themselves.

use std::collections::BTreeSet;

use super::visit::{Place, Schema, Visited};
use crate::node::{Node, Value};
use crate::plan::says_type;
use crate::problem::Problem;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for schema in &visited.schemas {
        problems.extend(types(schema));
        problems.extend(lists(schema));
        problems.extend(bounds(schema));
        problems.extend(unnamed(schema));
        problems.extend(closed(schema));
        problems.extend(secret(schema));
        problems.extend(discriminator(visited, schema));
        problems.extend(indistinguishable(visited, schema));
    }
    problems
}

fn types(schema: &Schema<'_>) -> Option<Problem> {
    let told = schema.node.get("type")?;
    match told.as_str()? {
        "array" if schema.node.get("items").is_none() => Some(Problem::warning(
            "array-without-items",
            schema.at,
            "this array does not say what its items are",
            "add `items`; `items: {}` stands for anything",
        )),
        "array" | "boolean" | "integer" | "number" | "object" | "string" => None,
        "null" => Some(Problem::error(
            "unsupported-type",
            told.at,
            "`null` is no type of OpenAPI 3.0",
            "write `nullable: true` beside the type",
        )),
        other => Some(Problem::error(
            "unsupported-type",
            told.at,
            format!("`{other}` is no type"),
            "use string, integer, number, boolean, array or object",
        )),
    }
}

fn lists(schema: &Schema<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for key in ["required", "enum"] {
        let mut seen = BTreeSet::new();
        for item in schema.node.items(key).filter(|item| !seen.insert(item.to_json().to_string())) {
            problems.push(Problem::warning(
                "duplicate-entry",
                item.at,
                format!("`{key}` lists {} twice", item.to_json()),
                "remove one of them",
            ));
        }
    }
    let properties = schema.node.get("properties").and_then(Node::as_object);
    if let Some(properties) = properties.filter(|_| schema.node.get("allOf").is_none()) {
        for item in schema.node.items("required") {
            let name = item.as_str().unwrap_or_default();
            if !properties.contains_key(name) && matches!(schema.place, Place::Named(_) | Place::Property(_))
            {
                problems.push(Problem::warning(
                    "unknown-required",
                    item.at,
                    format!("`{name}` is required, but is no property"),
                    "add the property, or take it off the list",
                ));
            }
        }
    }
    problems
}

fn bounds(schema: &Schema<'_>) -> Vec<Problem> {
    let number = |key: &str| match schema.node.get(key).map(|node| &node.value) {
        Some(Value::Number(number)) => number.as_f64(),
        _ => None,
    };
    let pairs = [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ];
    let wrong = pairs.into_iter().filter(|(low, high)| number(low) > number(high) && number(high).is_some());
    wrong
        .map(|(low, high)| {
            Problem::warning(
                "contradictory-bounds",
                schema.at,
                format!("`{low}` is greater than `{high}`: no value can fit"),
                "correct one of the two",
            )
        })
        .collect()
}

/// Objects, enums and unions that are written where they are used get made-up names, which change with what is around them.
fn unnamed(schema: &Schema<'_>) -> Option<Problem> {
    if matches!(schema.place, Place::Named(_)) || schema.node.get("title").is_some() {
        return None;
    }
    let fields = schema
        .node
        .get("properties")
        .and_then(Node::as_object)
        .is_some_and(|properties| !properties.is_empty());
    let values = schema.node.items("enum").filter(|value| value.as_str().is_some()).count();
    // Arms that only say which fields go together make no type.
    let shapes = arms(schema).into_iter().filter(|arm| says_type(arm)).count();
    let what = match (fields, values, shapes) {
        (true, ..) => "object",
        (_, 2.., _) => "enum",
        (.., 2..) => "union",
        _ => return None,
    };
    Some(Problem::warning(
        "unnamed-schema",
        schema.at,
        format!("this {what} has no name, so its type would get a made-up one"),
        "move it to `components/schemas` and refer to it",
    ))
}

fn closed(schema: &Schema<'_>) -> Option<Problem> {
    let told = schema.node.get("additionalProperties")?;
    let closed = matches!(told.value, Value::Bool(false)) && schema.answered;
    closed.then(|| {
        Problem::warning(
            "closed-answer",
            told.at,
            "an answer that may have no other fields breaks on the next field that the server adds",
            "leave `additionalProperties` out; the client keeps unknown fields",
        )
    })
}

const SECRETS: [&str; 7] =
    ["password", "secret", "api_key", "apikey", "api_token", "access_token", "refresh_token"];

fn secret(schema: &Schema<'_>) -> Option<Problem> {
    let Place::Property(name) = schema.place else { return None };
    let is_text = schema.node.get_str("type") == Some("string") && schema.node.get("enum").is_none();
    let is_secret = SECRETS.contains(&name.to_ascii_lowercase().as_str());
    (is_text && is_secret && schema.node.get_str("format").is_none()).then(|| {
        Problem::warning(
            "unprotected-secret",
            schema.at,
            format!("`{name}` would show in logs"),
            "add `format: password`, and the client never shows it",
        )
    })
}

fn arms<'a>(schema: &Schema<'a>) -> Vec<&'a Node> {
    schema.node.items("oneOf").chain(schema.node.items("anyOf")).collect()
}

fn discriminator(visited: &Visited<'_>, schema: &Schema<'_>) -> Vec<Problem> {
    let Some(told) = schema.node.get("discriminator") else { return Vec::new() };
    let arms = arms(schema);
    let problem = |at, message: String, mend: &str| Problem::warning("discriminator", at, message, mend);
    if arms.is_empty() {
        // A base type may carry one for schemas that are composed with it.
        return Vec::new();
    }
    let mut problems = Vec::new();
    let property = told.get_str("propertyName").unwrap_or_default();
    for arm in &arms {
        let target = visited.resolve(arm);
        let named = arm.reference().is_some();
        let has = target.get("allOf").is_some()
            || target.get("oneOf").is_some()
            || target.get("properties").is_some_and(|all| all.get(property).is_some());
        if !(named && has) {
            problems.push(problem(
                arm.at,
                format!("this shape has no field `{property}`, by which it should be told"),
                "refer to a named schema that has the field, or remove the discriminator",
            ));
        }
    }
    for (text, entry) in told.entries("mapping") {
        let target = entry.node.as_str().unwrap_or_default();
        let name = target.rsplit('/').next().unwrap_or_default();
        let is_arm = arms
            .iter()
            .filter_map(|arm| arm.reference())
            .any(|reference| reference.rsplit('/').next() == Some(name));
        if !is_arm {
            problems.push(problem(
                entry.node.at,
                format!("`{text}` stands for `{target}`, which is no shape of this union"),
                "correct the name, or add the schema to the union",
            ));
        }
    }
    problems
}

/// Without a discriminator, objects are told apart by their fields.
fn indistinguishable(visited: &Visited<'_>, schema: &Schema<'_>) -> Vec<Problem> {
    let arms = arms(schema);
    if schema.node.get("discriminator").is_some() || arms.len() < 2 {
        return Vec::new();
    }
    let mut seen: Vec<Vec<String>> = Vec::new();
    let mut problems = Vec::new();
    for arm in arms {
        let Some(signature) = signature(visited.resolve(arm)) else { continue };
        if seen.contains(&signature) {
            problems.push(Problem::warning(
                "indistinguishable-union",
                arm.at,
                "two shapes of this union have the same fields, so no one can tell which came",
                "add a discriminator, or make the two one schema",
            ));
        }
        seen.push(signature);
    }
    problems
}

/// The fields of an object, with those that are required and those whose text is fixed.
fn signature(node: &Node) -> Option<Vec<String>> {
    let properties = node.get("properties")?.as_object()?;
    let required: Vec<&str> = node.items("required").filter_map(Node::as_str).collect();
    let mut signature: Vec<String> = properties
        .iter()
        .map(|(name, entry)| {
            let mut values = entry.node.items("enum").filter_map(Node::as_str);
            let constant = values.next().filter(|_| values.next().is_none()).unwrap_or_default();
            format!("{name}:{}:{constant}", required.contains(&name.as_str()))
        })
        .collect();
    signature.sort();
    Some(signature)
}
