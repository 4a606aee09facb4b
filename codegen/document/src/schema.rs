//! A schema as it is written: every keyword, the schemas inside of it, and its place.
//!
//! The keywords are those of [`openapiv3`]: each schema is read into [`AnySchema`](openapiv3::AnySchema), the form that has all of
//! them, and [`SchemaData`](openapiv3::SchemaData); the schemas inside are taken out and have entries of their own, so that a reference, a shared schema and
//! a cycle are all an id. Three things `openapiv3` loses are read from the raw tree: the exact text of numeric bounds
//! (it has `f64`), whether an empty list or mapping was written at all, and keywords of JSON Schema that OpenAPI 3.0 does
//! not know ([`Schema::further`]).

mod direction;
mod discriminator;
mod resolved;
mod shortcuts;

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use crate::place::Place;
use crate::tree::{Entry, Tree};

pub use direction::Direction;
pub use discriminator::{Discriminated, Variant, mapped_name};
pub use resolved::{Composition, Kind, Property, Unwrapped};
pub use shortcuts::Shortcut;

pub use crate::tree::{Additional, Role, SchemaId};

/// The keywords of numeric bounds, which [`Schema::bound`] takes.
pub const BOUNDS: [&str; 9] = [
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// A schema of a document. It is small, and copied freely.
#[derive(Clone, Copy)]
pub struct Schema<'d> {
    tree: &'d Tree,
    id: SchemaId,
}

impl<'d> Schema<'d> {
    pub(crate) fn new(tree: &'d Tree, id: SchemaId) -> Self {
        Self { tree, id }
    }

    fn entry(self) -> &'d Entry {
        self.tree.entry(self.id)
    }

    fn other(self, id: SchemaId) -> Self {
        Self { id, ..self }
    }

    fn others(self, ids: Option<&'d Vec<SchemaId>>) -> impl ExactSizeIterator<Item = Schema<'d>> + Clone {
        ids.map_or(&[][..], Vec::as_slice).iter().map(move |id| self.other(*id))
    }

    /// The tree it is part of.
    pub fn tree(self) -> &'d Tree {
        self.tree
    }

    /// The component of its document with a name.
    pub fn component_named(self, name: &str) -> Option<Self> {
        self.tree.component(name).map(|id| self.other(id))
    }

    /// Its number within the document.
    pub fn id(self) -> SchemaId {
        self.id
    }

    /// Where it is written.
    pub fn place(self) -> &'d Place {
        &self.entry().place
    }

    /// What it is to the thing it stands in.
    pub fn role(self) -> &'d Role {
        &self.entry().role
    }

    /// The schema it is written in.
    pub fn parent(self) -> Option<Self> {
        self.entry().parent.map(|id| self.other(id))
    }

    /// The name of the component that it is.
    pub fn component(self) -> Option<&'d str> {
        match self.role() {
            Role::Component(name) => Some(name),
            _ => None,
        }
    }

    /// The name of the component that it is, or is written in.
    pub fn owner(self) -> Option<&'d str> {
        self.entry().owner.as_deref()
    }

    /// The name of the component that it refers to, where it is a `$ref`. Such a schema has no keywords of its own.
    pub fn reference(self) -> Option<&'d str> {
        self.entry().reference.as_deref()
    }

    /// `type`.
    pub fn type_name(self) -> Option<&'d str> {
        self.entry().keywords.typ.as_deref()
    }

    /// `format`.
    pub fn format(self) -> Option<&'d str> {
        self.entry().keywords.format.as_deref()
    }

    /// `title`.
    pub fn title(self) -> Option<&'d str> {
        self.entry().data.title.as_deref()
    }

    /// `description`.
    pub fn description(self) -> Option<&'d str> {
        self.entry().data.description.as_deref()
    }

    /// `nullable`, or a variant of a union that is only `null`.
    pub fn nullable(self) -> bool {
        self.is_marked_nullable() || self.entry().has_null_variant
    }

    /// `nullable`, as it is written here.
    pub fn is_marked_nullable(self) -> bool {
        self.entry().data.nullable
    }

    /// `deprecated`.
    pub fn deprecated(self) -> bool {
        self.entry().data.deprecated
    }

    /// `readOnly`.
    pub fn read_only(self) -> bool {
        self.entry().data.read_only
    }

    /// `writeOnly`.
    pub fn write_only(self) -> bool {
        self.entry().data.write_only
    }

    /// `default`.
    pub fn default(self) -> Option<&'d Value> {
        self.entry().data.default.as_ref()
    }

    /// `example`.
    pub fn example(self) -> Option<&'d Value> {
        self.entry().data.example.as_ref()
    }

    /// `enum`; `None` where it is not written.
    pub fn enumeration(self) -> Option<&'d [Value]> {
        let entry = self.entry();
        entry.has_enum.then_some(entry.keywords.enumeration.as_slice())
    }

    /// The values of `enum`; none where it is not written.
    pub fn values(self) -> &'d [Value] {
        &self.entry().keywords.enumeration
    }

    /// The texts that `enum` lists.
    pub fn texts(self) -> impl Iterator<Item = &'d str> + Clone {
        self.values().iter().filter_map(Value::as_str)
    }

    /// The only text that a value can have.
    pub fn only_text(self) -> Option<&'d str> {
        match self.values() {
            [Value::String(only)] => Some(only),
            _ => None,
        }
    }

    /// `required`, in the order in which it is written.
    pub fn required(self) -> &'d [String] {
        &self.entry().keywords.required
    }

    /// `properties`; none where it is not written.
    pub fn properties(self) -> impl ExactSizeIterator<Item = (&'d str, Self)> + Clone {
        static NONE: std::sync::LazyLock<IndexMap<String, SchemaId>> =
            std::sync::LazyLock::new(IndexMap::new);
        let properties = self.entry().properties.as_ref().unwrap_or(&NONE);
        properties.iter().map(move |(name, id)| (name.as_str(), self.other(*id)))
    }

    /// Whether `properties` is written, be it empty.
    pub fn has_properties(self) -> bool {
        self.entry().properties.is_some()
    }

    /// The property with a name.
    pub fn property(self, name: &str) -> Option<Self> {
        self.entry().properties.as_ref()?.get(name).map(|id| self.other(*id))
    }

    /// `items`.
    pub fn items(self) -> Option<Self> {
        self.entry().items.map(|id| self.other(id))
    }

    /// `additionalProperties`.
    pub fn additional(self) -> Additional<Self> {
        match self.entry().additional {
            Additional::Unsaid => Additional::Unsaid,
            Additional::Allowed(allowed) => Additional::Allowed(allowed),
            Additional::Schema(id) => Additional::Schema(self.other(id)),
        }
    }

    /// The parts of `allOf`; none where it is not written.
    pub fn all_of(self) -> impl ExactSizeIterator<Item = Self> + Clone {
        self.others(self.entry().all_of.as_ref())
    }

    /// The alternatives of `oneOf`; none where it is not written.
    pub fn one_of(self) -> impl ExactSizeIterator<Item = Self> + Clone {
        self.others(self.entry().one_of.as_ref())
    }

    /// The alternatives of `anyOf`; none where it is not written.
    pub fn any_of(self) -> impl ExactSizeIterator<Item = Self> + Clone {
        self.others(self.entry().any_of.as_ref())
    }

    /// The alternatives of `oneOf`, then those of `anyOf`, as they are written.
    pub fn variants(self) -> impl Iterator<Item = Self> + Clone {
        self.one_of().chain(self.any_of())
    }

    /// Whether `allOf` is written, be it empty.
    pub fn has_all_of(self) -> bool {
        self.entry().all_of.is_some()
    }

    /// Whether `oneOf` is written, be it empty.
    pub fn has_one_of(self) -> bool {
        self.entry().one_of.is_some()
    }

    /// Whether `anyOf` is written, be it empty.
    pub fn has_any_of(self) -> bool {
        self.entry().any_of.is_some()
    }

    /// `not`.
    pub fn negated(self) -> Option<Self> {
        self.entry().not.map(|id| self.other(id))
    }

    /// A numeric bound by its keyword (`minimum`, `maxLength`, ...), exactly as it is written.
    pub fn bound(self, keyword: &str) -> Option<&'d Number> {
        self.entry().numbers.get(keyword)
    }

    /// `exclusiveMinimum`.
    pub fn exclusive_minimum(self) -> bool {
        self.entry().keywords.exclusive_minimum == Some(true)
    }

    /// `exclusiveMaximum`.
    pub fn exclusive_maximum(self) -> bool {
        self.entry().keywords.exclusive_maximum == Some(true)
    }

    /// `uniqueItems`.
    pub fn unique_items(self) -> bool {
        self.entry().keywords.unique_items == Some(true)
    }

    /// `pattern`.
    pub fn pattern(self) -> Option<&'d str> {
        self.entry().keywords.pattern.as_deref()
    }

    /// `discriminator`, as it is written.
    pub fn discriminator(self) -> Option<&'d openapiv3::Discriminator> {
        self.entry().data.discriminator.as_ref()
    }

    /// What each value of an enum means, by the value (`x-enum-descriptions`).
    pub fn value_description(self, text: &str) -> Option<&'d str> {
        self.extension("x-enum-descriptions")?.get(text)?.as_str()
    }

    /// The Rust name of a value of an enum, where the document gives one (`x-enum-names`).
    pub fn value_name(self, text: &str) -> Option<&'d str> {
        self.extension("x-enum-names")?.get(text)?.as_str()
    }

    /// For a union of several representations of one thing (`x-view`): the property in which a variant keeps what others have
    /// on top, by the name of the variant's schema.
    pub fn accessors(self) -> Option<impl Iterator<Item = (&'d str, &'d str)>> {
        let accessors = self.extension("x-view")?.as_object()?;
        Some(accessors.iter().filter_map(|(name, property)| Some((name.as_str(), property.as_str()?))))
    }

    /// Every extension (`x-...`) by its name.
    pub fn extensions(self) -> &'d IndexMap<String, Value> {
        &self.entry().data.extensions
    }

    fn extension(self, name: &str) -> Option<&'d Value> {
        self.extensions().get(name)
    }

    /// Keywords of JSON Schema that OpenAPI 3.0 does not know, such as `if` and `prefixItems`: nothing is generated from
    /// them.
    pub fn further(self) -> &'d serde_json::Map<String, Value> {
        &self.entry().further
    }

    /// Every schema that is written inside of this one or that it refers to, one step away.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let entry = self.entry();
        let referred = entry.reference.as_deref().and_then(|name| self.component_named(name));
        let additional = match self.additional() {
            Additional::Schema(schema) => Some(schema),
            _ => None,
        };
        let inside = self.properties().map(|(_, schema)| schema).chain(self.items()).chain(additional);
        referred.into_iter().chain(inside).chain(self.negated()).chain(self.all_of()).chain(self.variants())
    }

    /// The schema as JSON, as it is written.
    pub fn to_json(self) -> Value {
        self.tree.node(&self.place().pointer).map_or(Value::Null, crate::node::Node::to_json)
    }

    /// Where an item of the list under a keyword stands; the schema's own place where it is not written.
    pub fn item_at(self, keyword: &str, index: usize) -> crate::source::Location {
        let list = self.tree.node(&self.place().pointer).and_then(|node| node.get(keyword));
        let item = list.and_then(|list| list.as_array()?.get(index));
        item.map_or(self.place().at, |item| item.at)
    }

    /// Where the value of a keyword stands; the schema's own place where it is not written.
    pub fn value_at(self, keyword: &str) -> crate::source::Location {
        let value = self.tree.node(&self.place().pointer).and_then(|node| node.get(keyword));
        value.map_or(self.place().at, |value| value.at)
    }

    /// Where a keyword stands; the schema's own place where it is not written.
    pub fn keyword_at(self, keyword: &str) -> crate::source::Location {
        self.tree.key_at(&self.place().pointer, keyword).unwrap_or(self.place().key_at)
    }
}

impl PartialEq for Schema<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.tree, other.tree)
    }
}

impl Eq for Schema<'_> {}

impl fmt::Debug for Schema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place().pointer)
    }
}

/// The names of the components that schemas lead to, their own included where they refer to one.
pub(crate) fn reached_components<'d>(from: impl IntoIterator<Item = Schema<'d>>) -> BTreeSet<&'d str> {
    let mut pending: Vec<Schema<'d>> = from.into_iter().collect();
    let mut met: BTreeSet<SchemaId> = BTreeSet::new();
    let mut names = BTreeSet::new();
    while let Some(schema) = pending.pop() {
        if met.insert(schema.id()) {
            names.extend(schema.reference());
            pending.extend(schema.children());
        }
    }
    names
}
