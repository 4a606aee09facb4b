//! Components that were written down and that nothing refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Component, ComponentKey};
use crate::load::reference::of_tree;
use crate::load::{FileSet, Reference};
use crate::node::Node;
use crate::source::Location;

/// Every component of every file that cannot be reached from the paths, as `kind/Name`.
pub(super) fn components(
    document: &FileSet,
    root: &Node,
    copied: &BTreeMap<ComponentKey, Component>,
) -> Vec<(String, Location)> {
    let used = reachable(root, copied);
    let mut unused = Vec::new();
    for tree in &document.trees {
        for (kind, group) in tree.entries("components").filter(|(kind, _)| *kind != "securitySchemes") {
            for (name, entry) in group.node.as_object().into_iter().flatten() {
                let key = (kind.to_owned(), name.clone());
                if !used.contains(&key) {
                    unused.push((format!("{kind}/{name}"), entry.key_at));
                }
            }
        }
    }
    unused
}

fn reachable(root: &Node, copied: &BTreeMap<ComponentKey, Component>) -> BTreeSet<ComponentKey> {
    let mut used = BTreeSet::new();
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        for (text, _) in of_tree(node) {
            let Some(key) = component_key(text) else { continue };
            if used.insert(key.clone()) {
                pending.extend(copied.get(&key).and_then(|component| component.node.as_ref()));
            }
        }
    }
    used
}

fn component_key(text: &str) -> Option<ComponentKey> {
    let reference = Reference::parse(text, "").ok()?;
    let (kind, name) = reference.component()?;
    Some((kind.to_owned(), name))
}
