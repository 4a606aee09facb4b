//! What people read, and what only the generator reads.

use std::collections::BTreeSet;

use super::operations::Operation;
use super::{Comparison, Place, text};
use crate::node::Node;

/// Keywords that say something to people alone.
const TEXTS: &[&str] = &["summary", "description", "example", "examples", "externalDocs"];

/// Extensions that say something to people alone.
const TEXT_EXTENSIONS: &[&str] = &["x-source", "x-enum-descriptions"];

/// A thing as it is written: itself, and before it whatever is wrapped around it. What is further out counts.
pub(super) type Layers<'n> = [&'n Node];

impl<'a> Comparison<'a> {
    /// One finding for all that is written about a thing.
    pub(super) fn docs(&mut self, old: &Layers<'_>, new: &Layers<'_>, place: &Place) {
        if let Some((was, is)) = prose(old, new) {
            self.found("docs-only", place, was, is);
        }
    }

    /// Each extension by itself.
    pub(super) fn extensions(&mut self, old: &Layers<'_>, new: &Layers<'_>, place: &Place) {
        for (key, was, is) in instructions(old, new) {
            let rule = if key == "x-scopes" { "scopes-changed" } else { "ext-codegen" };
            self.found(rule, &place.part(&key), was, is);
        }
    }

    pub(super) fn operation_docs(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Place) {
        self.docs(&[base.node], &[head.node], place);
        self.extensions(&[base.node], &[head.node], place);
    }
}

/// The first text that differs, before and after.
pub(super) fn prose(old: &Layers<'_>, new: &Layers<'_>) -> Option<(Option<String>, Option<String>)> {
    let keys = TEXTS.iter().chain(TEXT_EXTENSIONS);
    keys.map(|key| (value(old, key), value(new, key))).find(|(was, is)| was != is)
}

/// The extensions that differ, before and after.
pub(super) fn instructions(
    old: &Layers<'_>,
    new: &Layers<'_>,
) -> Vec<(String, Option<String>, Option<String>)> {
    let layers = old.iter().chain(new);
    let keys = layers.flat_map(|node| node.as_object().into_iter().flatten()).map(|(key, _)| key.clone());
    let keys: BTreeSet<String> =
        keys.filter(|key| key.starts_with("x-") && !TEXT_EXTENSIONS.contains(&key.as_str())).collect();
    let values = keys.into_iter().map(|key| (value(old, &key), value(new, &key), key));
    values.filter(|(was, is, _)| was != is).map(|(was, is, key)| (key, was, is)).collect()
}

fn value(layers: &Layers<'_>, key: &str) -> Option<String> {
    layers.iter().filter(|node| node.reference().is_none()).find_map(|node| node.get(key)).map(text)
}
