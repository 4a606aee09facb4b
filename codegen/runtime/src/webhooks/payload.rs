//! The payload of a webhook, read leniently: a receiver cannot ask for another one.

use http::header;
use serde_json::Value;

use super::signature::is_form_type;
use super::{IncomingParts, Webhook, WebhookError, form};
use crate::decode::read_json;
use crate::model::{Mismatch, Model, Slot, read_leniently, reset, value_of_json};

/// A type that a webhook is read as.
pub trait Payload: Model + Default {
    /// What a receiver responds with; `()` where nothing of a response is read.
    type Reply: Model;

    /// Returns the webhook that sends it.
    fn webhook() -> &'static Webhook;
}

pub(super) fn parse<P: Payload>(request: &IncomingParts<'_>) -> Result<P, WebhookError> {
    let mut payload = P::default();
    fill(&mut payload, request)?;
    Ok(payload)
}

fn fill(payload: &mut dyn Model, request: &IncomingParts<'_>) -> Result<(), WebhookError> {
    let json = json(request)?;
    let mut slot = payload.slot();
    let is_union = matches!(slot, Slot::Union(_));
    if let Some(text) = json.text.filter(|_| !is_union) {
        // What is as documented is read as responses are, which keeps every number as it is written.
        if read_json(&mut slot, text).is_ok() {
            return Ok(());
        }
        reset(&mut slot);
    }
    read_leniently(&mut slot, &json.value).map_err(refused)
}

fn refused(mismatch: Mismatch) -> WebhookError {
    WebhookError::Payload { path: mismatch.path, reason: mismatch.reason }
}

/// A payload as JSON, with its text where it came as such.
struct Json<'r> {
    value: Value,
    text: Option<&'r [u8]>,
}

fn json<'r>(request: &IncomingParts<'r>) -> Result<Json<'r>, WebhookError> {
    let content_type = request.headers.get(header::CONTENT_TYPE);
    let body = request.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(request.body);
    if let Some(query) = request.uri.query().filter(|_| body.is_empty()) {
        // A webhook that is sent with GET.
        return Ok(Json { value: form::to_json(query.as_bytes()), text: None });
    }
    if content_type.is_some_and(|value| is_form_type(value.as_bytes())) {
        return Ok(Json { value: form::to_json(body), text: None });
    }
    match std::str::from_utf8(body).ok().and_then(|text| value_of_json(text).ok()) {
        Some(value) => Ok(Json { value, text: Some(body) }),
        // A form whose type is not given.
        None if content_type.is_none() && body.contains(&b'=') => {
            Ok(Json { value: form::to_json(body), text: None })
        }
        None => {
            let reason =
                if body.trim_ascii().is_empty() { "it is empty" } else { "it is neither JSON nor a form" };
            Err(WebhookError::Payload { path: String::new(), reason: reason.to_owned() })
        }
    }
}
