//! Percent-encoded forms: their fields as values of the types in the schema, as their styles write them.

use std::collections::BTreeMap;

use document::operation::PropertyEncoding;
use document::schema::Kind;
use document::{Document, MediaType, Schema, Style};
use serde_json::{Map, Value};

use crate::parameters::{Notation, typed};

/// The fields of a form.
pub(crate) fn fields(document: &Document, media: &MediaType, bytes: &[u8]) -> Value {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(bytes).into_owned().collect();
    let schema = media.schema.map(|id| document.schema(id));
    let composition = schema.map(|schema| schema.unwrap().core.composition()).unwrap_or_default();
    let styles: BTreeMap<String, PropertyEncoding> = media
        .property_encodings()
        .filter(|encoding| encoding.style.is_some() || encoding.content_type.is_none())
        .map(|encoding| (encoding.name.clone(), encoding))
        .collect();
    let mut fields = Map::new();
    let mut read: Vec<&str> = Vec::new();
    for (name, property) in &composition.properties {
        let property = property.schema.unwrap().core;
        let value = match styles.get(*name) {
            Some(field) => {
                if is_flat(field, property) {
                    read.extend(property.composition().properties.keys());
                }
                let style = field.style.unwrap_or(Style::Form);
                let notation = Notation { name, style, explode: field.explode };
                notation.read(Some(property), &pairs)
            }
            None => usual(name, property, &pairs),
        };
        fields.extend(value.map(|value| ((*name).to_owned(), value)));
        read.push(name);
    }
    for (name, text) in &pairs {
        let base = name.split('[').next().unwrap_or_default();
        if !read.contains(&base) {
            fields.insert(name.clone(), typed(None, text));
        }
    }
    Value::Object(fields)
}

/// Whether the properties of a field stand beside the field's own name.
fn is_flat(field: &PropertyEncoding, property: Schema<'_>) -> bool {
    field.style.unwrap_or(Style::Form) == Style::Form && field.explode && property.kind() == Kind::Object
}

/// A field of which nothing is said: an object is JSON, or nests as many servers read it, and lists repeat the name.
fn usual(name: &str, property: Schema<'_>, pairs: &[(String, String)]) -> Option<Value> {
    let style = if property.kind() == Kind::Object { Style::DeepObject } else { Style::Form };
    let json = || pairs.iter().find(|(given, _)| given == name).map(|(_, text)| typed(Some(property), text));
    Notation { name, style, explode: true }.read(Some(property), pairs).or_else(json)
}
