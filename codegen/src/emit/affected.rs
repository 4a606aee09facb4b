//! The files in which the crates of two plans may differ, for whoever compares the two: nothing else need be emitted.
//!
//! A file of types is made from the declarations in it and from what those lead to; a file of a namespace, from its
//! operations and from the types that those lead to. Whatever is made from the API as a whole is never left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use super::{namespaces, types};
use crate::plan::{Namespace, Operation, Paged, Plan, Type};

/// Which of the files of types and of namespaces are emitted.
#[derive(Debug)]
pub(crate) enum Wanted {
    All,
    Only(BTreeSet<String>),
}

impl Wanted {
    /// Whether a file is emitted.
    pub(super) fn has(&self, file: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(files) => files.contains(file),
        }
    }
}

/// The files that may differ. The plans are expected to be without texts.
pub(crate) fn affected(old: &Plan, new: &Plan) -> Wanted {
    if is_different(&of_all(old), &of_all(new)) {
        return Wanted::All;
    }
    let changed = changed_types(old, new);
    let changed = with_users(&changed, &[old, new]);
    let mut files = BTreeSet::new();
    for path in keys(&old.modules, &new.modules) {
        let modules = (old.modules.get(path), new.modules.get(path));
        let has_changed =
            [modules.0, modules.1].into_iter().flatten().any(|module| !module.types.is_disjoint(&changed));
        if modules.0 != modules.1 || has_changed {
            files.insert(types::file_name(path));
        }
    }
    for path in keys(&old.namespaces, &new.namespaces) {
        if calls(old, path) != calls(new, path)
            || calls(new, path).is_some_and(|calls| calls.mention(&changed))
        {
            files.insert(namespaces::file_name(path));
        }
    }
    Wanted::Only(files)
}

/// What every file may depend on.
fn of_all(plan: &Plan) -> impl Debug {
    // Everything else is looked at by itself; what the plan gains must be looked at as well.
    let Plan {
        api,
        securities,
        operations: _,
        webhooks: _,
        types: _,
        conversions: _,
        namespaces: _,
        modules: _,
        schemas_read: _,
        updates,
    } = plan;
    let server = (api.server.clone(), api.variables.clone());
    let signed = (api.schemes.clone(), api.credentials.clone(), api.default_security.clone());
    (server, signed, api.features.clone(), securities.clone(), updates.clone())
}

fn is_different(old: &impl Debug, new: &impl Debug) -> bool {
    format!("{old:?}") != format!("{new:?}")
}

fn keys<'p, K: Ord, V>(old: &'p BTreeMap<K, V>, new: &'p BTreeMap<K, V>) -> BTreeSet<&'p K> {
    old.keys().chain(new.keys()).collect()
}

/// The types that are declared differently, page differently, or are made from others.
fn changed_types(old: &Plan, new: &Plan) -> BTreeSet<String> {
    let declared = keys(&old.types, &new.types).into_iter();
    let changed = declared.filter(|name| old.types.get(*name) != new.types.get(*name)).cloned();
    let (was, is) = (pages(old), pages(new));
    let paged = keys(&was, &is).into_iter().filter(|page| was.get(*page) != is.get(*page));
    let converted = keys(&old.conversions, &new.conversions).into_iter();
    let converted = converted.filter(|name| old.conversions.get(*name) != new.conversions.get(*name));
    changed.chain(paged.map(|page| (*page).to_owned())).chain(converted.cloned()).collect()
}

fn pages(plan: &Plan) -> BTreeMap<&str, Vec<&Paged>> {
    let mut pages: BTreeMap<&str, Vec<&Paged>> = BTreeMap::new();
    for paged in plan.operations.iter().filter_map(|operation| operation.response.paged.as_ref()) {
        pages.entry(&paged.page).or_default().push(paged);
    }
    pages
}

/// Types, and every type that leads to one of them.
fn with_users(types: &BTreeSet<String>, plans: &[&Plan]) -> BTreeSet<String> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for decl in plans.iter().flat_map(|plan| plan.types.values()) {
        for mentioned in decl.mentions().into_iter().filter_map(Type::named) {
            users.entry(mentioned).or_default().push(&decl.name);
        }
    }
    let mut found = BTreeSet::new();
    let mut pending: Vec<&str> = types.iter().map(String::as_str).collect();
    while let Some(name) = pending.pop() {
        if found.insert(name.to_owned()) {
            pending.extend(users.get(name).into_iter().flatten());
        }
    }
    found
}

/// What the file of a namespace is made from.
#[derive(PartialEq)]
struct Calls<'p> {
    reached: Reached<'p>,
    children: &'p [String],
    /// Its methods, each with its command and its operation.
    methods: Vec<(&'p str, Option<usize>, &'p Operation)>,
    /// What the namespaces right below it are reached by.
    below: Vec<Option<Reached<'p>>>,
}

/// The path parameters that a namespace binds, and those of them that have a value by themselves.
type Reached<'p> = (&'p [(usize, String)], &'p BTreeSet<String>);

fn reached(space: &Namespace) -> Reached<'_> {
    (&space.bound, &space.of_user)
}

fn calls<'p>(plan: &'p Plan, path: &[String]) -> Option<Calls<'p>> {
    let space = plan.namespaces.get(path)?;
    let methods = space.methods.iter().filter_map(|method| {
        Some((method.name.as_str(), method.command, plan.operations.get(method.operation)?))
    });
    let below = space.children.iter().map(|child| {
        let child = plan.namespaces.get([path, std::slice::from_ref(child)].concat().as_slice())?;
        Some(reached(child))
    });
    Some(Calls {
        reached: reached(space),
        children: &space.children,
        methods: methods.collect(),
        below: below.collect(),
    })
}

impl Calls<'_> {
    fn mention(&self, types: &BTreeSet<String>) -> bool {
        self.methods.iter().any(|(_, _, operation)| mentioned(operation).any(|name| types.contains(name)))
    }
}

/// The types that an operation takes and returns.
fn mentioned(operation: &Operation) -> impl Iterator<Item = &str> {
    let response = &operation.response;
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let types = parameters
        .chain(operation.body.iter().map(|body| &body.ty))
        .chain([&response.ty])
        .chain(response.streamed.iter().map(|streamed| &streamed.ty))
        .chain(response.paged.iter().map(|paged| &paged.item))
        .chain(operation.errors.iter().filter_map(|failure| failure.ty.as_ref()));
    let pages = response.paged.iter().map(|paged| paged.page.as_str());
    let commands = operation.commands.iter().map(|command| command.variant.as_str());
    types.filter_map(Type::named).chain(pages).chain(commands)
}
