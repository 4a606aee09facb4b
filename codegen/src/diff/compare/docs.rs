//! What people read, and what only the generator reads.

use std::collections::{BTreeMap, BTreeSet};

use document::node::Node;
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
    nodes: Vec<&'d Node>,
}

impl<'d> Layers<'d> {
    /// What is written under a JSON pointer alone.
    pub fn of(document: &'d Document, pointer: &str) -> Self {
        Self { nodes: document.node(pointer).into_iter().collect() }
    }

    /// A schema with the wrappers around it, outermost first.
    pub fn of_schema(core: Schema<'d>, wrappers: &[Schema<'d>]) -> Self {
        let layers = wrappers.iter().chain([&core]);
        Self { nodes: layers.filter_map(|schema| schema.tree().node(&schema.place().pointer)).collect() }
    }

    /// The thing without what is wrapped around it.
    pub fn innermost(&self) -> Self {
        Self { nodes: self.nodes.last().copied().into_iter().collect() }
    }

    /// The texts for people in the order of their weight, then the extensions that are such texts; the first of a name
    /// counts.
    fn texts(&self) -> Vec<(&'d str, &'d Node)> {
        let extensions = self.nodes.iter().flat_map(|node| node.extensions());
        let extensions = extensions.filter(|(name, _)| TEXT_EXTENSIONS.contains(name));
        self.nodes.iter().flat_map(|node| node.texts()).chain(extensions).collect()
    }

    /// The extensions that the generator reads, by name.
    fn instructions(&self) -> BTreeMap<&'d str, &'d Node> {
        // What is further out comes last, and replaces what is inside.
        let extensions = self.nodes.iter().rev().flat_map(|node| node.extensions());
        extensions.filter(|(name, _)| !TEXT_EXTENSIONS.contains(name) && *name != SCOPES).collect()
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
    let mut keys = keys.into_iter().chain(TEXT_EXTENSIONS);
    keys.find_map(|key| differing(value(&was, key), value(&is, key)))
}

fn value<'d>(all: &[(&str, &'d Node)], key: &str) -> Option<&'d Node> {
    all.iter().find(|(name, _)| *name == key).map(|(_, node)| *node)
}

/// The extensions that differ, before and after.
pub(super) fn instructions(
    old: &Layers<'_>,
    new: &Layers<'_>,
) -> Vec<(String, Option<String>, Option<String>)> {
    let (was, is) = (old.instructions(), new.instructions());
    let keys: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    let values = keys.into_iter().filter_map(|key| {
        let (was, is) = differing(was.get(key).copied(), is.get(key).copied())?;
        Some((key.to_owned(), was, is))
    });
    values.collect()
}

/// Both values in words, if they differ.
fn differing(was: Option<&Node>, is: Option<&Node>) -> Option<(Option<String>, Option<String>)> {
    let same = match (was, is) {
        (Some(was), Some(is)) => was.same_value(is),
        (was, is) => was.is_none() && is.is_none(),
    };
    let words = |node: Option<&Node>| node.map(|node| sorted_text(&node.to_json()));
    (!same).then(|| (words(was), words(is)))
}
