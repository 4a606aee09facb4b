//! From the raw tree to the typed document. This is the one place that reads the keys of OpenAPI by their names.
//!
//! The structure has been checked by now, so that reading cannot fail: what is of the wrong kind was reported, and what is
//! merely odd reads as absent.

mod api;
mod operations;
mod repairs;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::bundle::{Bundle, bundle};
use crate::document::Document;
use crate::load::{Files, load};
use crate::node::{Entry as KeyedNode, Node, escape_pointer};
use crate::place::Place;
use crate::problem::{Problem, Report, Severity};
use crate::source::{Location, Sources};
use crate::tree::{Entry, SchemaId, Tree};
use crate::{references, structure, upgrade};

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
        let Bundle { sources, mut root, unused } = bundle;
        let mut problems = structure::check(&mut root);
        problems.extend(references::check(&root));
        if problems.iter().any(|problem| problem.severity < Severity::Warning) {
            return Err(Report::new(sources, problems));
        }
        Ok(document(sources, root, unused, problems))
    }

    /// Reads a bundled document from JSON. Its places are JSON pointers alone.
    pub fn of_json(json: &Value) -> Result<Self, Report> {
        let root = Node::of_json(json, Location::default());
        Self::of(Bundle { sources: Sources::default(), root, unused: Vec::new() })
    }
}

/// Reads a document whose structure is sound.
fn document(
    sources: Sources,
    root: Node,
    unused: Vec<(String, Location)>,
    warnings: Vec<Problem>,
) -> Document {
    let mut reader = Reader { warnings, ..Reader::new(&root) };
    reader.components();
    let api = reader.api();
    let error_codes = reader.error_codes();
    let paths = reader.paths();
    let operations = reader.operations("/paths", &api.security);
    let webhooks = reader.operations("/x-webhooks", &api.security);
    let Reader { entries, components, warnings, .. } = reader;
    let targets = schemas::targets(&entries, &components);
    Document {
        info: api.info,
        servers: api.servers,
        tags: api.tags,
        security: api.security,
        schemes: api.schemes,
        features: api.features,
        guides: api.guides,
        package: api.package,
        pagination: api.pagination,
        error_codes,
        extensions: api.extensions,
        sources,
        operations,
        webhooks,
        paths,
        unused,
        warnings,
        tree: Tree { root, entries, components, targets },
    }
}

struct Reader<'n> {
    root: &'n Node,
    entries: Vec<Entry>,
    components: IndexMap<String, SchemaId>,
    /// The schemas of parameters and bodies by their pointers: what is shared is read once.
    read: BTreeMap<String, SchemaId>,
    /// What is wrong and was repaired or left out.
    warnings: Vec<Problem>,
    /// The places and messages of the warnings: what is shared is reported once.
    warned: BTreeSet<(Location, String)>,
}

/// A part of the document that may be a reference to a component.
struct Followed<'n> {
    node: &'n Node,
    place: Place,
    component: Option<String>,
}

impl<'n> Reader<'n> {
    fn new(root: &'n Node) -> Self {
        Self {
            root,
            entries: Vec::new(),
            components: IndexMap::new(),
            read: BTreeMap::new(),
            warnings: Vec::new(),
            warned: BTreeSet::new(),
        }
    }

    fn warn(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            if self.warned.insert((problem.at.unwrap_or_default(), problem.message.clone())) {
                self.warnings.push(problem);
            }
        }
    }

    /// What a chain of references to components ends at. The checks have refused chains without an end.
    fn follow(&self, node: &'n Node, place: &Place) -> Followed<'n> {
        let mut followed = Followed { node, place: place.clone(), component: None };
        while let Some(pointer) = followed.node.reference().and_then(|text| text.strip_prefix('#')) {
            let Some(target) = self.root.pointer(pointer) else { break };
            let name = pointer.rsplit('/').next().map(crate::node::unescape_pointer);
            let place = Place { pointer: pointer.to_owned(), key_at: target.at, at: target.at };
            followed = Followed { node: target, place, component: name };
        }
        followed
    }
}

/// The place of the value under a key.
fn below(place: &Place, key: &str, entry: &KeyedNode) -> Place {
    let pointer = format!("{}/{}", place.pointer, escape_pointer(key));
    Place { pointer, key_at: entry.key_at, at: entry.node.at }
}

/// The place of an item of the list under a key.
fn item(place: &Place, key: &str, index: usize, node: &Node) -> Place {
    Place { pointer: format!("{}/{key}/{index}", place.pointer), key_at: node.at, at: node.at }
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get_str(key).map(str::to_owned)
}

fn texts(node: &Node, key: &str) -> Vec<String> {
    node.items(key).filter_map(Node::as_str).map(str::to_owned).collect()
}

fn json(node: &Node, key: &str) -> Option<Value> {
    node.get(key).map(Node::to_json)
}

fn extensions(node: &Node) -> IndexMap<String, Value> {
    let entries = node.as_object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-"));
    entries.map(|(key, entry)| (key.clone(), entry.node.to_json())).collect()
}
