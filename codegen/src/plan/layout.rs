//! Which module a type goes into: that of the one namespace that uses it, else one that its users share.
//!
//! The layout follows from use alone, so splitting or reordering the files of the document moves nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Operation, TypeDecl, TypeModule};

pub(super) fn modules(
    api: &Api,
    operations: &[Operation],
    types: &BTreeMap<String, TypeDecl>,
) -> BTreeMap<String, TypeModule> {
    let by_id: BTreeMap<&str, &Operation> = operations.iter().map(|op| (op.id.as_str(), op)).collect();
    let mut modules: BTreeMap<String, TypeModule> = BTreeMap::new();
    for (name, decl) in types {
        let users: Vec<&Operation> =
            decl.usage.operations.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect();
        let features = features(api, &users);
        let module = modules.entry(module(&users, &features)).or_default();
        module.types.insert(name.clone());
        module.features = features;
    }
    modules
}

/// The features that need a type; empty when an operation that is always there needs it too, or when there are many.
fn features(api: &Api, users: &[&Operation]) -> BTreeSet<String> {
    let always = users.iter().any(|operation| operation.features.is_empty());
    let features: BTreeSet<String> = users.iter().flat_map(|operation| operation.features.clone()).collect();
    if always || features.len() == api.features.len() { BTreeSet::new() } else { features }
}

fn module(users: &[&Operation], features: &BTreeSet<String>) -> String {
    let spaces: BTreeSet<Vec<&str>> = users.iter().filter_map(|operation| namespace(operation)).collect();
    if let (Some(only), 1) = (spaces.first(), spaces.len()) {
        return only.join("/");
    }
    let tops: BTreeSet<&str> = spaces.iter().filter_map(|space| space.first().copied()).collect();
    match (tops.first(), tops.len(), features.len()) {
        (Some(top), 1, _) => format!("{top}/shared"),
        (_, _, 0) => "shared".to_owned(),
        _ => format!(
            "shared_{}",
            features.iter().map(|name| name.replace('-', "_")).collect::<Vec<_>>().join("_")
        ),
    }
}

fn namespace(operation: &Operation) -> Option<Vec<&str>> {
    let call = operation.calls.first()?;
    Some(call.namespace.iter().map(|segment| segment.name.as_str()).collect())
}
