//! Schemas in a few words, for people. Nothing is decided by them.

use document::schema::Additional;
use document::{Document, Schema, SchemaId};
use serde_json::Value;

/// How deep a description goes.
const DEPTH: usize = 3;

/// A schema in a few words: `string (uuid)`, `list of SipCodec`, `SipGateway`.
pub(super) fn describe(schema: Schema<'_>) -> String {
    within(schema, DEPTH)
}

/// The schema of something that may have none.
pub(super) fn describe_optional(document: &Document, schema: Option<SchemaId>) -> String {
    schema.map_or_else(|| "any".to_owned(), |id| describe(document.schema(id)))
}

fn within(schema: Schema<'_>, depth: usize) -> String {
    let nullable = if schema.nullable() { " or null" } else { "" };
    format!("{}{nullable}", bare(schema, depth))
}

fn bare(schema: Schema<'_>, depth: usize) -> String {
    if let Some(name) = schema.reference() {
        return name.to_owned();
    }
    if let Some(inner) = schema.wrapped() {
        return within(inner, depth);
    }
    if depth == 0 {
        return "...".to_owned();
    }
    let composed = [
        (schema.has_one_of(), schema.one_of().collect::<Vec<_>>(), " | "),
        (schema.has_any_of(), schema.any_of().collect(), " | "),
        (schema.has_all_of(), schema.all_of().collect(), " & "),
    ];
    match composed.into_iter().find(|(written, ..)| *written) {
        Some((_, parts, word)) => {
            let mut parts: Vec<String> = parts.into_iter().map(|part| within(part, depth - 1)).collect();
            parts.sort();
            parts.join(word)
        }
        None => simple(schema, depth),
    }
}

fn simple(schema: Schema<'_>, depth: usize) -> String {
    let kind = schema.implied_type().unwrap_or("any");
    match kind {
        "array" => match schema.items() {
            Some(items) => format!("list of {}", within(items, depth - 1)),
            None => "list".to_owned(),
        },
        "object" => object(schema, depth),
        _ => match (schema.format(), schema.enumeration()) {
            (_, Some(values)) => format!("{kind}: one of {}", listed(values)),
            (Some(format), None) => format!("{kind} ({format})"),
            (None, None) => kind.to_owned(),
        },
    }
}

fn listed(values: &[Value]) -> String {
    let mut each: Vec<String> = values.iter().map(Value::to_string).collect();
    each.sort();
    format!("[{}]", each.join(","))
}

fn object(schema: Schema<'_>, depth: usize) -> String {
    let mut fields: Vec<&str> = schema.properties().map(|(name, _)| name).collect();
    fields.sort_unstable();
    match (fields.is_empty(), schema.additional()) {
        (true, Additional::Schema(values)) => format!("map of {}", within(values, depth - 1)),
        (true, _) => "object".to_owned(),
        (false, _) => format!("object {{ {} }}", fields.join(", ")),
    }
}
