//! How the fields of a form are written.

use document::media::{MediaKind, essence};
use document::operation::MediaType;
use document::{Document, Style};

use super::FormStyle;

/// Whether a body is `multipart/form-data` whose parts are the properties of an object.
pub(super) fn has_parts(document: &Document, media: &MediaType) -> bool {
    let schema = media.schema.map(|id| document.schema(id).target());
    let is_object = schema.is_some_and(|schema| schema.lists_properties() || schema.is_composed_object());
    is_object && essence(&media.name) == "multipart/form-data"
}

/// The media types that `encoding` declares for properties. Of several, the first is sent; a range is left to the caller.
pub(super) fn part_types(media: &MediaType) -> Vec<(String, String)> {
    let declared = media.property_encodings().filter_map(|encoding| {
        let types = encoding.content_type?;
        let first = types.split(',').map(str::trim).find(|name| !name.is_empty() && !name.contains('*'))?;
        Some((encoding.name, first.to_owned()))
    });
    declared.collect()
}

/// The properties of a form that `encoding` declares a style for, other than the usual one.
pub(super) fn form_styles(media: &MediaType) -> Vec<FormStyle> {
    let declared = media.property_encodings().filter_map(|encoding| {
        // A style overrides the media type of the property.
        let content_type = encoding.content_type.filter(|_| encoding.style.is_none());
        let as_json = content_type.is_some_and(|name| MediaKind::of(&name).is_json());
        let style = encoding.style.unwrap_or(Style::Form);
        // Without a style of its own, an object is JSON.
        let is_usual = encoding.style.is_none() && encoding.explode && !encoding.allow_reserved && !as_json;
        (!is_usual).then_some(FormStyle {
            name: encoding.name,
            style,
            explode: encoding.explode,
            reserved: encoding.allow_reserved,
            as_json,
        })
    });
    declared.collect()
}
