//! The document: everything that is written in it, typed, with its place, and with references followed.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::extensions::{Features, Guide, Package, Pagination};
use crate::node::Node;
use crate::operation::{Operation, Server, json};
use crate::place::Place;
use crate::problem::{Problem, Report};
use crate::schema::{Discriminated, Schema, SchemaId, reached_components};
use crate::security::{Requirement, SecurityScheme};
use crate::source::{Location, Sources};
use crate::tree::Tree;

/// An OpenAPI document of version 3.0, or one of 3.1 read into the same model.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text of its files.
    pub sources: Sources,
    /// `info`.
    pub info: openapiv3::Info,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `tags`, each with its place.
    pub tags: Vec<(Place, openapiv3::Tag)>,
    /// `security`: the alternatives of which one must be met where an operation says nothing of its own.
    pub security: Vec<Requirement>,
    /// The security schemes.
    pub schemes: Vec<SecurityScheme>,
    /// The operations, in the order of their paths.
    pub operations: Vec<Operation>,
    /// The webhooks: requests that the API sends.
    pub webhooks: Vec<Operation>,
    /// Each path with its place and its texts.
    pub paths: Vec<PathItem>,
    /// Cargo features by name (`x-features`).
    pub features: Features,
    /// Chapters of the crate's documentation by name (`x-guides`), in their order.
    pub guides: IndexMap<String, Guide>,
    /// What a registry of packages shows (`x-package`).
    pub package: Package,
    /// The ways in which lists page (`x-pagination`), of which the first that fits a page is its.
    pub pagination: Vec<Pagination>,
    /// The enum of the codes of errors (`x-error-codes`).
    pub error_codes: Option<SchemaId>,
    /// Extensions of the root.
    pub extensions: IndexMap<String, Value>,
    /// Components that are written but that nothing refers to, as `kind/Name`.
    pub unused: Vec<(String, Location)>,
    /// What is odd about the structure but keeps nobody from reading it.
    pub warnings: Vec<Problem>,
    pub(crate) tree: Tree,
}

/// What is written about a path itself.
#[derive(Clone, Debug)]
pub struct PathItem {
    /// Its template.
    pub path: String,
    /// Where it is written.
    pub place: Place,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Every extension by its name.
    pub extensions: IndexMap<String, Value>,
}

impl Document {
    /// The bundled document as one tree, for whoever prints it.
    pub fn to_json(&self) -> Value {
        self.tree.root.to_json()
    }

    /// The schema with a number.
    pub fn schema(&self, id: SchemaId) -> Schema<'_> {
        Schema::new(&self.tree, id)
    }

    /// The component with a name.
    pub fn component(&self, name: &str) -> Option<Schema<'_>> {
        self.tree.component(name).map(|id| self.schema(id))
    }

    /// The named schemas, sorted by name.
    pub fn components(&self) -> impl ExactSizeIterator<Item = (&str, Schema<'_>)> {
        self.tree.components.iter().map(|(name, id)| (name.as_str(), self.schema(*id)))
    }

    /// Every schema, named ones and those written inside of others, of parameters and of bodies.
    pub fn schemas(&self) -> impl Iterator<Item = Schema<'_>> {
        (0..self.tree.entries.len())
            .map(|index| self.schema(SchemaId(u32::try_from(index).unwrap_or(u32::MAX))))
    }

    /// The operation with an id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The security scheme with a name.
    pub fn scheme(&self, name: &str) -> Option<&SecurityScheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// The description of a tag.
    pub fn tag_description(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(_, tag)| tag.name == name)?.1.description.as_deref()
    }

    /// Whether the document is written for this generator: it uses the extensions that are made for it.
    pub fn is_transcribed(&self) -> bool {
        self.is_extended() || self.operations.iter().any(|operation| operation.source.is_some())
    }

    /// Whether the document uses the extensions that say where operations live in the client.
    pub fn is_extended(&self) -> bool {
        let is_placed = |operation: &Operation| operation.has_calls || operation.commands_at.is_some();
        !self.features.is_empty() || self.operations.iter().any(is_placed)
    }

    /// The variants of an operation's JSON body, when it is a union with a discriminator.
    pub fn command_variants(&self, operation: &Operation) -> Option<Discriminated<'_>> {
        let schema = json(&operation.body.as_ref()?.content)?.schema?;
        self.schema(schema).target().discriminated()
    }

    /// The names of the components that schemas lead to, their own included where they refer to one.
    pub fn reached_components<'d>(&'d self, from: impl IntoIterator<Item = Schema<'d>>) -> BTreeSet<&'d str> {
        reached_components(from)
    }

    /// The document as it is written.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Where a key below a JSON pointer stands.
    pub fn key_at(&self, pointer: &str, key: &str) -> Option<Location> {
        self.tree.key_at(pointer, key)
    }

    /// The raw value under a JSON pointer, for whoever rewrites the text of the document.
    pub fn node(&self, pointer: &str) -> Option<&Node> {
        self.tree.node(pointer)
    }

    /// Problems of this document as a report.
    pub fn report(&self, problems: Vec<Problem>) -> Report {
        Report::new(self.sources.clone(), problems)
    }
}
