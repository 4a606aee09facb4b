//! What people read, and what only the generator reads.

use super::operations::Operation;
use super::{Comparison, Place, text};
use crate::node::Node;

/// Keywords that say something to people alone.
const TEXTS: &[&str] = &["summary", "description", "example", "examples", "externalDocs"];

/// Extensions that say something to people alone.
const TEXT_EXTENSIONS: &[&str] = &["x-source", "x-enum-descriptions"];

impl<'a> Comparison<'a> {
    /// One finding for all that is written about a thing.
    pub(super) fn docs(&mut self, old: &Node, new: &Node, place: &Place) {
        let of = |node: &Node, key: &str| node.get(key).filter(|_| node.reference().is_none()).map(text);
        let differing = TEXTS.iter().chain(TEXT_EXTENSIONS).filter(|key| of(old, key) != of(new, key));
        let mut differing = differing.peekable();
        if let Some(first) = differing.peek().copied() {
            self.found("docs-only", place, of(old, first), of(new, first));
        }
    }

    /// Each extension by itself.
    pub(super) fn extensions(&mut self, old: &Node, new: &Node, place: &Place) {
        let keys = |node: &'_ Node| -> Vec<String> {
            let keys = node.as_object().into_iter().flatten().map(|(key, _)| key.clone());
            keys.filter(|key| key.starts_with("x-") && !TEXT_EXTENSIONS.contains(&key.as_str())).collect()
        };
        let mut all = keys(old);
        all.extend(keys(new));
        all.sort();
        all.dedup();
        for key in all {
            let (was, is) = (old.get(&key).map(text), new.get(&key).map(text));
            let rule = if key == "x-scopes" { "scopes-changed" } else { "ext-codegen" };
            if was != is {
                self.found(rule, &place.part(&key), was, is);
            }
        }
    }

    pub(super) fn operation_docs(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Place) {
        self.docs(base.node, head.node, place);
        self.extensions(base.node, head.node, place);
    }
}
