//! Bodies of answers: of successes from records, of failures from what the document says of them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::document::{Document, Operation, media};
use crate::sample::{Sampler, Style, kind};
use crate::store::Record;
use crate::validate::Refusal;

/// A status and the body that goes with it.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub body: Body,
}

pub(crate) enum Body {
    None,
    Json(Value),
    Text(String),
}

/// The success of an operation for one record.
pub(crate) fn success(document: &Document, operation: &Operation, record: &Record, style: Style) -> Answer {
    let (status, response) = operation.success(document);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let body = match media(response) {
        None => Body::None,
        Some((name, schema)) if name.contains("json") => {
            Body::Json(Sampler { document, style, record }.value(schema))
        }
        Some(_) => Body::Text("text".to_owned()),
    };
    Answer { status, body }
}

/// The schema of the objects in a list answer, and where they go: `None` for a bare list.
pub(crate) fn list_schema<'d>(
    document: &'d Document,
    operation: &'d Operation,
) -> Option<(Option<String>, &'d Value)> {
    let (_, response) = operation.success(document);
    let (_, schema) = media(response)?;
    list_of(document, schema, 0)
}

fn list_of<'d>(
    document: &'d Document,
    schema: &'d Value,
    depth: usize,
) -> Option<(Option<String>, &'d Value)> {
    let node = document.resolve(schema);
    let arms = node["oneOf"].as_array().or_else(|| node["allOf"].as_array());
    if let Some(arms) = arms.filter(|_| depth < 4) {
        return arms.iter().find_map(|arm| list_of(document, arm, depth + 1));
    }
    if kind(node) == "array" {
        return Some((None, &node["items"]));
    }
    let is_list = |(name, property): (&String, &'d Value)| {
        let property = document.resolve(property);
        (kind(property) == "array").then(|| (Some(name.clone()), &property["items"]))
    };
    let properties = node["properties"].as_object()?;
    properties.get_key_value("data").and_then(is_list).or_else(|| properties.iter().find_map(is_list))
}

/// Puts items and links into the made-up page of a list, however it is wrapped.
pub(crate) fn fill_list(page: &mut Value, field: Option<&str>, items: &[Value], links: &Value) {
    match (page, field) {
        (Value::Array(pages), Some(_)) => {
            if let Some(first) = pages.first_mut() {
                fill_list(first, field, items, links);
            }
        }
        (list @ Value::Array(_), None) => *list = Value::Array(items.to_vec()),
        (Value::Object(page), Some(field)) => {
            page.insert(field.to_owned(), Value::Array(items.to_vec()));
            if page.contains_key("links") {
                page.insert("links".to_owned(), links.clone());
            }
            if page.contains_key("items_count") {
                page.insert("items_count".to_owned(), json!(items.len()));
            }
        }
        _ => {}
    }
}

/// A failure in the shape that the document gives it, or in a plain one.
pub(crate) fn failure(
    document: &Document,
    operation: Option<&Operation>,
    status: u16,
    refusals: &[Refusal],
) -> Answer {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let response = operation.and_then(|operation| operation.response(document, status));
    let record = Record::default();
    let sampler = Sampler { document, style: Style::default(), record: &record };
    let body = match response.and_then(media) {
        Some((_, schema)) => {
            let mut body = sampler.value(schema);
            if let Some(errors) = body.get_mut("errors").filter(|errors| errors.is_array()) {
                let pattern = errors[0].clone();
                *errors = refusals.iter().map(|refusal| told(&pattern, refusal, status)).collect();
            }
            body
        }
        None => json!({ "error": code.canonical_reason().unwrap_or("Error") }),
    };
    Answer { status: code, body: Body::Json(body) }
}

/// One refusal, in whichever fields this API tells such things.
fn told(pattern: &Value, refusal: &Refusal, status: u16) -> Value {
    let mut entry = pattern.clone();
    let values = [
        ("code", json!(refusal.code)),
        ("message", json!(refusal.message)),
        ("detail", json!(refusal.message)),
        ("attribute", json!(refusal.field)),
        ("status", json!(status.to_string())),
    ];
    for (name, value) in values {
        if let Some(field) = entry.get_mut(name) {
            *field = value;
        }
    }
    entry
}
