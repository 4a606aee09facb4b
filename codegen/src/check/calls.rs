//! `x-call`: where operations live in the client.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::Visited;
use crate::node::Node;
use crate::plan::{CallName, parse_call};
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    if !visited.extended {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let mut methods: BTreeMap<Vec<String>, Location> = BTreeMap::new();
    let mut spaces: BTreeSet<Vec<String>> = BTreeSet::new();
    for operation in &visited.operations {
        let Some(told) = operation.node.get("x-call") else {
            problems.push(Problem::warning(
                "missing-call",
                operation.at,
                "the operation does not say where it lives in the client",
                "add `x-call: namespace.method`",
            ));
            continue;
        };
        for node in told.as_array().map_or_else(|| vec![told], |list| list.iter().collect()) {
            let Some(call) = node.as_str().and_then(parse_call) else {
                problems.push(malformed(node));
                continue;
            };
            problems.extend(unbound(&call, operation.path, node));
            problems.extend(featureless(visited.root, &call, node));
            let path = names(&call);
            spaces.extend((1..=path.len()).map(|depth| path[..depth].to_vec()));
            let full = [path, vec![call.method.clone()]].concat();
            if let Some(first) = methods.insert(full, node.at) {
                problems.push(clash(
                    node,
                    &format!("another operation, in line {}, is the same method", first.line),
                ));
            }
        }
    }
    let both = methods.iter().filter(|(path, _)| spaces.contains(*path));
    problems.extend(both.map(|(path, at)| {
        Problem::error(
            "call-clash",
            *at,
            format!("`{}` is a namespace and a method", path.join(".")),
            "rename the method",
        )
    }));
    problems
}

fn names(call: &CallName) -> Vec<String> {
    call.namespace.iter().map(|segment| segment.name.clone()).collect()
}

fn malformed(node: &Node) -> Problem {
    Problem::error(
        "malformed-call",
        node.at,
        "this does not say where the operation lives",
        "write `namespace.method` in lower case, such as `things.create`; `things(thing_id).list` binds a path parameter",
    )
}

fn clash(node: &Node, message: &str) -> Problem {
    Problem::error("call-clash", node.at, message, "give one of them another name")
}

fn unbound(call: &CallName, path: &str, node: &Node) -> Vec<Problem> {
    let bound = call.namespace.iter().flat_map(|segment| &segment.bound);
    let missing = bound.filter(|name| !path.contains(&format!("{{{name}}}")));
    missing
        .map(|name| {
            Problem::error(
                "bound-parameter",
                node.at,
                format!("`{name}` is bound, but is no parameter of `{path}`"),
                "correct its name",
            )
        })
        .collect()
}

fn featureless(root: &Node, call: &CallName, node: &Node) -> Option<Problem> {
    let top = &call.namespace.first()?.name;
    let features = root.get("x-features")?.as_object()?;
    let known = features
        .values()
        .any(|feature| feature.node.items("namespaces").any(|name| name.as_str() == Some(top)));
    (!known).then(|| {
        Problem::warning(
            "missing-feature",
            node.at,
            format!("no feature brings the namespace `{top}`"),
            "list it under `x-features`",
        )
    })
}
