//! Where an operation lives in the client: `x-call`, or its tag and id where there is none.

use std::collections::{BTreeMap, BTreeSet};

pub use document::extensions::{CallName, Segment};

use super::{Operation, Read};
use crate::names::reserved::{CLIENT_METHODS, NAMESPACE_CONSTRUCTOR, NAMESPACE_METHODS};
use crate::names::value_name;

pub(super) fn read(operation: &Read) -> Vec<CallName> {
    let calls: Vec<CallName> =
        operation.calls.iter().filter_map(|call| call.name.as_ref()).map(in_rust).collect();
    match calls.is_empty() {
        true => vec![by_tag(operation)],
        false => calls,
    }
}

/// The namespace of the tag, and the id without the words of the tag that it begins with: `issues().add_labels` for the id
/// `issues/add-labels`.
fn by_tag(operation: &Read) -> CallName {
    let namespace = value_name(operation.tag().unwrap_or("api"));
    let whole = value_name(&operation.id);
    let rest = operation.tag().and_then(|_| whole.strip_prefix(namespace.as_str())?.strip_prefix('_'));
    let is_name = |rest: &&str| rest.starts_with(|first: char| first.is_ascii_alphabetic());
    let method = rest.filter(is_name).map_or_else(|| whole.clone(), value_name);
    CallName { namespace: vec![Segment { name: namespace, bound: Vec::new() }], method }
}

/// The same call with names that Rust takes.
pub(super) fn in_rust(call: &CallName) -> CallName {
    let segment =
        |segment: &Segment| Segment { name: value_name(&segment.name), bound: segment.bound.clone() };
    CallName { namespace: call.namespace.iter().map(segment).collect(), method: value_name(&call.method) }
}

/// Adds a number where two operations have the same name, and an underscore where a method is called like a namespace.
pub(super) fn resolve_clashes(operations: &mut [Operation]) {
    operations.iter_mut().flat_map(all_mut).for_each(step_aside);
    let spaces: BTreeSet<Vec<String>> = operations
        .iter_mut()
        .flat_map(all_mut)
        .flat_map(|call| (1..=call.namespace.len()).map(|depth| path(call, depth)))
        .collect();
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for call in operations.iter_mut().flat_map(all_mut) {
        let mut full = path(call, call.namespace.len());
        full.push(call.method.clone());
        if spaces.contains(&full) {
            call.method.push('_');
        }
        let count = seen.entry(full).or_default();
        *count += 1;
        if *count > 1 {
            call.method = format!("{}_{count}", call.method);
        }
    }
}

/// The operation's own methods, and those of its commands.
fn all_mut(operation: &mut Operation) -> impl Iterator<Item = &mut CallName> {
    let commands = operation.commands.iter_mut().map(|command| &mut command.call);
    operation.calls.iter_mut().chain(commands)
}

/// Leaves the client and the namespaces the names of their own methods.
fn step_aside(call: &mut CallName) {
    if let Some(top) = call.namespace.first_mut()
        && CLIENT_METHODS.contains(&top.name.as_str())
    {
        top.name.push('_');
    }
    for segment in call.namespace.iter_mut().filter(|segment| segment.name == NAMESPACE_CONSTRUCTOR) {
        segment.name.push('_');
    }
    if NAMESPACE_METHODS.contains(&call.method.as_str()) {
        call.method.push('_');
    }
}

fn path(call: &CallName, depth: usize) -> Vec<String> {
    call.namespace.iter().take(depth).map(|segment| segment.name.clone()).collect()
}
