//! What people read, and what only the generator reads.

use std::collections::BTreeSet;

use document::tree::Tree;
use document::{Document, Schema};

use super::{Comparison, Place, sorted_text};
use crate::diff::rules::operations::api::{DOCS_ONLY, EXT_CODEGEN};

/// Extensions that say something to people alone.
const TEXT_EXTENSIONS: [&str; 2] = ["x-source", "x-enum-descriptions"];

/// The extension that says which scopes a token needs; it is compared by what it means.
const SCOPES: &str = "x-scopes";

/// A thing as it is written: itself, and before it whatever is wrapped around it. What is further out counts.
#[derive(Clone, Debug)]
pub(super) struct Layers<'d> {
    tree: &'d Tree,
    pointers: Vec<&'d str>,
}

impl<'d> Layers<'d> {
    /// What is written under a JSON pointer alone.
    pub fn of(document: &'d Document, pointer: &'d str) -> Self {
        Self { tree: document.tree(), pointers: vec![pointer] }
    }

    /// A schema with the wrappers around it, outermost first.
    pub fn of_schema(core: Schema<'d>, wrappers: &[Schema<'d>]) -> Self {
        let pointers = wrappers.iter().chain([&core]).map(|schema| schema.place().pointer.as_str());
        Self { tree: core.tree(), pointers: pointers.collect() }
    }

    /// Texts for people in the order of their weight, then the extensions that are such texts; each once.
    fn texts(&self) -> Vec<(&'d str, String)> {
        let texts = self.pointers.iter().flat_map(|pointer| self.tree.texts(pointer));
        let extensions = self.pointers.iter().flat_map(|pointer| self.tree.extensions_at(pointer));
        let extensions = extensions.filter(|(name, _)| TEXT_EXTENSIONS.contains(name));
        once_each(texts.chain(extensions))
    }

    /// The extensions that the generator reads; each once.
    fn instructions(&self) -> Vec<(&'d str, String)> {
        let extensions = self.pointers.iter().flat_map(|pointer| self.tree.extensions_at(pointer));
        once_each(extensions.filter(|(name, _)| !TEXT_EXTENSIONS.contains(name) && *name != SCOPES))
    }
}

impl Comparison<'_> {
    /// One finding for all that is written about a thing.
    pub(super) fn docs(&mut self, old: &Layers<'_>, new: &Layers<'_>, place: &Place) {
        if let Some((was, is)) = prose(old, new) {
            self.found(&DOCS_ONLY, place, was, is);
        }
    }

    /// Each extension by itself.
    pub(super) fn extensions(&mut self, old: &Layers<'_>, new: &Layers<'_>, place: &Place) {
        for (key, was, is) in instructions(old, new) {
            let below = |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/{key}"));
            let at = Place { base: below(&place.base), head: below(&place.head), ..place.part(&key) };
            self.found(&EXT_CODEGEN, &at, was, is);
        }
    }
}

/// The first text that differs, before and after.
pub(super) fn prose(old: &Layers<'_>, new: &Layers<'_>) -> Option<(Option<String>, Option<String>)> {
    let (was, is) = (old.texts(), new.texts());
    let keys = ["summary", "description", "example", "examples", "externalDocs"];
    let mut pairs = keys.into_iter().chain(TEXT_EXTENSIONS).map(|key| (value(&was, key), value(&is, key)));
    pairs.find(|(was, is)| was != is)
}

/// The extensions that differ, before and after.
pub(super) fn instructions(
    old: &Layers<'_>,
    new: &Layers<'_>,
) -> Vec<(String, Option<String>, Option<String>)> {
    let (was, is) = (old.instructions(), new.instructions());
    let keys: BTreeSet<&str> = was.iter().chain(&is).map(|(key, _)| *key).collect();
    let values = keys.into_iter().map(|key| (key.to_owned(), value(&was, key), value(&is, key)));
    values.filter(|(_, was, is)| was != is).collect()
}

fn value(all: &[(&str, String)], key: &str) -> Option<String> {
    all.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
}

fn once_each<'d>(all: impl Iterator<Item = (&'d str, serde_json::Value)>) -> Vec<(&'d str, String)> {
    let mut met = BTreeSet::new();
    all.filter(|(key, _)| met.insert(*key)).map(|(key, value)| (key, sorted_text(&value))).collect()
}
