//! Which operation is which: by place and id, by id alone when it moved, by place alone when it was renamed, and by what it
//! takes and returns when it was moved and renamed at once.

use std::collections::{BTreeMap, BTreeSet};

use document::path::anonymous;
use document::{Document, MediaType, Operation, ParameterLocation, SchemaId};

use super::docs::Layers;
use super::{Comparison, Owner, Place, Root, facts, sorted_text};
use crate::diff::finding::{OperationName, Subject};
use crate::diff::rules::Rule;
use crate::diff::rules::operations::api::{
    OP_ADDED, OP_DEPRECATED, OP_ID_RENAMED, OP_MOVED, OP_REMOVED, OP_TAG, OP_UNDEPRECATED,
};
use crate::diff::schema_ref::operation_location;
use crate::node::escape_pointer;
use crate::source::Location;

pub(in crate::diff) fn name_of(operation: &Operation) -> OperationName {
    OperationName {
        id: operation.id.clone(),
        method: operation.method.as_str().to_owned(),
        path: operation.path.clone(),
    }
}

/// The id that the document gives.
fn written_id(operation: &Operation) -> Option<&str> {
    operation.has_id.then_some(operation.id.as_str())
}

/// Method and path, without what the parameters are called.
fn wire_place(operation: &Operation) -> (document::Method, String) {
    (operation.method, anonymous(&operation.path))
}

fn line(operation: &Operation) -> Option<String> {
    Some(format!("{} {}", operation.method, operation.path))
}

fn operations(document: &Document) -> Vec<&Operation> {
    document.operations.iter().filter(|operation| operation.path.starts_with('/')).collect()
}

impl<'a> Comparison<'a> {
    pub(super) fn operations(&mut self) {
        let (base, head) = (operations(self.base), operations(self.head));
        let matched = match_up((self.base, self.head), &base, &head);
        let paired: BTreeSet<usize> = matched.values().copied().collect();
        for (index, operation) in base.iter().enumerate() {
            match matched.get(&index) {
                Some(other) => self.operation(operation, head[*other]),
                None => self.unmatched(&OP_REMOVED, operation),
            }
        }
        for (_, operation) in head.iter().enumerate().filter(|(index, _)| !paired.contains(index)) {
            self.unmatched(&OP_ADDED, operation);
        }
    }

    pub(super) fn enter(&mut self, name: OperationName) {
        self.roots.push(Root { name, pairs: BTreeSet::new() });
        self.current = Owner::Operation;
    }

    fn unmatched(&mut self, rule: &'static Rule, operation: &'a Operation) {
        self.enter(name_of(operation));
        let is_removed = std::ptr::eq(rule, &raw const OP_REMOVED);
        let around = nearest_path(if is_removed { self.head } else { self.base }, &operation.path);
        let at = operation.place.key_at;
        let (base_at, head_at) = if is_removed { (at, around) } else { (around, at) };
        let pointer = Some(operation.place.pointer.clone());
        let place =
            Place { base_at, head_at, base: pointer.clone(), head: pointer, ..place(operation, operation) };
        match is_removed {
            true => self.found(rule, &place.only_base(), line(operation), None),
            false => self.found(rule, &place.only_head(), None, line(operation)),
        }
    }

    fn operation(&mut self, base: &'a Operation, head: &'a Operation) {
        self.enter(name_of(head));
        let place = place(base, head);
        self.identity(base, head, &place);
        self.parameters(base, head, &place);
        self.body(base, head, &place);
        self.responses(base, head, &place);
        self.operation_servers(base, head, &place);
        self.path(base, head);
        self.operation_security(base, head, &place);
        self.scopes(base, head, &place);
        let old = Layers::of(self.base, &base.place.pointer);
        let new = Layers::of(self.head, &head.place.pointer);
        self.docs(&old, &new, &place);
        self.extensions(&old, &new, &place);
    }

    /// Servers of the operation or of its path go before those of the API, which are compared once.
    fn operation_servers(&mut self, base: &Operation, head: &Operation, place: &Place) {
        if base.servers.is_some() || head.servers.is_some() {
            let (of_base, of_head) = (&self.base.servers, &self.head.servers);
            let old = base.servers.as_ref().unwrap_or(of_base);
            let new = head.servers.as_ref().unwrap_or(of_head);
            self.servers(old, new, &place.part("servers"));
        }
    }

    /// What is written about a path, once for all its operations.
    fn path(&mut self, base: &'a Operation, head: &'a Operation) {
        let place = Place {
            subject: Subject::Operation,
            name: head.path.clone(),
            location: format!("paths/{}", escape_pointer(&head.path)),
            base_at: base.path_place.at,
            head_at: head.path_place.at,
            base: Some(base.path_place.pointer.clone()),
            head: Some(head.path_place.pointer.clone()),
        };
        let old = Layers::of(self.base, &base.path_place.pointer);
        let new = Layers::of(self.head, &head.path_place.pointer);
        self.docs(&old, &new, &place);
        self.extensions(&old, &new, &place);
    }

    fn identity(&mut self, base: &Operation, head: &Operation, place: &Place) {
        let (old, new) = (self.base, self.head);
        let keyword = |key: &str| {
            let at = |document: &Document, operation: &Operation| {
                document.key_at(&operation.place.pointer, key).unwrap_or(operation.place.key_at)
            };
            let below = |operation: &Operation| Some(format!("{}/{key}", operation.place.pointer));
            Place {
                base_at: at(old, base),
                head_at: at(new, head),
                base: below(base),
                head: below(head),
                ..place.part(key)
            }
        };
        if wire_place(base) != wire_place(head) {
            self.found(&OP_MOVED, &place.part("path"), line(base), line(head));
        }
        if written_id(base) != written_id(head) {
            let id = |operation: &Operation| written_id(operation).map(str::to_owned);
            self.found(&OP_ID_RENAMED, &keyword("operationId"), id(base), id(head));
        }
        match (base.data.deprecated, head.data.deprecated) {
            (false, true) => self.switched(&OP_DEPRECATED, place, "deprecated", true),
            (true, false) => self.switched(&OP_UNDEPRECATED, place, "deprecated", false),
            _ => {}
        }
        let tags = |operation: &Operation| {
            let tags = &operation.data.tags;
            (!tags.is_empty()).then(|| sorted_text(&serde_json::json!(tags)))
        };
        if tags(base) != tags(head) {
            self.found(&OP_TAG, &keyword("tags"), tags(base), tags(head));
        }
    }
}

fn place(base: &Operation, head: &Operation) -> Place {
    Place {
        subject: Subject::Operation,
        name: head.id.clone(),
        location: operation_location(&head.id),
        base_at: base.place.key_at,
        head_at: head.place.key_at,
        base: Some(base.place.pointer.clone()),
        head: Some(head.place.pointer.clone()),
    }
}

/// The nearest thing that is left of an operation: its path, or all paths.
fn nearest_path(document: &Document, path: &str) -> Location {
    let root = || document.node("").map(|node| node.at).unwrap_or_default();
    let paths = || document.node("/paths").map_or_else(root, |node| node.at);
    document.paths.iter().find(|item| item.path == path).map_or_else(paths, |item| item.place.key_at)
}

/// The head's operation for each of the base's, by index.
fn match_up(
    documents: (&Document, &Document),
    base: &[&Operation],
    head: &[&Operation],
) -> BTreeMap<usize, usize> {
    let mut matching = Matching { documents, base, head, matched: BTreeMap::new(), taken: BTreeSet::new() };
    let id = |operation: &Operation| written_id(operation).map(str::to_owned);
    matching.pass(|operation| Some((wire_place(operation), id(operation))));
    matching.pass(id);
    matching.pass(|operation| Some(wire_place(operation)));
    matching.pass_of_rest(signature);
    matching.matched
}

/// What an operation takes and returns, for one that was moved and renamed at once; `None` where that is nothing that
/// tells it from others.
fn signature(document: &Document, operation: &Operation) -> Option<String> {
    let schema =
        |id: Option<SchemaId>| id.map(|id| document.schema(id)).map(|schema| facts(&schema.to_json()));
    let content = |content: &[MediaType]| -> Vec<String> {
        content.iter().map(|media| format!("{} {:?}", media.name, schema(media.schema))).collect()
    };
    let parameters: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location != Some(ParameterLocation::Path))
        .map(|parameter| {
            (&parameter.written_location, &parameter.name, parameter.required, schema(parameter.schema))
        })
        .collect();
    let body = operation.body.as_ref().map(|body| (body.required, content(&body.content)));
    let responses: BTreeMap<&str, Vec<String>> = operation
        .responses
        .iter()
        .map(|response| (response.status.as_str(), content(&response.content)))
        .collect();
    let is_telling =
        body.is_some() || !parameters.is_empty() || responses.values().any(|content| !content.is_empty());
    is_telling.then(|| format!("{} {parameters:?} {body:?} {responses:?}", operation.method))
}

struct Matching<'m, 'a> {
    documents: (&'m Document, &'m Document),
    base: &'m [&'a Operation],
    head: &'m [&'a Operation],
    matched: BTreeMap<usize, usize>,
    taken: BTreeSet<usize>,
}

impl Matching<'_, '_> {
    /// Matches what is left and alike by a key that only one operation of what is left has.
    fn pass_of_rest<K: Ord>(&mut self, key: impl Fn(&Document, &Operation) -> Option<K>) {
        let left = |all: &[&Operation], document: &Document, is_taken: &dyn Fn(usize) -> bool| {
            let mut keyed: BTreeMap<K, Vec<usize>> = BTreeMap::new();
            for (index, operation) in all.iter().enumerate().filter(|(index, _)| !is_taken(*index)) {
                if let Some(key) = key(document, operation) {
                    keyed.entry(key).or_default().push(index);
                }
            }
            keyed
        };
        let base = left(self.base, self.documents.0, &|index| self.matched.contains_key(&index));
        let mut head = left(self.head, self.documents.1, &|index| self.taken.contains(&index));
        for (key, old) in base {
            if let ([old], Some([new])) = (old.as_slice(), head.remove(&key).as_deref()) {
                self.taken.insert(*new);
                self.matched.insert(*old, *new);
            }
        }
    }

    /// Matches what is alike by a key that only one operation of each document has.
    fn pass<K: Ord>(&mut self, key: impl Fn(&Operation) -> Option<K>) {
        let mut keyed: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, operation) in self.base.iter().enumerate() {
            if let Some(key) = key(operation) {
                keyed.entry(key).or_default().0.push(index);
            }
        }
        for (index, operation) in self.head.iter().enumerate() {
            if let Some(key) = key(operation) {
                keyed.entry(key).or_default().1.push(index);
            }
        }
        for (old, new) in keyed.into_values() {
            if let ([old], [new]) = (old.as_slice(), new.as_slice())
                && !self.matched.contains_key(old)
                && self.taken.insert(*new)
            {
                self.matched.insert(*old, *new);
            }
        }
    }
}
