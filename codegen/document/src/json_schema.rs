//! The one translation of schemas to JSON Schema, and validators made of it.
//!
//! What OpenAPI 3.0 writes in its own way is written in JSON Schema's: `nullable`, flags for exclusive bounds, references.
//! `discriminator`, `readOnly` and the like restrict no values and are left out. A property may be called like a keyword:
//! only keywords are translated, never names.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::node::escape_pointer;
use crate::schema::{Additional, Schema, SchemaId};

/// The bounds that are written alike in both languages.
const SAME: [&str; 7] =
    ["multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/// The schema in JSON Schema, with the components that it leads to and no others: documents can be large.
pub fn whole(schema: Schema<'_>) -> Value {
    let reached = schema.reached_components().into_iter();
    let named = reached.filter_map(|name| Some((name.to_owned(), one(schema.document().component(name)?))));
    json!({ "allOf": [one(schema)], "components": { "schemas": named.collect::<Map<_, _>>() } })
}

/// The schema by itself; its references lead to `#/components/schemas/`.
fn one(schema: Schema<'_>) -> Value {
    if let Some(name) = schema.reference() {
        return json!({ "$ref": format!("#/components/schemas/{}", escape_pointer(name)) });
    }
    let mut object = schema.further().clone();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    put("type", schema.type_name().map(Value::from));
    put("format", schema.format().map(Value::from));
    put("pattern", schema.pattern().map(Value::from));
    put("enum", schema.enumeration().map(|values| values.to_vec().into()));
    put("uniqueItems", schema.unique_items().then(|| true.into()));
    put("required", (!schema.required().is_empty()).then(|| schema.required().to_vec().into()));
    for key in SAME {
        put(key, schema.bound(key).cloned().map(Value::Number));
    }
    let bound = |key: &str, exclusive: &str, excluded: bool| {
        let name = if excluded { exclusive } else { key }.to_owned();
        (name, schema.bound(key).cloned().map(Value::Number))
    };
    let (name, value) = bound("minimum", "exclusiveMinimum", schema.exclusive_minimum());
    put(&name, value);
    let (name, value) = bound("maximum", "exclusiveMaximum", schema.exclusive_maximum());
    put(&name, value);
    let properties = schema.properties().map(|(name, property)| (name.to_owned(), one(property)));
    put("properties", schema.has_properties().then(|| properties.collect::<Map<_, _>>().into()));
    put("items", schema.items().map(one));
    put("not", schema.negated().map(one));
    put(
        "additionalProperties",
        match schema.additional() {
            Additional::Unsaid => None,
            Additional::Allowed(allowed) => Some(allowed.into()),
            Additional::Schema(values) => Some(one(values)),
        },
    );
    // An empty list is no JSON Schema, and says nothing.
    let list = |parts: &mut dyn Iterator<Item = Schema<'_>>| {
        let parts: Vec<Value> = parts.map(one).collect();
        (!parts.is_empty()).then(|| parts.into())
    };
    put("allOf", list(&mut schema.all_of()));
    put("oneOf", list(&mut schema.one_of()));
    put("anyOf", list(&mut schema.any_of()));
    match schema.nullable() {
        true => json!({ "anyOf": [object, { "type": "null" }] }),
        false => object.into(),
    }
}

/// Validators of the schemas of one document, each made when it is first asked for.
#[derive(Debug, Default)]
pub struct Validators {
    made: Mutex<BTreeMap<SchemaId, Option<Arc<Validator>>>>,
}

impl Validators {
    /// The validator of a schema; `None` when the schema makes no sense, such as a pattern that is none. All calls must
    /// be with schemas of one document.
    pub fn of(&self, schema: Schema<'_>) -> Option<Arc<Validator>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(schema.id()).or_insert_with(|| validator(schema)).clone()
    }
}

fn validator(schema: Schema<'_>) -> Option<Arc<Validator>> {
    jsonschema::options().should_validate_formats(true).build(&whole(schema)).ok().map(Arc::new)
}
