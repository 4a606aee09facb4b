//! Which operations reach which types, and in which direction; types that none reaches are dropped.

use std::collections::{BTreeMap, BTreeSet};

use document::Direction;

use super::{Kind, Operation, Type, TypeDecl};

pub(super) fn mark(operations: &[Operation], types: &mut BTreeMap<String, TypeDecl>) {
    for operation in operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let sent = parameters.chain(operation.body.iter().map(|body| &body.ty));
        for name in reach(sent, types) {
            note(types, &name, operation, |usage| usage.sent = true);
        }
        let streamed = operation.response.streamed.iter().map(|streamed| &streamed.ty);
        for name in reach([&operation.response.ty].into_iter().chain(streamed), types) {
            note(types, &name, operation, |usage| usage.received = true);
        }
        for name in reach(operation.errors.iter().filter_map(|failure| failure.ty.as_ref()), types) {
            note(types, &name, operation, |usage| usage.reported = true);
        }
    }
    types.retain(|_, decl| decl.usage.sent || decl.usage.received || decl.usage.reported);
    types.values_mut().for_each(relax);
}

/// OpenAPI requires a `readOnly` field of responses alone, and a `writeOnly` one of requests.
fn relax(decl: &mut TypeDecl) {
    let Kind::Object(fields) = &mut decl.kind else { return };
    for field in fields {
        match field.direction {
            Direction::Response => field.optional |= decl.usage.sent,
            Direction::Request => field.sent_only = decl.usage.received || decl.usage.reported,
            Direction::Either => {}
        }
    }
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
