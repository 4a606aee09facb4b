//! Request bodies that a client cannot write.

use crate::document::Document;
use crate::media::MediaKind;
use crate::operation::Operation;
use crate::problem::Problem;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    document.operations.iter().filter_map(|operation| unwritable(document, operation)).collect()
}

fn unwritable(document: &Document, operation: &Operation) -> Option<Problem> {
    let body = operation.body.as_ref()?;
    if body.content.iter().any(|media| media.kind != MediaKind::Multipart) {
        return None;
    }
    let names: Vec<&str> = body.content.iter().map(|media| media.name.as_str()).collect();
    let names = if names.is_empty() { "nothing".to_owned() } else { names.join(" or ") };
    let at = document.node(&format!("{}/content", body.place.pointer)).map_or(body.place.at, |node| node.at);
    Some(Problem::error(
        "unsupported-media-type",
        at,
        format!("the body can only be sent as {names}, which the client cannot write"),
        "describe it as `application/json` where the server takes that too",
    ))
}
