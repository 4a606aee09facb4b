//! What is sent and read under a media type, where its name alone does not say it.

use document::Document;
use document::media::{MediaKind, essence};
use document::operation::MediaType;

/// The kind of a media type. One that allows anything is what its schema is.
pub(super) fn kind(document: &Document, media: &MediaType) -> MediaKind {
    if media.kind != MediaKind::Any {
        return media.kind;
    }
    let schema = media.schema.map(|id| document.schema(id).target());
    match schema.map(|schema| (schema.type_name(), schema.format())) {
        None | Some((Some("string"), Some("binary"))) => MediaKind::Bytes,
        Some((Some("string"), _)) => MediaKind::Text,
        Some(_) => MediaKind::Any,
    }
}

/// The media type that a body of this kind is sent under: the documented one, unless that is a range.
pub(super) fn sent(document: &Document, media: &MediaType) -> String {
    let is_range = essence(&media.name).ends_with("/*");
    match kind(document, media) {
        _ if !is_range => media.name.clone(),
        kind if kind.is_json() => "application/json".to_owned(),
        MediaKind::Text => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}
