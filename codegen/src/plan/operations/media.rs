//! How the fields of a form are written.

use document::Document;
use document::media::essence;
use document::operation::{FieldEncoding, FieldStyle, MediaType};

/// Whether a body is `multipart/form-data` whose parts are the properties of an object.
pub(super) fn has_parts(document: &Document, media: &MediaType) -> bool {
    let schema = media.schema.map(|id| document.schema(id).target());
    let is_object = schema.is_some_and(|schema| schema.lists_properties() || schema.is_composed_object());
    is_object && essence(&media.name) == "multipart/form-data"
}

/// The media types that `encoding` declares for properties. Of several, the first is sent; a range is left to the caller.
pub(super) fn part_types(media: &MediaType) -> Vec<(String, String)> {
    let declared = media.field_encodings().filter_map(|(name, FieldEncoding { content_type, .. })| {
        let types = content_type?;
        let first = types.split(',').map(str::trim).find(|name| !name.is_empty() && !name.contains('*'))?;
        Some((name.to_owned(), first.to_owned()))
    });
    declared.collect()
}

/// The styles that `encoding` declares for the fields of a percent-encoded form.
pub(super) fn field_styles(media: &MediaType) -> Vec<(String, FieldStyle)> {
    media.field_encodings().filter_map(|(name, encoding)| Some((name.to_owned(), encoding.style?))).collect()
}
