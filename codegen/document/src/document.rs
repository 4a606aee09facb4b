//! The document: everything that is written in it, typed, with its place, and with references followed.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::bundle::{Bundle, bundle};
use crate::extensions::{Features, Pagination};
use crate::load::{Files, load};
use crate::node::Node;
use crate::operation::{Operation, Server, json};
use crate::place::Place;
use crate::problem::{Problem, Report, Severity};
use crate::schema::{Discriminated, Entry, Schema, SchemaId};
use crate::security::{Requirement, SecurityScheme};
use crate::source::{Location, Sources};
use crate::{read, references, structure, upgrade};

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
    /// How lists page (`x-pagination`).
    pub pagination: Option<Pagination>,
    /// Extensions of the root.
    pub extensions: IndexMap<String, Value>,
    /// Components that are written but that nothing refers to, as `kind/Name`.
    pub unused: Vec<(String, Location)>,
    /// What is odd about the structure but keeps nobody from reading it.
    pub warnings: Vec<Problem>,
    pub(crate) root: Node,
    pub(crate) entries: Vec<Entry>,
    pub(crate) components: IndexMap<String, SchemaId>,
    pub(crate) targets: Vec<SchemaId>,
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
    /// Loads the document at `root` with all files that it refers to.
    pub fn load(files: &dyn Files, root: &str) -> Result<Self, Report> {
        let mut files = load(files, root)?;
        upgrade::upgrade(&mut files);
        // What is no document of OpenAPI would only show errors that follow from that.
        if let Some(problem) = structure::unsupported_version(files.root()) {
            return Err(Report::new(files.sources, vec![problem]));
        }
        Self::of(bundle(files)?)
    }

    /// Reads a bundled document, or reports everything that is wrong with its structure and its references.
    pub fn of(bundle: Bundle) -> Result<Self, Report> {
        let Bundle { sources, root, unused } = bundle;
        let mut problems = structure::check(&root);
        problems.extend(references::check(&root));
        if problems.iter().any(|problem| problem.severity < Severity::Warning) {
            return Err(Report::new(sources, problems));
        }
        Ok(read::document(sources, root, unused, problems))
    }

    /// Reads a bundled document from JSON. Its places are JSON pointers alone.
    pub fn of_json(json: &Value) -> Result<Self, Report> {
        let root = Node::of_json(json, Location::default());
        Self::of(Bundle { sources: Sources::default(), root, unused: Vec::new() })
    }

    /// The bundled document as one tree, for whoever prints it.
    pub fn to_json(&self) -> Value {
        self.root.to_json()
    }

    /// The schema with a number.
    pub fn schema(&self, id: SchemaId) -> Schema<'_> {
        Schema::new(self, id)
    }

    /// The component with a name.
    pub fn component(&self, name: &str) -> Option<Schema<'_>> {
        self.components.get(name).map(|id| self.schema(*id))
    }

    /// The named schemas, sorted by name.
    pub fn components(&self) -> impl ExactSizeIterator<Item = (&str, Schema<'_>)> {
        self.components.iter().map(|(name, id)| (name.as_str(), self.schema(*id)))
    }

    /// Every schema, named ones and those written inside of others, of parameters and of bodies.
    pub fn schemas(&self) -> impl Iterator<Item = Schema<'_>> {
        (0..self.entries.len()).map(|index| self.schema(SchemaId(u32::try_from(index).unwrap_or(u32::MAX))))
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

    /// Where a key below a JSON pointer stands.
    pub fn key_at(&self, pointer: &str, key: &str) -> Option<Location> {
        Some(self.node(pointer)?.entry(key)?.key_at)
    }

    /// Where the value of a key below a JSON pointer stands.
    pub fn value_at(&self, pointer: &str, key: &str) -> Option<Location> {
        Some(self.node(pointer)?.get(key)?.at)
    }

    /// The raw value under a JSON pointer, for whoever rewrites the text of the document.
    pub fn node(&self, pointer: &str) -> Option<&Node> {
        self.root.pointer(pointer)
    }

    /// Problems of this document as a report.
    pub fn report(&self, problems: Vec<Problem>) -> Report {
        Report::new(self.sources.clone(), problems)
    }

    /// The operations by their ids.
    pub fn operations_by_id(&self) -> BTreeMap<&str, &Operation> {
        self.operations.iter().map(|operation| (operation.id.as_str(), operation)).collect()
    }

    pub(crate) fn entry(&self, id: SchemaId) -> &Entry {
        // Ids are made by the reader alone, and nothing is ever removed.
        &self.entries[id.0 as usize]
    }

    pub(crate) fn target_of(&self, id: SchemaId) -> SchemaId {
        self.targets[id.0 as usize]
    }
}
