//! `x-call` and the names in `x-commands`: where operations live in the client.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::{Operation, Visited};
use crate::node::Node;
use crate::plan::{CallName, parse_call, told_commands};
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    if !visited.extended {
        return Vec::new();
    }
    let mut places = Places {
        root: visited.root,
        methods: BTreeMap::new(),
        spaces: BTreeSet::new(),
        problems: Vec::new(),
    };
    for operation in &visited.operations {
        match operation.node.get("x-call") {
            Some(told) => {
                let names = told.as_array().map_or_else(|| vec![told], |list| list.iter().collect());
                names.into_iter().for_each(|node| places.add(node, operation.path));
            }
            None => places.problems.push(missing(operation)),
        }
        for told in told_commands(operation.node) {
            places.add(told.node, operation.path);
        }
    }
    places.problems()
}

/// The methods and namespaces that were met so far.
struct Places<'a> {
    root: &'a Node,
    methods: BTreeMap<Vec<String>, Location>,
    spaces: BTreeSet<Vec<String>>,
    problems: Vec<Problem>,
}

impl Places<'_> {
    /// What the node says of where a method of the operation at the path lives.
    fn add(&mut self, node: &Node, path: &str) {
        let Some(call) = node.as_str().and_then(parse_call) else {
            self.problems.push(malformed(node));
            return;
        };
        self.problems.extend(unbound(&call, path, node));
        self.problems.extend(featureless(self.root, &call, node));
        let path = names(&call);
        self.spaces.extend((1..=path.len()).map(|depth| path[..depth].to_vec()));
        let full = [path, vec![call.method.clone()]].concat();
        if let Some(first) = self.methods.insert(full, node.at) {
            let message = format!("the same method was named in line {}", first.line);
            self.problems.push(clash(node, &message));
        }
    }

    fn problems(mut self) -> Vec<Problem> {
        let both = self.methods.iter().filter(|(path, _)| self.spaces.contains(*path));
        self.problems.extend(both.map(|(path, at)| {
            Problem::error(
                "call-clash",
                *at,
                format!("`{}` is a namespace and a method", path.join(".")),
                "rename the method",
            )
        }));
        self.problems
    }
}

fn missing(operation: &Operation<'_>) -> Problem {
    Problem::warning(
        "missing-call",
        operation.at,
        "the operation does not say where it lives in the client",
        "add `x-call: namespace.method`",
    )
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
