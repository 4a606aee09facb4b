//! `x-call` and the names in `x-commands` and `x-helpers`: no two methods of the client are one, and what they bind is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::extensions::{CallName, WrittenCall};
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut methods = Methods::default();
    for operation in &document.operations {
        for call in operation.written_calls() {
            methods.add(call, &operation.path);
        }
    }
    methods.problems()
}

/// The methods and namespaces that were met so far.
#[derive(Default)]
struct Methods {
    methods: BTreeMap<Vec<String>, Location>,
    namespaces: BTreeSet<Vec<String>>,
    problems: Vec<Problem>,
}

impl Methods {
    fn add(&mut self, call: &WrittenCall, path: &str) {
        // A malformed one was reported with the structure.
        let Some(name) = &call.name else { return };
        self.problems.extend(unbound(name, path, call.at));
        let namespace: Vec<String> = name.namespace.iter().map(|segment| segment.name.clone()).collect();
        self.namespaces.extend((1..=namespace.len()).map(|depth| namespace[..depth].to_vec()));
        let full = [namespace, vec![name.method.clone()]].concat();
        if let Some(first) = self.methods.insert(full, call.at) {
            let message = format!("the same method was named in line {}", first.line);
            self.problems.push(clash(call.at, message, "give one of them another name"));
        }
    }

    fn problems(mut self) -> Vec<Problem> {
        let both = self.methods.iter().filter(|(path, _)| self.namespaces.contains(*path));
        self.problems.extend(both.map(|(path, at)| {
            clash(*at, format!("`{}` is a namespace and a method", path.join(".")), "rename the method")
        }));
        self.problems
    }
}

fn clash(at: Location, message: String, help: &str) -> Problem {
    Problem::error("call-clash", at, message, help)
}

fn unbound(call: &CallName, path: &str, at: Location) -> Vec<Problem> {
    let bound = call.namespace.iter().flat_map(|segment| &segment.bound);
    let missing = bound.filter(|name| !path.contains(&format!("{{{name}}}")));
    missing
        .map(|name| {
            Problem::error(
                "bound-parameter",
                at,
                format!("`{name}` is bound, but is no parameter of `{path}`"),
                "correct its name",
            )
        })
        .collect()
}
