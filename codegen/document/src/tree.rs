//! The document as it is written: the raw tree with its places, and the arena of its schemas.
//!
//! A [`Schema`](crate::Schema) is a view of one entry.

use indexmap::IndexMap;
use openapiv3::{AnySchema, SchemaData};
use serde_json::{Map, Number, Value};

use crate::node::Node;
use crate::place::Place;
use crate::source::Location;

/// The raw tree of a document, and its schemas by number.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) root: Node,
    pub(crate) entries: Vec<Entry>,
    pub(crate) components: IndexMap<String, SchemaId>,
    pub(crate) targets: Vec<SchemaId>,
}

impl Tree {
    /// The raw value under a JSON pointer, for whoever rewrites the text of the document.
    pub fn node(&self, pointer: &str) -> Option<&Node> {
        self.root.pointer(pointer)
    }

    /// Where a key below a JSON pointer stands.
    pub fn key_at(&self, pointer: &str, key: &str) -> Option<Location> {
        Some(self.node(pointer)?.entry(key)?.key_at)
    }

    /// Where the value of a key below a JSON pointer stands.
    pub fn value_at(&self, pointer: &str, key: &str) -> Option<Location> {
        Some(self.node(pointer)?.get(key)?.at)
    }

    /// The number of the component with a name.
    pub fn component(&self, name: &str) -> Option<SchemaId> {
        self.components.get(name).copied()
    }

    pub(crate) fn entry(&self, id: SchemaId) -> &Entry {
        // Ids are made by the reader alone, and nothing is ever removed.
        &self.entries[id.0 as usize]
    }

    pub(crate) fn target_of(&self, id: SchemaId) -> SchemaId {
        self.targets[id.0 as usize]
    }
}

/// The number of a schema within its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(crate) u32);

/// What a schema is to the thing it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A component with this name.
    Component(String),
    /// A property with this name.
    Property(String),
    /// The items of a list.
    Items,
    /// The values of properties that have no schema of their own.
    Additional,
    /// An alternative of `oneOf` or `anyOf`.
    Variant,
    /// A part of an `allOf`.
    Part,
    /// What a value must not be.
    Not,
    /// The schema of a parameter or header.
    Parameter,
    /// The schema of a media type.
    Body,
}

/// What properties beyond the listed ones may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Additional<T> {
    /// Nothing is said: anything.
    Unsaid,
    /// Anything, or nothing at all.
    Allowed(bool),
    /// Values of this schema.
    Schema(T),
}

/// One schema in the arena of its document.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub place: Place,
    pub role: Role,
    pub parent: Option<SchemaId>,
    /// The component it is, or is written in.
    pub owner: Option<String>,
    /// Name of the component that a `$ref` names; such an entry has no keywords.
    pub reference: Option<String>,
    pub data: SchemaData,
    pub keywords: AnySchema,
    pub has_enum: bool,
    /// A variant that is only `null` was written; it is read as `nullable`.
    pub has_null_variant: bool,
    pub numbers: IndexMap<&'static str, Number>,
    pub properties: Option<IndexMap<String, SchemaId>>,
    pub items: Option<SchemaId>,
    pub additional: Additional<SchemaId>,
    pub all_of: Option<Vec<SchemaId>>,
    pub one_of: Option<Vec<SchemaId>>,
    pub any_of: Option<Vec<SchemaId>>,
    pub not: Option<SchemaId>,
    pub further: Map<String, Value>,
}

impl Entry {
    /// Whether nothing but `null` is of this schema.
    pub(crate) fn is_null(&self) -> bool {
        self.keywords.typ.as_deref() == Some("null") || self.keywords.enumeration == [Value::Null]
    }
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            place: Place::default(),
            role: Role::Body,
            parent: None,
            owner: None,
            reference: None,
            data: SchemaData::default(),
            keywords: AnySchema::default(),
            has_enum: false,
            has_null_variant: false,
            numbers: IndexMap::new(),
            properties: None,
            items: None,
            additional: Additional::Unsaid,
            all_of: None,
            one_of: None,
            any_of: None,
            not: None,
            further: Map::new(),
        }
    }
}
