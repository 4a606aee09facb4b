//! Which operation is which: by place and id, by id alone when it moved, by place alone when it was renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comparison, Owner, Place, Root};
use crate::bundle::METHODS;
use crate::diff::finding::{OperationName, Subject};
use crate::diff::site::operation_location;
use crate::load::reference::of_tree;
use crate::node::{Node, escape_pointer, unescape_pointer};
use crate::source::Location;

/// An operation as it is written.
#[derive(Clone, Debug)]
pub(super) struct Operation<'a> {
    pub path: &'a str,
    pub method: &'static str,
    pub id: Option<&'a str>,
    pub at: Location,
    pub node: &'a Node,
    pub item: &'a Node,
}

fn operations(root: &Node) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, item) in root.entries("paths").filter(|(path, _)| path.starts_with('/')) {
        for method in METHODS {
            let Some(entry) = item.node.entry(method) else { continue };
            let id = entry.node.get_str("operationId");
            found.push(Operation { path, method, id, at: entry.key_at, node: &entry.node, item: &item.node });
        }
    }
    found
}

impl<'a> Operation<'a> {
    pub(super) fn name(&self) -> OperationName {
        let method = self.method.to_uppercase();
        let id = self.id.map_or_else(|| format!("{method} {}", self.path), str::to_owned);
        OperationName { id, method, path: self.path.to_owned() }
    }

    /// Method and path, without what the parameters are called.
    fn place(&self) -> (&'static str, String) {
        (self.method, template(self.path))
    }

    /// Where a part of it is, for people and for fingerprints.
    pub(super) fn location(&self) -> String {
        operation_location(&self.name().id)
    }
}

/// A path with the names of its parameters taken out.
pub(super) fn template(path: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for sign in path.chars() {
        match sign {
            '{' => (inside, plain) = (true, plain + "{"),
            '}' => (inside, plain) = (false, plain + "}"),
            _ if inside => {}
            _ => plain.push(sign),
        }
    }
    plain
}

impl<'a> Comparison<'a> {
    pub(super) fn operations(&mut self) {
        let (base, head) = (operations(self.base), operations(self.head));
        let matched = match_up(&base, &head);
        let paired: BTreeSet<usize> = matched.values().copied().collect();
        for (index, operation) in base.iter().enumerate() {
            match matched.get(&index) {
                Some(other) => self.operation(operation, &head[*other]),
                None => self.lone("op-removed", operation),
            }
        }
        for (_, operation) in head.iter().enumerate().filter(|(index, _)| !paired.contains(index)) {
            self.lone("op-added", operation);
        }
    }

    fn enter(&mut self, name: OperationName) {
        self.roots.push(Root { name, pairs: BTreeSet::new() });
        self.current = Owner::Operation;
    }

    fn lone(&mut self, rule: &str, operation: &Operation<'a>) {
        self.enter(operation.name());
        let removed = rule == "op-removed";
        let root = if removed { self.base } else { self.head };
        // The nearest thing that is left of it in the other revision: its path, or all paths.
        let other = if removed { self.head } else { self.base };
        let around = other
            .get("paths")
            .map_or(other.at, |paths| paths.entry(operation.path).map_or(paths.at, |entry| entry.key_at));
        let name = operation.name();
        let line = format!("{} {}", name.method, name.path);
        let (base_at, head_at) = if removed { (operation.at, around) } else { (around, operation.at) };
        let location = operation.location();
        let place = Place { subject: Subject::Operation, name: name.id, location, base_at, head_at };
        let (before, after) = if removed { (Some(line), None) } else { (None, Some(line)) };
        self.found_with(rule, &place, before, after, closure(root, operation.node));
    }

    fn operation(&mut self, base: &Operation<'a>, head: &Operation<'a>) {
        self.enter(head.name());
        let place = Place {
            subject: Subject::Operation,
            name: head.name().id,
            location: head.location(),
            base_at: base.at,
            head_at: head.at,
        };
        self.identity(base, head, &place);
        self.parameters(base, head, &place);
        self.body(base, head, &place);
        self.answers(base, head, &place);
        self.operation_servers(base, head, &place);
        self.path(base, head);
        self.operation_security(base.node, head.node, &place);
        self.operation_docs(base, head, &place);
    }

    /// Servers of the operation or of its path go before those of the API, which are compared once.
    fn operation_servers(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Place) {
        let own =
            |of: &Operation<'a>| [of.node, of.item].into_iter().find(|node| node.get("servers").is_some());
        let (old, new) = (own(base), own(head));
        if old.is_some() || new.is_some() {
            let (old, new) = (old.unwrap_or(self.base), new.unwrap_or(self.head));
            self.servers(old, new, &place.part("servers"));
        }
    }

    /// What is written about a path, once for all its operations.
    fn path(&mut self, base: &Operation<'a>, head: &Operation<'a>) {
        let (base_at, head_at) = (base.item.at, head.item.at);
        let location = format!("paths/{}", escape_pointer(head.path));
        let place =
            Place { subject: Subject::Operation, name: head.path.to_owned(), location, base_at, head_at };
        self.docs(&[base.item], &[head.item], &place);
        self.extensions(&[base.item], &[head.item], &place);
    }

    fn identity(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Place) {
        if base.place() != head.place() {
            let line = |operation: &Operation<'_>| {
                let name = operation.name();
                Some(format!("{} {}", name.method, name.path))
            };
            self.found("op-moved", &place.part("path"), line(base), line(head));
        }
        if base.id != head.id {
            let id = |operation: &Operation<'_>| operation.id.map(str::to_owned);
            self.found(
                "op-id-renamed",
                &place.keyword("operationId", base.node, head.node),
                id(base),
                id(head),
            );
        }
        match (base.node.get_flag("deprecated"), head.node.get_flag("deprecated")) {
            (false, true) => self.found("op-deprecated", place, None, None),
            (true, false) => self.found("op-undeprecated", place, None, None),
            _ => {}
        }
        let tags = |operation: &Operation<'_>| operation.node.get("tags").map(super::text);
        if tags(base) != tags(head) {
            self.found("op-tag", &place.keyword("tags", base.node, head.node), tags(base), tags(head));
        }
    }
}

/// The head's operation for each of the base's, by index.
fn match_up(base: &[Operation<'_>], head: &[Operation<'_>]) -> BTreeMap<usize, usize> {
    let mut matched = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut pass = |same: &dyn Fn(&Operation<'_>, &Operation<'_>) -> bool| {
        for (index, operation) in base.iter().enumerate() {
            if matched.contains_key(&index) {
                continue;
            }
            let found = head
                .iter()
                .enumerate()
                .find(|(other, candidate)| !taken.contains(other) && same(operation, candidate));
            if let Some((other, _)) = found {
                matched.insert(index, other);
                taken.insert(other);
            }
        }
    };
    let unique = |all: &[Operation<'_>], id: &str| all.iter().filter(|one| one.id == Some(id)).count() == 1;
    pass(&|a, b| a.place() == b.place() && a.id == b.id);
    pass(&|a, b| a.id == b.id && a.id.is_some_and(|id| unique(base, id) && unique(head, id)));
    pass(&|a, b| a.place() == b.place());
    matched
}

/// The named schemas that a part of a document leads to.
pub(super) fn closure(root: &Node, part: &Node) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut pending = vec![part];
    while let Some(node) = pending.pop() {
        for (target, _) in of_tree(node) {
            let Some(pointer) = target.strip_prefix('#').filter(|_| seen.insert(target)) else { continue };
            if let Some(name) = pointer.strip_prefix("/components/schemas/") {
                names.insert(unescape_pointer(name));
            }
            pending.extend(root.pointer(pointer));
        }
    }
    names
}
