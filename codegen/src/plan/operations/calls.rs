//! Where an operation lives in the client: `x-call`, or its tag and id in documents that do not say.

use std::collections::BTreeMap;

use super::Operation;
use crate::names::value_name;
use crate::node::Node;

/// The name of a method of the client: `fabric.sip_endpoints.create`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallName {
    /// The namespaces, outermost first; at least one.
    pub namespace: Vec<Segment>,
    /// The method.
    pub method: String,
}

/// One namespace on the way to a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Path parameters (by wire name) that are given here and not to each method.
    pub bound: Vec<String>,
}

pub(super) fn read(operation: &Node, tag: Option<&str>, id: &str) -> Vec<CallName> {
    let told = operation.get("x-call");
    let one = told.and_then(Node::as_str).into_iter();
    let many = told.and_then(Node::as_array).into_iter().flatten().filter_map(Node::as_str);
    let calls: Vec<CallName> = one.chain(many).filter_map(parse).collect();
    match calls.is_empty() {
        true => vec![CallName {
            namespace: vec![Segment { name: value_name(tag.unwrap_or("api")), bound: Vec::new() }],
            method: value_name(id),
        }],
        false => calls,
    }
}

/// `fabric.subscribers.sip_endpoints(fabric_subscriber_id).list`.
pub(crate) fn parse(text: &str) -> Option<CallName> {
    let (namespace, method) = text.rsplit_once('.')?;
    let namespace = namespace.split('.').map(segment).collect::<Option<Vec<_>>>()?;
    is_word(method).then(|| CallName { namespace, method: value_name(method) })
}

fn segment(text: &str) -> Option<Segment> {
    let (name, bound) = match text.split_once('(') {
        Some((name, bound)) => {
            (name, bound.strip_suffix(')')?.split(',').map(|word| word.trim().to_owned()).collect())
        }
        None => (text, Vec::new()),
    };
    is_word(name).then(|| Segment { name: value_name(name), bound })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Two operations that came to the same name are told apart by number, a namespace and a method by an underscore.
pub(super) fn resolve_clashes(operations: &mut [Operation]) {
    operations.iter_mut().flat_map(all_mut).for_each(step_aside);
    let spaces: Vec<Vec<String>> = operations
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

/// Names that the client and the namespaces have for themselves.
fn step_aside(call: &mut CallName) {
    if let Some(top) = call.namespace.first_mut()
        && matches!(top.name.as_str(), "builder" | "clone" | "fmt" | "from_env" | "request")
    {
        top.name.push('_');
    }
    for segment in call.namespace.iter_mut().filter(|segment| segment.name == "new") {
        segment.name.push('_');
    }
    if matches!(call.method.as_str(), "clone" | "fmt" | "new") {
        call.method.push('_');
    }
}

fn path(call: &CallName, depth: usize) -> Vec<String> {
    call.namespace.iter().take(depth).map(|segment| segment.name.clone()).collect()
}
