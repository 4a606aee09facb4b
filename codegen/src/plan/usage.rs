//! Which operations reach which types, and in which direction; types that none reaches are dropped.

use std::collections::{BTreeMap, BTreeSet};

use super::{Operation, Type, TypeDecl};

pub(super) fn mark(operations: &[Operation], types: &mut BTreeMap<String, TypeDecl>) {
    for operation in operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let sent = parameters.chain(operation.body.iter().map(|body| &body.ty));
        for name in reach(sent, types) {
            note(types, &name, operation, |usage| usage.sent = true);
        }
        for name in reach([&operation.response.ty].into_iter(), types) {
            note(types, &name, operation, |usage| usage.received = true);
        }
        for name in reach(operation.errors.iter().filter_map(|failure| failure.ty.as_ref()), types) {
            note(types, &name, operation, |usage| usage.reported = true);
        }
    }
    types.retain(|_, decl| decl.usage.sent || decl.usage.received || decl.usage.reported);
}

fn note(
    types: &mut BTreeMap<String, TypeDecl>,
    name: &str,
    operation: &Operation,
    mark: impl Fn(&mut super::Usage),
) {
    if let Some(decl) = types.get_mut(name) {
        mark(&mut decl.usage);
        decl.usage.is_called |= !operation.path.is_empty();
        decl.usage.operations.insert(operation.id.clone());
        let page = operation.source.as_deref().and_then(|source| source.split('#').next());
        decl.usage.pages.extend(page.map(str::to_owned));
    }
}

fn reach<'a>(from: impl Iterator<Item = &'a Type>, types: &BTreeMap<String, TypeDecl>) -> BTreeSet<String> {
    let mut pending: Vec<String> = from.filter_map(Type::named).map(str::to_owned).collect();
    let mut reached = BTreeSet::new();
    while let Some(name) = pending.pop() {
        let Some(decl) = types.get(&name).filter(|_| !reached.contains(&name)) else { continue };
        pending.extend(decl.mentions().into_iter().filter_map(Type::named).map(str::to_owned));
        reached.insert(name);
    }
    reached
}
