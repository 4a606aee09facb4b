//! The tree of namespaces through which the client reaches its operations.

use std::collections::{BTreeMap, BTreeSet};

use super::{CallName, Operation};
use document::Document;

/// Every namespace, by its path of names (`["fabric", "sip_endpoints"]`), parents before children.
pub type Namespaces = BTreeMap<Vec<String>, Namespace>;

/// One namespace.
#[derive(Clone, Debug, Default)]
pub struct Namespace {
    /// Path parameters bound on the way, each with the depth at which it is given.
    pub bound: Vec<(usize, String)>,
    /// Those of the bound parameters that are the user of the client's credentials unless the program gives another value.
    pub of_user: BTreeSet<String>,
    /// Names of the namespaces below it.
    pub children: Vec<String>,
    /// Its methods, in the order in which one reads of them.
    pub methods: Vec<Method>,
    /// What it is for: its description in the document, or else that of the feature that it alone makes up, or else the names
    /// of the namespaces below it.
    pub description: Option<String>,
}

/// A method of a namespace.
#[derive(Clone, Debug)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// Index of the operation that it calls.
    pub operation: usize,
    /// Index among the operation's commands, when it sends one.
    pub command: Option<usize>,
}

pub(super) fn tree(document: &Document, operations: &[Operation]) -> Namespaces {
    let mut spaces = Namespaces::new();
    for (index, operation) in operations.iter().enumerate() {
        for (call, command) in calls(operation) {
            let mut path = Vec::new();
            let mut bound = Vec::new();
            for (depth, segment) in call.namespace.iter().enumerate() {
                add_child(&mut spaces, &path, &segment.name);
                path.push(segment.name.clone());
                bound.extend(segment.bound.iter().map(|wire| (depth, wire.clone())));
                let space = spaces.entry(path.clone()).or_default();
                let of_user = operation.parameters.iter().filter(|parameter| parameter.is_user);
                let of_user = of_user.map(|parameter| parameter.wire.clone());
                space.of_user.extend(of_user.filter(|wire| bound.iter().any(|(_, known)| known == wire)));
                if space.bound.len() < bound.len() {
                    space.bound.clone_from(&bound);
                }
            }
            let space = spaces.entry(path).or_default();
            space.methods.push(Method { name: call.method.clone(), operation: index, command });
            describe(space, document, operation);
        }
    }
    for (path, space) in &mut spaces {
        space.methods.sort_by(|a, b| (rank(&a.name), &a.name).cmp(&(rank(&b.name), &b.name)));
        space.children.sort();
        space.description = space
            .description
            .take()
            .or_else(|| of_feature(document, path))
            .or_else(|| contents(&space.children));
    }
    spaces
}

/// The operation's own methods, and those of its commands by their index.
fn calls(operation: &Operation) -> impl Iterator<Item = (&CallName, Option<usize>)> {
    let commands = operation.commands.iter().enumerate();
    let commands = commands.map(|(index, command)| (&command.call, Some(index)));
    operation.calls.iter().map(|call| (call, None)).chain(commands)
}

fn add_child(spaces: &mut Namespaces, parent: &[String], child: &str) {
    if parent.is_empty() {
        return;
    }
    let parent = spaces.entry(parent.to_vec()).or_default();
    if !parent.children.iter().any(|known| known == child) {
        parent.children.push(child.to_owned());
    }
}

fn describe(space: &mut Namespace, document: &Document, operation: &Operation) {
    if space.description.is_none() {
        let tag = operation.tag.as_deref().and_then(|tag| document.tag_description(tag));
        space.description = tag.map(|text| text.trim().to_owned());
    }
}

/// The description of the feature that enables this namespace and no other, or that is named after it.
fn of_feature(document: &Document, path: &[String]) -> Option<String> {
    let [name] = path else { return None };
    let mut features = document.features.iter();
    let (_, feature) = features.find(|(feature, of)| {
        of.namespaces.contains(name) && (of.namespaces.len() == 1 || feature.replace('-', "_") == *name)
    })?;
    Some(feature.description.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What a namespace holds that nothing is said of: `Brands, campaigns and orders.`
fn contents(children: &[String]) -> Option<String> {
    let names: Vec<String> = children.iter().map(|child| child.replace('_', " ")).collect();
    let (last, others) = names.split_last()?;
    let text = match others {
        [] => last.clone(),
        others => format!("{} and {last}", others.join(", ")),
    };
    let mut chars = text.chars();
    let first = chars.next()?.to_uppercase();
    Some(format!("{first}{}.", chars.as_str()))
}

/// The plain five come first, in the order one meets them.
fn rank(method: &str) -> usize {
    ["list", "create", "get", "update", "delete"].iter().position(|name| *name == method).unwrap_or(5)
}
