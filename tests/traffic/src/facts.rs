//! Facts of schemas that are needed repeatedly, derived once for each schema.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use document::schema::{Composition, Discriminated};
use document::{Additional, Direction, Schema, SchemaId};
use jsonschema::Validator;
use serde_json::Value;

use crate::finding::Rule;
use crate::leaf;

/// The facts of one schema, for values of one direction.
pub(crate) struct Facts<'d> {
    /// The schema with everything that it is composed of: itself first.
    pub parts: Vec<Schema<'d>>,
    pub composition: Composition<'d>,
    /// The required properties in this direction.
    pub required: Vec<&'d str>,
    /// The variants of a union.
    pub variants: Vec<Schema<'d>>,
    pub discriminated: Option<Discriminated<'d>>,
    /// The documented type, possibly that of a part.
    pub type_name: Option<&'d str>,
    pub accepts_null: bool,
    /// The validator of the schema's own keywords.
    pub leaf: Option<Validator>,
    /// Whether a field without a property is certainly undocumented.
    is_closed: bool,
}

impl<'d> Facts<'d> {
    fn of(schema: Schema<'d>, direction: Direction) -> Self {
        let composition = schema.composition();
        let inner = composition.parts.iter().copied().filter(|part| *part != schema);
        let parts: Vec<Schema<'d>> = std::iter::once(schema).chain(inner).collect();
        let goes = |name: &&'d str| {
            !composition.property(name).is_some_and(|property| property.is_absent(direction))
        };
        let says = |part: &Schema<'_>| part.lists_properties() || part.has_all_of();
        Self {
            required: composition.required.iter().copied().filter(goes).collect(),
            variants: schema.variants().collect(),
            discriminated: schema.discriminated(),
            type_name: parts.iter().find_map(|part| type_name(*part)),
            accepts_null: schema.accepts_null(),
            leaf: leaf::validator(schema, direction),
            is_closed: parts
                .iter()
                .all(|part| says(part) && !allows_more(*part) && part.variants().next().is_none()),
            composition,
            parts,
        }
    }

    /// The values of an enum, possibly that of a part.
    pub fn texts(&self) -> Vec<&'d str> {
        self.parts.iter().flat_map(|part| part.texts()).collect()
    }

    /// How many of the required properties an object lacks.
    pub fn missing(&self, fields: &serde_json::Map<String, Value>) -> usize {
        self.required.iter().filter(|name| !fields.contains_key(**name)).count()
    }

    /// The distance of a value from the schema by its type and names alone: a lower bound.
    pub fn distance(&self, value: &Value) -> (bool, u32) {
        if self.type_name.is_some_and(|name| !is_of(name, value)) {
            return (true, 0);
        }
        let Value::Object(fields) = value else { return (false, 0) };
        let is_unknown = |name: &&String| self.composition.property(name).is_none();
        let unknown = if self.is_closed { fields.keys().filter(is_unknown).count() } else { 0 };
        let names = u32::try_from(self.missing(fields) + unknown).unwrap_or(u32::MAX);
        (false, names.saturating_mul(Rule::MissingField.weight()))
    }
}

/// The documented type, or the one that properties imply.
pub(crate) fn type_name(schema: Schema<'_>) -> Option<&str> {
    schema.type_name().or_else(|| schema.lists_properties().then_some("object"))
}

/// Whether fields without a property are documented.
pub(crate) fn allows_more(schema: Schema<'_>) -> bool {
    matches!(schema.additional(), Additional::Allowed(true) | Additional::Schema(_))
}

fn is_of(type_name: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) => type_name == "boolean",
        Value::Number(_) => matches!(type_name, "integer" | "number"),
        Value::String(_) => type_name == "string",
        Value::Array(_) => type_name == "array",
        Value::Object(_) => type_name == "object",
    }
}

/// The facts of every schema that was needed.
#[derive(Default)]
pub(crate) struct Known<'d> {
    requests: RefCell<BTreeMap<SchemaId, Rc<Facts<'d>>>>,
    responses: RefCell<BTreeMap<SchemaId, Rc<Facts<'d>>>>,
}

impl<'d> Known<'d> {
    /// The facts of what a schema refers to.
    pub fn of(&self, schema: Schema<'d>, direction: Direction) -> Rc<Facts<'d>> {
        let known = match direction {
            Direction::Response => &self.responses,
            Direction::Either | Direction::Request => &self.requests,
        };
        let schema = schema.target();
        if let Some(known) = known.borrow().get(&schema.id()) {
            return Rc::clone(known);
        }
        let facts = Rc::new(Facts::of(schema, direction));
        known.borrow_mut().insert(schema.id(), Rc::clone(&facts));
        facts
    }
}

impl fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}
