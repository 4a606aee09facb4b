//! Bodies by media type, and which of several a client takes.

use serde_json::Value;

use super::Style;
use crate::media::MediaKind;
use crate::place::Place;
use crate::tree::SchemaId;

/// A body in one media type.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// Its name, as it is written.
    pub name: String,
    /// What it means for a client.
    pub kind: MediaKind,
    /// Where it is written.
    pub place: Place,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `example`.
    pub example: Option<Value>,
    /// The values of `examples`.
    pub examples: Vec<(Place, Value)>,
    /// `encoding`: how each property of a form is written.
    pub encoding: Value,
}

/// How one property of a form, or one part of a multipart body, is written (`encoding`).
#[derive(Clone, Debug)]
pub struct PropertyEncoding {
    /// The property.
    pub name: String,
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`; that of the style where it is left out.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

impl MediaType {
    /// Returns how single properties are written, where the document declares it.
    pub fn property_encodings(&self) -> impl Iterator<Item = PropertyEncoding> {
        self.encoding.as_object().into_iter().flatten().map(|(name, written)| {
            let flag = |key: &str| written.get(key).and_then(Value::as_bool);
            let style = written.get("style").and_then(Value::as_str).and_then(Style::parse);
            PropertyEncoding {
                name: name.clone(),
                content_type: written.get("contentType").and_then(Value::as_str).map(str::to_owned),
                style,
                explode: flag("explode").unwrap_or(style.is_none_or(|style| style == Style::Form)),
                allow_reserved: flag("allowReserved").unwrap_or(false),
            }
        })
    }
}

/// The media type that a client prefers: JSON, then a form, then the first.
pub fn preferred(content: &[MediaType]) -> Option<&MediaType> {
    let of = |kind: fn(MediaKind) -> bool| content.iter().find(|media| kind(media.kind));
    of(MediaKind::is_json).or_else(|| of(|kind| kind == MediaKind::Form)).or(content.first())
}

/// The JSON among media types.
pub fn json(content: &[MediaType]) -> Option<&MediaType> {
    content.iter().find(|media| media.kind.is_json())
}
