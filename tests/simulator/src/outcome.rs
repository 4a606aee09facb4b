//! Bodies of responses: of successes from records, of failures from their documented schemas.

use axum::http::StatusCode;
use document::media::{MediaKind, essence};
use document::operation::preferred;
use document::schema::Kind;
use document::{Direction, MediaType, Operation, Response, Schema};
use serde_json::{Value, json};

use crate::routes::Api;
use crate::sample::{Sampler, Style};
use crate::store::Record;
use crate::validate::Refusal;

/// A status and the body that goes with it.
pub(crate) struct Outcome {
    pub status: StatusCode,
    pub body: Body,
    /// The media type of the body; none for `application/json`.
    pub media_type: Option<String>,
}

pub(crate) enum Body {
    None,
    Json(Value),
    Text(String),
}

/// The success of an operation for one record, in a media type that the client accepts.
pub(crate) fn success(
    api: &Api,
    operation: &Operation,
    record: &Record,
    style: Style,
    accept: &str,
) -> Outcome {
    let (status, response) = api.success(operation);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    // HTTP says that there is none, whatever the document does.
    let has_body = !matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT);
    let media = response.filter(|_| has_body).and_then(|response| accepted(response, accept));
    let Some(media) = media else { return Outcome { status, body: Body::None, media_type: None } };
    let value = || {
        let schema = media.schema.map(|id| api.document.schema(id));
        schema.map_or_else(|| json!({}), |schema| sampler(api, style, record).value(schema))
    };
    let body = match api.document.media_kind(media) {
        kind if kind.is_json() => Body::Json(value()),
        MediaKind::Events => Body::Text(items(value(), |item| format!("data: {item}\n\n"))),
        MediaKind::JsonLines => Body::Text(items(value(), |item| format!("{item}\n"))),
        _ => Body::Text("text".to_owned()),
    };
    Outcome { status, body, media_type: Some(api.document.media_name(media)) }
}

/// The media type that a client accepts, or else the preferred one.
fn accepted<'d>(response: &'d Response, accept: &str) -> Option<&'d MediaType> {
    let usual = preferred(&response.content)?;
    let wanted: Vec<String> = accept.split(',').map(essence).collect();
    let is_wanted = |media: &&MediaType| wanted.contains(&essence(&media.name));
    Some([usual].into_iter().chain(&response.content).find(is_wanted).unwrap_or(usual))
}

/// What comes one by one; a list of it is described as such by some documents.
fn items(value: Value, line: impl Fn(&Value) -> String) -> String {
    match value {
        Value::Array(items) => items.iter().map(line).collect(),
        item => line(&item).repeat(2),
    }
}

/// Generates values of responses.
pub(crate) fn sampler<'a>(api: &'a Api, style: Style, record: &'a Record) -> Sampler<'a> {
    Sampler::new(&api.responses, Direction::Response, style, record)
}

/// The schema of the objects in a list response, and the field that contains them: `None` for a bare list.
pub(crate) fn list_schema<'d>(
    api: &'d Api,
    operation: &'d Operation,
) -> Option<(Option<&'d str>, Schema<'d>)> {
    let (_, schema) = api.media(api.success(operation).1?)?;
    let usual = api.document.pagination.iter().find_map(|way| way.items.as_deref());
    list_of(schema?, usual.unwrap_or("data"), 0)
}

fn list_of<'d>(schema: Schema<'d>, usual: &str, depth: usize) -> Option<(Option<&'d str>, Schema<'d>)> {
    let schema = schema.unwrap().core;
    if schema.has_one_of() && depth < 4 {
        return schema.one_of().find_map(|variant| list_of(variant, usual, depth + 1));
    }
    if schema.kind() == Kind::Array {
        return Some((None, schema.items()?));
    }
    let properties = schema.composition().properties;
    let list = |(name, property): (&&'d str, &document::schema::Property<'d>)| {
        let core = property.schema.unwrap().core;
        (core.kind() == Kind::Array).then(|| Some((Some(*name), core.items()?))).flatten()
    };
    properties.get_key_value(usual).and_then(list).or_else(|| properties.iter().find_map(list))
}

/// Fields of a page beside its items that contain links, and the links.
const PAGE_URIS: [(&str, &str); 4] =
    [("uri", "self"), ("first_page_uri", "first"), ("next_page_uri", "next"), ("previous_page_uri", "prev")];

/// Puts items and links into the generated page of a list, however it is wrapped.
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
            for (field, link) in PAGE_URIS {
                if let Some(uri) = page.get_mut(field) {
                    *uri = links[link].clone();
                }
            }
            if page.contains_key("items_count") {
                page.insert("items_count".to_owned(), json!(items.len()));
            }
        }
        _ => {}
    }
}

/// A failure in its documented form, or in a plain one.
pub(crate) fn failure(
    api: &Api,
    operation: Option<&Operation>,
    status: u16,
    refusals: &[Refusal],
) -> Outcome {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let response = operation.and_then(|operation| operation.response(status));
    let record = Record::default();
    let media = response.and_then(|response| api.media(response));
    let media_type = media.filter(|(media, _)| media.kind.is_json());
    let media_type = media_type.map(|(media, _)| api.document.media_name(media));
    let body = match media {
        Some((media, Some(schema))) if media.kind.is_json() => {
            let mut body = sampler(api, Style::default(), &record).value(schema);
            if let Some(errors) = body.get_mut("errors").filter(|errors| errors.is_array()) {
                let pattern = errors[0].clone();
                *errors = refusals.iter().map(|refusal| entry(&pattern, refusal, status)).collect();
            }
            body
        }
        _ => json!({ "error": code.canonical_reason().unwrap_or("Error") }),
    };
    Outcome { status: code, body: Body::Json(body), media_type }
}

/// One refusal, in whichever fields this API has for it.
fn entry(pattern: &Value, refusal: &Refusal, status: u16) -> Value {
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
