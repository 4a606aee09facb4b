//! Media types of requests and responses.

use document::media::MediaKind;
use document::problem::Problem;
use document::{Document, Method, Operation, Response};

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let operations = document.operations.iter();
    operations.flat_map(|operation| request(operation).into_iter().chain(responses(operation))).collect()
}

fn request(operation: &Operation) -> Option<Problem> {
    let body = operation.body.as_ref()?;
    matches!(operation.method, Method::Get | Method::Head | Method::Delete).then(|| {
        Problem::warning(
            "body-on-get",
            body.listed.at,
            format!("{} requests with a body are dropped by many servers and proxies", operation.method),
            "use parameters, or another method",
        )
    })
}

fn responses(operation: &Operation) -> Vec<Problem> {
    let is_read = |kind: MediaKind| kind.is_json() || kind == MediaKind::Text;
    let unsupported = |response: &&Response| {
        !response.content.is_empty() && !response.content.iter().any(|media| is_read(media.kind))
    };
    let responses = operation.successes().filter(unsupported);
    responses
        .map(|response| {
            Problem::warning(
                "unsupported-response",
                response.place.at,
                "the response is neither JSON nor text; it is returned as bytes",
                "describe it as JSON or text, if it is one",
            )
        })
        .collect()
}
