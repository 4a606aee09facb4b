//! Named schemas that no operation reaches: nothing that happens to them matters to anybody, but it is said.

use std::collections::BTreeSet;

use super::operations::closure;
use super::{Comparison, Place, text};
use crate::diff::finding::Subject;
use crate::diff::site::{Site, describe};
use crate::node::Node;

impl<'a> Comparison<'a> {
    pub(super) fn unused(&mut self) {
        let (old, new) = (unused(self.base), unused(self.head));
        for name in old.union(&new) {
            let (was, is) = (Site::component(self.base, name), Site::component(self.head, name));
            let around = |root: &Node| root.pointer("/components/schemas").map_or(root.at, |node| node.at);
            let place = Place {
                subject: Subject::Schema,
                name: name.clone(),
                location: format!("schemas/{name}"),
                base_at: was.as_ref().map_or_else(|| around(self.base), |site| site.at),
                head_at: is.as_ref().map_or_else(|| around(self.head), |site| site.at),
            };
            let words = |site: &Site<'_>| Some(describe(site.node));
            match (&was, &is) {
                (Some(was), None) => self.found("schema-unused-removed", &place, words(was), None),
                (None, Some(is)) => self.found("schema-unused-added", &place, None, words(is)),
                (Some(was), Some(is))
                    if old.contains(name) && new.contains(name) && text(was.node) != text(is.node) =>
                {
                    self.found("schema-unused-changed", &place, words(was), words(is));
                }
                _ => {}
            }
        }
    }
}

fn unused(root: &Node) -> BTreeSet<String> {
    let used = root.get("paths").map(|paths| closure(root, paths)).unwrap_or_default();
    let all = root.pointer("/components/schemas").and_then(Node::as_object).into_iter().flatten();
    all.map(|(name, _)| name.clone()).filter(|name| !used.contains(name)).collect()
}
