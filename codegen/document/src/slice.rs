//! A part of a document: the operations that are asked for, or those of which nothing keeps a client from being made.
//!
//! Works on the bundled tree. An operation that leads to something unsupported is left out as a whole, and so is every
//! component that nothing leads to any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{Bundle, METHODS, bundle_all};
use crate::document::Document;
use crate::load::reference::of_tree;
use crate::load::{Files, load_all};
use crate::node::{Node, Value, unescape_pointer};
use crate::problem::{Problem, Report, Severity};
use crate::source::Location;
use crate::upgrade;

/// Which part of a document is wanted.
#[derive(Clone, Debug, Default)]
pub struct Slice {
    /// Tags, and paths that begin with a slash; all operations where there are none. A path stands for all below it.
    pub only: Vec<String>,
    /// Whether operations that are not supported are left out, rather than the whole document refused.
    pub skips_unsupported: bool,
}

/// An operation that is not part of the client.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Its method and path.
    pub operation: String,
    /// What keeps it from being generated.
    pub problem: Problem,
}

impl Document {
    /// Loads a part of the document at `root`, with the operations that had to be left out.
    ///
    /// # Errors
    ///
    /// When the document cannot be read, when nothing of it is asked for, or when something keeps a client from being made
    /// that no operation can be blamed for.
    pub fn load_slice(
        files: &dyn Files,
        root: &str,
        slice: &Slice,
        reserved_setters: &[&str],
    ) -> Result<(Self, Vec<LeftOut>), Report> {
        let (mut set, mut problems) = load_all(files, root)?;
        upgrade::upgrade(&mut set);
        let (mut bundle, more) = bundle_all(set);
        problems.extend(more);
        if !slice.only.is_empty() {
            select(&mut bundle, &slice.only)?;
            let reached = places(&bundle.root);
            problems.retain(|problem| problem.at.is_none_or(|at| reached.contains(&at)));
        }
        if !slice.skips_unsupported {
            return match problems.is_empty() {
                true => Self::of(bundle).map(|document| (document, Vec::new())),
                false => Err(Report::new(bundle.sources, problems)),
            };
        }
        let mut left_out = Vec::new();
        loop {
            if !problems.is_empty() {
                match leave_out(&mut bundle.root, &problems) {
                    Ok(more) => left_out.extend(more),
                    Err(problems) => return Err(Report::new(bundle.sources, problems)),
                }
            }
            let loaded = Self::of(bundle.clone());
            problems = match loaded {
                Ok(document) => match document.errors(reserved_setters) {
                    errors if errors.is_empty() => return Ok((document, left_out)),
                    errors => errors,
                },
                Err(report) => report.problems,
            };
            problems.retain(|problem| problem.severity != Severity::Warning);
        }
    }
}

/// Leaves the operations that are asked for, and what they lead to.
fn select(bundle: &mut Bundle, only: &[String]) -> Result<(), Report> {
    let mut kept = 0;
    retain_operations(&mut bundle.root, |path, operation| {
        let tags: Vec<&str> = operation.items("tags").filter_map(Node::as_str).collect();
        let is_wanted = only.iter().any(|wanted| match wanted.starts_with('/') {
            true => {
                let below = path.strip_prefix(wanted.trim_end_matches('/'));
                below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            }
            false => tags.iter().any(|tag| tag.eq_ignore_ascii_case(wanted)),
        });
        kept += usize::from(is_wanted);
        is_wanted
    });
    if kept == 0 {
        let names = only.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
        let problem = Problem::unreadable(
            "empty-selection",
            None,
            format!("no operation has the tag or path {names}"),
            "name a tag as the operations do, or a path that begins with a slash",
        );
        return Err(Report::new(bundle.sources.clone(), vec![problem]));
    }
    if let Value::Object(root) = &mut bundle.root.value {
        root.shift_remove("x-webhooks");
    }
    drop_unreachable(&mut bundle.root);
    bundle.unused.clear();
    Ok(())
}

/// Removes the operations that problems stand in, or that lead to such a place. The problems come back where none does.
fn leave_out(root: &mut Node, problems: &[Problem]) -> Result<Vec<LeftOut>, Vec<Problem>> {
    let faults: BTreeMap<Location, &Problem> =
        problems.iter().rev().filter_map(|problem| Some((problem.at?, problem))).collect();
    let components = faulty_components(root, &faults);
    let fault_of = |node: &Node| -> Option<Problem> {
        let own = fault(node, &faults).cloned();
        own.or_else(|| references(node).iter().find_map(|key| components.get(key)).cloned())
    };
    let mut left_out = Vec::new();
    let shared: BTreeMap<String, Problem> = root
        .entries("paths")
        .filter_map(|(path, entry)| {
            let at_key = faults.get(&entry.key_at).copied().cloned();
            let parameters = entry.node.get("parameters").and_then(&fault_of);
            Some((path.to_owned(), at_key.or(parameters)?))
        })
        .collect();
    let mut keys: BTreeMap<(String, String), Location> = BTreeMap::new();
    for (path, entry) in root.entries("paths") {
        for (method, entry) in entry.node.as_object().into_iter().flatten() {
            keys.insert((path.to_owned(), method.clone()), entry.key_at);
        }
    }
    retain_methods(root, |path, method, operation| {
        let at_key =
            keys.get(&(path.to_owned(), method.to_owned())).and_then(|at| faults.get(at).copied().cloned());
        let found = shared.get(path).cloned().or(at_key).or_else(|| fault_of(operation));
        let Some(problem) = found else { return true };
        left_out.push(LeftOut { operation: format!("{} {path}", method.to_uppercase()), problem });
        false
    });
    if left_out.is_empty() && components.is_empty() {
        return Err(problems.to_vec());
    }
    let before = count_components(root);
    drop_unreachable(root);
    match left_out.is_empty() && count_components(root) == before {
        true => Err(problems.to_vec()),
        false => Ok(left_out),
    }
}

/// The components that problems stand in, or that lead to such ones, each with its problem.
fn faulty_components(root: &Node, faults: &BTreeMap<Location, &Problem>) -> BTreeMap<String, Problem> {
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut faulty = BTreeMap::new();
    let mut pending = Vec::new();
    for (key, node) in components(root) {
        if let Some(problem) = fault(node, faults) {
            pending.push((key.clone(), problem.clone()));
        }
        for target in references(node) {
            users.entry(target).or_default().push(key.clone());
        }
    }
    while let Some((key, problem)) = pending.pop() {
        if faulty.contains_key(&key) {
            continue;
        }
        pending.extend(users.get(&key).into_iter().flatten().map(|user| (user.clone(), problem.clone())));
        faulty.insert(key, problem);
    }
    faulty
}

/// The first problem that stands in a part of the document.
fn fault<'p>(node: &Node, faults: &BTreeMap<Location, &'p Problem>) -> Option<&'p Problem> {
    let mut pending = vec![node];
    while let Some(node) = pending.pop() {
        if let Some(problem) = faults.get(&node.at) {
            return Some(problem);
        }
        match &node.value {
            Value::Array(items) => pending.extend(items),
            Value::Object(object) => {
                for entry in object.values() {
                    if let Some(problem) = faults.get(&entry.key_at) {
                        return Some(problem);
                    }
                    pending.push(&entry.node);
                }
            }
            _ => {}
        }
    }
    None
}

/// The components that a part of the document refers to, as `kind/Name`.
fn references(node: &Node) -> BTreeSet<String> {
    let targets = of_tree(node).into_iter().filter_map(|(text, _)| text.strip_prefix("#/components/"));
    targets
        .filter_map(|target| target.split_once('/'))
        .map(|(kind, name)| key(kind, &unescape_pointer(name)))
        .collect()
}

fn key(kind: &str, name: &str) -> String {
    format!("{kind}/{name}")
}

/// Every component, as `kind/Name`.
fn components(root: &Node) -> impl Iterator<Item = (String, &Node)> {
    let groups = root.entries("components");
    groups.flat_map(|(kind, group)| {
        let named = group.node.as_object().into_iter().flatten();
        named.map(move |(name, entry)| (key(kind, name), &entry.node))
    })
}

fn count_components(root: &Node) -> usize {
    components(root).count()
}

/// Removes the components that the paths do not lead to. Security schemes are named, not referred to, and stay.
fn drop_unreachable(root: &mut Node) {
    let all: BTreeMap<String, &Node> = components(root).collect();
    let mut used = BTreeSet::new();
    let mut pending: Vec<&Node> = ["paths", "x-webhooks"].iter().filter_map(|key| root.get(key)).collect();
    while let Some(node) = pending.pop() {
        for target in references(node) {
            if used.insert(target.clone()) {
                pending.extend(all.get(&target));
            }
        }
    }
    let Some(groups) = object_mut(root, "components") else { return };
    for (kind, group) in groups.iter_mut().filter(|(kind, _)| *kind != "securitySchemes") {
        if let Value::Object(group) = &mut group.node.value {
            group.retain(|name, _| used.contains(&key(kind, name)));
        }
    }
}

fn retain_operations(root: &mut Node, mut keep: impl FnMut(&str, &Node) -> bool) {
    retain_methods(root, |path, _, operation| keep(path, operation));
}

/// Leaves the operations that are to be kept, and the paths that still have one.
fn retain_methods(root: &mut Node, mut keep: impl FnMut(&str, &str, &Node) -> bool) {
    let Some(paths) = object_mut(root, "paths") else { return };
    paths.retain(|path, item| {
        let Value::Object(methods) = &mut item.node.value else { return true };
        let is_operation = |key: &str| METHODS.contains(&key);
        let before = methods.keys().filter(|key| is_operation(key)).count();
        methods.retain(|method, entry| !is_operation(method) || keep(path, method, &entry.node));
        before == 0 || methods.keys().any(|key| is_operation(key))
    });
}

fn object_mut<'n>(root: &'n mut Node, key: &str) -> Option<&'n mut crate::node::Object> {
    let Value::Object(root) = &mut root.value else { return None };
    match &mut root.get_mut(key)?.node.value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// Where every value of the tree stands.
fn places(node: &Node) -> BTreeSet<Location> {
    let (mut found, mut pending) = (BTreeSet::new(), vec![node]);
    while let Some(node) = pending.pop() {
        found.insert(node.at);
        match &node.value {
            Value::Array(items) => pending.extend(items),
            Value::Object(object) => {
                found.extend(object.values().map(|entry| entry.key_at));
                pending.extend(object.values().map(|entry| &entry.node));
            }
            _ => {}
        }
    }
    found
}
