//! Requests compared with the document.

use axum::http::HeaderMap;
use document::json_schema::Validators;
use document::media::{MediaKind, essence};
use document::{MediaType, Operation, Schema};
use serde_json::Value;

use crate::parameters::{Sent, is_ignored};
use crate::routes::Api;
use crate::{form, multipart};

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Name of the parameter or field.
    pub field: String,
    pub code: &'static str,
    pub message: String,
}

/// The body of a request.
pub(crate) enum Body<'d> {
    None,
    /// Its value, and the media type that documents it.
    Value(Value, Option<&'d MediaType>),
    /// Bytes that are not validated.
    Opaque,
}

/// What is wrong with a value; nothing if the schema itself is invalid.
pub(crate) fn refusals(validators: &Validators, schema: Schema<'_>, value: &Value) -> Vec<Refusal> {
    let Some(validator) = validators.of(schema) else { return Vec::new() };
    validator.iter_errors(value).map(|error| refusal(&error)).collect()
}

/// Everything that is wrong with the parameters of a request.
pub(crate) fn parameters(api: &Api, operation: &Operation, sent: &Sent<'_>) -> Vec<Refusal> {
    let mut found = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| !is_ignored(parameter)) {
        let value = sent.value(&api.document, parameter);
        let is_empty = value.as_ref().and_then(Value::as_str).is_some_and(str::is_empty);
        match (value, parameter.schema) {
            (None, _) if parameter.required => found.push(missing(&parameter.name)),
            (Some(value), Some(schema)) if !(is_empty && parameter.allow_empty_value) => {
                let refused = refusals(&api.requests, api.document.schema(schema), &value);
                found.extend(
                    refused.into_iter().map(|refusal| Refusal { field: parameter.name.clone(), ..refusal }),
                );
            }
            _ => {}
        }
    }
    found
}

/// Everything that is wrong with the body of a request.
pub(crate) fn body(api: &Api, operation: &Operation, body: &Body<'_>) -> Vec<Refusal> {
    match body {
        Body::None if operation.body.as_ref().is_some_and(|body| body.required) => vec![missing("body")],
        Body::Value(value, Some(MediaType { schema: Some(schema), .. })) => {
            refusals(&api.requests, api.document.schema(*schema), value)
        }
        _ => Vec::new(),
    }
}

/// Reads the body of a request, or returns the status of its refusal.
pub(crate) fn read<'d>(
    api: &Api,
    operation: &'d Operation,
    media_type: &str,
    bytes: &[u8],
) -> Result<Body<'d>, u16> {
    let body = operation.body.as_ref();
    let documented = body.and_then(|body| body.content.iter().find(|media| is_of(media_type, &media.name)));
    // A form in which no field is set is a body without bytes.
    let is_form = documented.is_some() && MediaKind::of(media_type) == MediaKind::Form;
    if bytes.is_empty() && !is_form {
        return Ok(Body::None);
    }
    if body.is_some() && documented.is_none() {
        return Err(415);
    }
    match (MediaKind::of(media_type), documented) {
        (MediaKind::Json, _) => {
            serde_json::from_slice(bytes).map(|value| Body::Value(value, documented)).map_err(|_| 400)
        }
        (MediaKind::Form, Some(media)) => {
            Ok(Body::Value(form::fields(&api.document, media, bytes), documented))
        }
        (MediaKind::Multipart, Some(media)) if essence(&media.name) == "multipart/form-data" => {
            let schema = media.schema.map(|id| api.document.schema(id));
            let parts = multipart::fields(schema, media_type, bytes).ok_or(400_u16)?;
            Ok(Body::Value(parts, documented))
        }
        (_, Some(_)) => Ok(Body::Opaque),
        (_, None) => Err(415),
    }
}

/// Whether a media type is the documented one, or of the documented range.
fn is_of(media_type: &str, documented: &str) -> bool {
    let (given, documented) = (essence(media_type), essence(documented));
    match documented.strip_suffix('*') {
        Some("*/") => true,
        Some(range) => given.starts_with(range),
        None => given == documented,
    }
}

/// The media type in the headers.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    headers.get(axum::http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn missing(name: &str) -> Refusal {
    Refusal {
        field: name.to_owned(),
        code: "missing_required_parameter",
        message: format!("{name} is required"),
    }
}

fn refusal(error: &jsonschema::ValidationError<'_>) -> Refusal {
    use jsonschema::error::ValidationErrorKind;
    if let ValidationErrorKind::Required { property } = error.kind() {
        return missing(property.as_str().unwrap_or_default());
    }
    let pointer = error.instance_path().to_string();
    let field = pointer.trim_start_matches('/').replace('/', ".");
    let message =
        format!("{} is not valid: {}", if field.is_empty() { "body" } else { &field }, error.masked());
    Refusal { field, code: "invalid_parameter_value", message }
}
