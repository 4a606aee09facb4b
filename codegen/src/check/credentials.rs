//! Security schemes and `x-credentials`: what the client is told so that it can sign in.

use std::collections::BTreeMap;

use super::visit::Visited;
use crate::names::value_name;
use crate::node::Node;
use crate::plan::{BUILDER_METHODS, Scheme, security_schemes};
use crate::problem::Problem;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut setters: BTreeMap<String, &str> = BTreeMap::new();
    let mut roles: BTreeMap<&str, String> = BTreeMap::new();
    for (name, scheme) in security_schemes(visited.root) {
        let kind = Scheme::of(scheme);
        if kind == Scheme::Other {
            problems.push(unsupported(name, scheme));
        }
        for (role, entry) in scheme.entries("x-credentials") {
            if !kind.roles().contains(&role) {
                problems.push(unknown_role(role, kind, &entry.node));
                continue;
            }
            let Some(node) = entry.node.get("setter") else { continue };
            let setter = value_name(node.as_str().unwrap_or_default());
            let other = setters.insert(setter.clone(), role).filter(|other| *other != role);
            let before = roles.insert(role, setter.clone()).filter(|before| *before != setter);
            let message = match (other, before) {
                _ if BUILDER_METHODS.contains(&setter.as_str()) => {
                    format!("every builder has a method `{setter}`, or uses that name")
                }
                (Some(other), _) => format!("`{setter}` would set the {role} and the {other}"),
                (_, Some(before)) => format!("the {role} is `{before}` elsewhere; a client has one {role}"),
                (None, None) => continue,
            };
            problems.push(malformed(node, message, "give the setter another name"));
        }
    }
    problems
}

fn unsupported(name: &str, scheme: &Node) -> Problem {
    Problem::warning(
        "unsupported-scheme",
        scheme.at,
        format!("the client cannot sign in with `{name}`; its operations are called without credentials"),
        "use `type: http` with `scheme: basic` or `scheme: bearer`, or let callers set a header on each call",
    )
}

fn unknown_role(role: &str, kind: Scheme, node: &Node) -> Problem {
    let roles: Vec<String> = kind.roles().iter().map(|role| format!("`{role}`")).collect();
    let mend = match roles.is_empty() {
        true => "remove it".to_owned(),
        false => format!("name {}", roles.join(" and ")),
    };
    malformed(node, format!("this scheme has no `{role}`"), mend)
}

fn malformed(node: &Node, message: String, mend: impl Into<String>) -> Problem {
    Problem::error("malformed-credentials", node.at, message, mend)
}
