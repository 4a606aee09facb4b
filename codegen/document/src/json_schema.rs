//! The one translation of schemas to JSON Schema, and validators made of it.
//!
//! What OpenAPI 3.0 writes in its own way is written in JSON Schema's: `nullable`, flags for exclusive bounds, references.
//! `discriminator`, `readOnly` and the like restrict no values and are left out. A property may be called like a keyword:
//! only keywords are translated, never names. In a request, what is `readOnly` need not be there though it is required, and
//! in a response, what is `writeOnly`; whoever knows which way a value goes says so ([`Direction`]).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::node::escape_pointer;
use crate::schema::{Additional, Direction, Schema, SchemaId};

/// The bounds that are written alike in both languages.
const SAME: [&str; 7] =
    ["multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/// The schema in JSON Schema, with the components that it leads to and no others: documents can be large.
pub fn whole(schema: Schema<'_>) -> Value {
    whole_in(schema, Direction::Either)
}

/// The same for values that go one way, in which some properties need not be.
pub fn whole_in(schema: Schema<'_>, direction: Direction) -> Value {
    json!({ "allOf": [one(schema, direction)], "components": components(schema, direction) })
}

/// The keywords that say something of a value by itself, not of what is inside of it; what is excluded (`not`) is among
/// them. Whether the value may be `null` is left out.
pub fn own(schema: Schema<'_>, direction: Direction) -> Map<String, Value> {
    let mut object = Map::new();
    keywords(schema, direction, &mut object);
    if let Some(excluded) = schema.negated() {
        object.insert("not".to_owned(), one(excluded, direction));
        object.insert("components".to_owned(), components(excluded, direction));
    }
    object
}

fn components(schema: Schema<'_>, direction: Direction) -> Value {
    let reached = schema.reached_components().into_iter();
    let named =
        reached.filter_map(|name| Some((name.to_owned(), one(schema.component_named(name)?, direction))));
    json!({ "schemas": named.collect::<Map<_, _>>() })
}

/// The schema by itself; its references lead to `#/components/schemas/`.
fn one(schema: Schema<'_>, direction: Direction) -> Value {
    if let Some(name) = schema.reference() {
        return json!({ "$ref": format!("#/components/schemas/{}", escape_pointer(name)) });
    }
    let mut object = schema.further().clone();
    keywords(schema, direction, &mut object);
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    let properties = schema.properties().map(|(name, property)| (name.to_owned(), one(property, direction)));
    put("properties", schema.has_properties().then(|| properties.collect::<Map<_, _>>().into()));
    put("items", schema.items().map(|items| one(items, direction)));
    put("not", schema.negated().map(|excluded| one(excluded, direction)));
    put(
        "additionalProperties",
        match schema.additional() {
            Additional::Unsaid => None,
            Additional::Allowed(allowed) => Some(allowed.into()),
            Additional::Schema(values) => Some(one(values, direction)),
        },
    );
    // An empty list is no JSON Schema, and says nothing.
    let list = |parts: &mut dyn Iterator<Item = Schema<'_>>| {
        let parts: Vec<Value> = parts.map(|part| one(part, direction)).collect();
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

/// The keywords that hold no schemas.
fn keywords(schema: Schema<'_>, direction: Direction, object: &mut Map<String, Value>) {
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
    let required = schema.required_in(direction);
    put("required", (!required.is_empty()).then(|| required.into()));
    for key in SAME {
        put(key, schema.bound(key).cloned().map(Value::Number));
    }
    let bounds = [
        ("minimum", "exclusiveMinimum", schema.exclusive_minimum()),
        ("maximum", "exclusiveMaximum", schema.exclusive_maximum()),
    ];
    for (key, exclusive, excluded) in bounds {
        put(if excluded { exclusive } else { key }, schema.bound(key).cloned().map(Value::Number));
    }
}

/// Validators of the schemas of one document, each made when it is first asked for.
#[derive(Debug, Default)]
pub struct Validators {
    direction: Direction,
    made: Mutex<BTreeMap<SchemaId, Option<Arc<Validator>>>>,
}

impl Validators {
    /// Validators for values that go one way.
    pub fn of_direction(direction: Direction) -> Self {
        Self { direction, made: Mutex::default() }
    }

    /// The validator of a schema; `None` when the schema makes no sense, such as a pattern that is none. All calls must
    /// be with schemas of one document.
    pub fn of(&self, schema: Schema<'_>) -> Option<Arc<Validator>> {
        // However many places refer to a schema, it is translated once.
        let schema = schema.target();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(schema.id()).or_insert_with(|| validator(schema, self.direction)).clone()
    }
}

fn validator(schema: Schema<'_>, direction: Direction) -> Option<Arc<Validator>> {
    jsonschema::options().should_validate_formats(true).build(&whole_in(schema, direction)).ok().map(Arc::new)
}
