//! Values made from schemas: plausible, valid and the same every time.

use serde_json::{Map, Value, json};

use crate::document::Document;
use crate::fault::FaultKind;
use crate::store::Record;

/// Deeper than this, optional fields are left out and lists are empty.
const MAX_DEPTH: usize = 8;

/// How answers are made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    /// Which of several shapes is used.
    pub variant: usize,
    pub unknown_enum: bool,
    pub unknown_field: bool,
    pub missing_optional: bool,
    pub nulls: bool,
}

impl Style {
    pub(crate) fn of(faults: &[FaultKind]) -> Self {
        let mut style = Self::default();
        for fault in faults {
            match fault {
                FaultKind::Variant(number) => style.variant = *number,
                FaultKind::UnknownEnum => style.unknown_enum = true,
                FaultKind::UnknownField => style.unknown_field = true,
                FaultKind::MissingOptional => style.missing_optional = true,
                FaultKind::Nulls => style.nulls = true,
                _ => {}
            }
        }
        style
    }
}

/// Makes values for one record.
pub(crate) struct Sampler<'a> {
    pub document: &'a Document,
    pub style: Style,
    pub record: &'a Record,
}

impl Sampler<'_> {
    /// A value for a schema, with the record's own fields laid over it.
    pub(crate) fn value(&self, schema: &Value) -> Value {
        self.sample(schema, "", 0)
    }

    /// One more value of the kind, where a record is wanted that fits the schema of a list's items.
    fn sample(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let node = self.document.resolve(schema);
        if self.style.nulls && node["nullable"] == true && !name.is_empty() && self.given(name).is_none() {
            return Value::Null;
        }
        if let Some(parts) = node["allOf"].as_array() {
            return self.all_of(node, parts, name, depth);
        }
        if let Some(arms) = node["oneOf"].as_array().or_else(|| node["anyOf"].as_array()) {
            let index = self.style.variant.min(arms.len().saturating_sub(1));
            return arms.get(index).map_or(Value::Null, |arm| self.sample(arm, name, depth));
        }
        match kind(node) {
            "object" => self.object(node, depth),
            "array" => self.array(node, name, depth),
            _ => self.scalar(node, name),
        }
    }

    fn all_of(&self, node: &Value, parts: &[Value], name: &str, depth: usize) -> Value {
        if let ([only], false) = (parts, node["properties"].is_object()) {
            return self.sample(only, name, depth);
        }
        let mut merged = Map::new();
        for part in parts.iter().chain(std::iter::once(&without_all_of(node))) {
            if let Value::Object(fields) = self.sample(part, name, depth) {
                merged.extend(fields);
            }
        }
        Value::Object(merged)
    }

    fn object(&self, node: &Value, depth: usize) -> Value {
        let required =
            |name: &str| node["required"].as_array().is_some_and(|list| list.iter().any(|item| item == name));
        let properties = node["properties"].as_object();
        let mut fields = Map::new();
        for (name, schema) in properties.into_iter().flatten() {
            let given = self.given(name).is_some() && depth < 3;
            let wanted = required(name) || given || (depth < MAX_DEPTH && !self.style.missing_optional);
            if wanted && self.document.resolve(schema)["writeOnly"] != true {
                fields.insert(name.clone(), self.field(name, schema, depth));
            }
        }
        if properties.is_none() && node["example"].is_object() {
            return node["example"].clone();
        }
        if self.style.unknown_field && properties.is_some() {
            fields.insert("field_of_the_future".to_owned(), json!({ "a": [1, null, "x"] }));
        }
        Value::Object(fields)
    }

    /// The record's own value where it has one that may stand here, else a made one.
    fn field(&self, name: &str, schema: &Value, depth: usize) -> Value {
        let node = self.document.resolve(schema);
        if depth < 2
            && let Some(own) = self.own(name, schema, node, depth)
        {
            return own;
        }
        self.sample(schema, name, depth + 1)
    }

    fn own(&self, name: &str, schema: &Value, node: &Value, depth: usize) -> Option<Value> {
        match (name, depth) {
            ("id", 0) => return Some(json!(self.record.id)),
            ("created_at", _) if kind(node) == "string" => return Some(json!(self.record.created_at())),
            ("updated_at", _) if kind(node) == "string" => return Some(json!(self.record.updated_at())),
            _ => {}
        }
        let given = self.given(name)?;
        let nullable = node["nullable"] == true || schema["nullable"] == true;
        let enum_fault = self.style.unknown_enum && is_open_enum(self.document, node);
        let fits = !given.is_null() || nullable;
        (fits && !enum_fault && node["writeOnly"] != true && fits_kind(self.document, node, given))
            .then(|| self.future(node, given.clone()))
    }

    /// Texts inside of a list can be of an enum as well.
    fn future(&self, node: &Value, value: Value) -> Value {
        match value {
            Value::Array(items) if self.style.unknown_enum && is_open_enum(self.document, &node["items"]) => {
                items.into_iter().map(|_| json!("future_value")).collect()
            }
            other => other,
        }
    }

    /// What a request said of this field. A display name is the name until it is given one of its own.
    fn given(&self, name: &str) -> Option<&Value> {
        let fields = &self.record.fields;
        fields.get(name).or_else(|| fields.get("name").filter(|_| name == "display_name"))
    }

    fn array(&self, node: &Value, name: &str, depth: usize) -> Value {
        if let Some(example) =
            node.get("example").or_else(|| node.get("default")).filter(|_| !self.style.unknown_enum)
        {
            return example.clone();
        }
        let least = node["minItems"].as_u64().unwrap_or(1).max(1);
        let count = if depth > MAX_DEPTH { node["minItems"].as_u64().unwrap_or(0) } else { least };
        (0..count).map(|_| self.sample(&node["items"], name, depth + 1)).collect()
    }

    fn scalar(&self, node: &Value, name: &str) -> Value {
        if self.style.unknown_enum && is_open_enum(self.document, node) {
            return json!("future_value");
        }
        let told = node.get("example").or_else(|| node.get("default"));
        let first = node["enum"].as_array().and_then(|values| values.first());
        if let Some(value) = told.or(first) {
            return value.clone();
        }
        match kind(node) {
            "integer" => json!(node["minimum"].as_i64().unwrap_or(1).max(1)),
            "number" => json!(node["minimum"].as_f64().unwrap_or(0.5).max(0.5)),
            "boolean" => json!(true),
            "string" => json!(self.text(node, name)),
            _ => json!({}),
        }
    }

    fn text(&self, node: &Value, name: &str) -> String {
        match node["format"].as_str() {
            Some("uuid") => self.record.derived_id(name),
            Some("date-time") => self.record.created_at(),
            Some("date") => "2026-01-31".to_owned(),
            Some("uri" | "url" | "uri-reference") => format!("https://example.com/{name}"),
            Some("email") => "someone@example.com".to_owned(),
            Some("ipv4") => "203.0.113.7".to_owned(),
            _ => {
                let least = usize::try_from(node["minLength"].as_u64().unwrap_or(0)).unwrap_or(0);
                let text = if name.is_empty() { "text" } else { name };
                format!("{text:a<least$}")
            }
        }
    }
}

fn without_all_of(node: &Value) -> Value {
    let mut own = node.clone();
    if let Some(fields) = own.as_object_mut() {
        fields.remove("allOf");
    }
    own
}

/// The type of a schema, told or guessed.
pub(crate) fn kind(node: &Value) -> &str {
    match node["type"].as_str() {
        Some(told) => told,
        None if node["properties"].is_object() || node["additionalProperties"].is_object() => "object",
        None if node.get("items").is_some() => "array",
        None if node.get("enum").is_some() => "string",
        None => "any",
    }
}

/// Text with more than one documented value: one with a single value is a constant.
fn is_open_enum(document: &Document, schema: &Value) -> bool {
    let mut node = document.resolve(schema);
    if let Some([only]) = node["allOf"].as_array().map(Vec::as_slice) {
        node = document.resolve(only);
    }
    node["enum"].as_array().is_some_and(|values| values.len() > 1)
}

fn fits_kind(document: &Document, node: &Value, value: &Value) -> bool {
    let mut node = node;
    if let Some([only]) = node["allOf"].as_array().map(Vec::as_slice) {
        node = document.resolve(only);
    }
    match (kind(node), value) {
        (_, Value::Null) | ("any", _) => true,
        ("string", Value::String(text)) => {
            let values = node["enum"].as_array();
            values.is_none_or(|values| values.len() > 1 || values.iter().any(|value| value == text))
        }
        ("integer" | "number", Value::Number(_)) | ("boolean", Value::Bool(_)) => true,
        ("array", Value::Array(_)) | ("object", Value::Object(_)) => true,
        _ => false,
    }
}
