//! A bundled document in the form that progenitor 0.15 accepts.
//!
//! It is made of the document alone, by the rules that [`RULES`] lists, and of any document: what cannot be expressed
//! is given up there, so that one odd schema does not cost the whole reading. What progenitor does not look at (servers,
//! security, examples, links, extensions) is left out, and shared parameters, bodies and responses are written in place.

mod compositions;
mod names;
mod operations;
mod parameters;
mod references;
mod responses;
mod rules;
mod schemas;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use self::names::Names;
pub(super) use self::names::type_ident;
pub(super) use self::operations::other_success;
pub use self::rules::{Counts, RULES, Rule};

/// The document for progenitor.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The document.
    pub document: Value,
    /// What was given up.
    pub given_up: Counts,
}

/// Lowers a document whose references are all of the form `#/components/<kind>/<Name>`.
pub fn lower(document: &Value) -> Lowered {
    let mut lowering = Lowering::new(document);
    lowering.components();
    let paths = lowering.paths();
    let info = document.get("info");
    let text = |key: &str, otherwise: &str| {
        info.and_then(|info| info.get(key)?.as_str()).unwrap_or(otherwise).to_owned()
    };
    let document = object([
        ("openapi", "3.0.3".into()),
        ("info", json!({ "title": text("title", "API"), "version": text("version", "0.0.0") })),
        ("paths", paths.into()),
        ("components", object([("schemas", lowering.schemas.into())]).into()),
    ]);
    Lowered { document: document.into(), given_up: lowering.counts }
}

/// The work in progress.
struct Lowering<'a> {
    root: &'a Value,
    /// The schemas of the new document.
    schemas: Map<String, Value>,
    names: Names,
    /// Components, with the one at which the references that begin there end, if they do.
    ends: BTreeMap<String, Option<String>>,
    counts: Counts,
    /// The successes of the operation that is being lowered for which it has no room, by their status.
    others: Vec<(String, Value)>,
}

impl<'a> Lowering<'a> {
    fn new(root: &'a Value) -> Self {
        let mut lowering = Self {
            root,
            schemas: Map::new(),
            names: Names::default(),
            ends: BTreeMap::new(),
            counts: Counts::new(),
            others: Vec::new(),
        };
        for name in entries(root.pointer("/components/schemas")).map(|(name, _)| name) {
            if lowering.names.component(name) {
                lowering.count(Rule::SchemaNames);
            }
        }
        lowering
    }

    fn components(&mut self) {
        let root = self.root;
        for (name, schema) in entries(root.pointer("/components/schemas")) {
            let name = self.names.of_component(name).to_owned();
            let lowered = self.named_schema(schema, &name);
            self.schemas.insert(name, lowered);
        }
    }

    fn count(&mut self, rule: Rule) {
        *self.counts.entry(rule).or_default() += 1;
    }

    /// What a chain of references ends at.
    fn followed(&self, mut node: &'a Value) -> &'a Value {
        // As many as there can be without a cycle.
        for _ in 0..10_000 {
            let target = node.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            match target.and_then(|pointer| self.root.pointer(&percent_decoded(pointer))) {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }
}

/// References are URIs: a name in them may be percent-encoded.
fn percent_decoded(pointer: &str) -> String {
    crate::node::percent_decode(pointer)
}

/// A mapping. Unlike `json!`, it takes what is in it as it is and does not write it anew.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The entries of a mapping; none of anything else.
fn entries(node: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    node.and_then(Value::as_object).into_iter().flatten()
}

/// The items of the list under a key; none when absent.
fn items<'v>(node: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    node.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The text under a key.
fn text<'v>(node: &'v Value, key: &str) -> Option<&'v str> {
    node.get(key)?.as_str()
}

/// A flag under a key; absent or of another type means false.
fn flag(node: &Value, key: &str) -> bool {
    node.get(key).and_then(Value::as_bool).unwrap_or(false)
}
