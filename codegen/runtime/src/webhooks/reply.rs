//! What a receiver responds with.

use http::{HeaderValue, Response, StatusCode, header};

use super::{Payload, WebhookError};
use crate::decode::without_values;
use crate::model::{Model, View, to_json};

/// Returns the response that carries a reply to a webhook, as JSON with the status 200.
///
/// # Errors
///
/// When the reply cannot be written as JSON, such as a number that is not finite.
pub fn reply<P: Payload>(reply: &P::Reply) -> Result<Response<String>, WebhookError> {
    written(reply.view())
}

/// Returns the response to a webhook that wants none: the status 200 without a body.
pub fn acknowledge() -> Response<String> {
    Response::new(String::new())
}

fn written(view: View<'_>) -> Result<Response<String>, WebhookError> {
    let refused = |reason: String| WebhookError::Payload { path: String::new(), reason };
    let json = to_json(view).map_err(|error| refused(without_values(&error.to_string())))?;
    let mut response = Response::new(String::from_utf8(json).map_err(|error| refused(error.to_string()))?);
    *response.status_mut() = StatusCode::OK;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
