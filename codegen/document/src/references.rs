//! References: of the right kind, and with an end.

use std::collections::BTreeSet;

use crate::load::reference::Keys;
use crate::node::{Node, Value, escape_pointer};
use crate::problem::Problem;

pub fn check(root: &Node) -> Vec<Problem> {
    let mut problems = Vec::new();
    kinds(root, Keys::Keywords, "", &mut problems);
    problems.extend(endless(root));
    problems
}

/// Each reference names a component of the kind that is wanted where it stands.
fn kinds(node: &Node, keys: Keys, place: &str, problems: &mut Vec<Problem>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| kinds(item, Keys::Keywords, place, problems)),
        Value::Object(object) => {
            if let Some(target) = node.reference().filter(|_| keys == Keys::Keywords) {
                problems.extend(wrong_kind(target, node, place));
            }
            for (key, entry) in object {
                let below = if keys == Keys::Names { place } else { key.as_str() };
                if let Some(inner) = keys.below(key)
                    && key != "discriminator"
                {
                    kinds(&entry.node, inner, below, problems);
                }
            }
        }
        _ => {}
    }
}

/// The kind of component for each place that can hold a reference.
fn wanted(place: &str) -> Option<&'static str> {
    Some(match place {
        "schema"
        | "schemas"
        | "items"
        | "properties"
        | "additionalProperties"
        | "not"
        | "allOf"
        | "oneOf"
        | "anyOf" => "schemas",
        "parameters" => "parameters",
        "requestBody" | "requestBodies" => "requestBodies",
        "responses" => "responses",
        "headers" => "headers",
        "securitySchemes" => "securitySchemes",
        _ => return None,
    })
}

fn wrong_kind(target: &str, node: &Node, place: &str) -> Option<Problem> {
    let wanted = wanted(place)?;
    let kind = target.strip_prefix("#/components/")?.split('/').next()?;
    (kind != wanted).then(|| {
        Problem::error(
            "ref-kind",
            node.at,
            format!("`{target}` is one of the {kind}, but this place wants one of the {wanted}"),
            format!("refer to `#/components/{wanted}/...`"),
        )
    })
}

/// Components that are nothing but references to each other, and schemas that are part of themselves by `allOf`.
fn endless(root: &Node) -> Vec<Problem> {
    let groups = root.get("components").and_then(Node::as_object).into_iter().flatten();
    let mut problems = Vec::new();
    for (kind, group) in groups {
        for (name, entry) in group.node.as_object().into_iter().flatten() {
            let start = format!("#/components/{kind}/{}", escape_pointer(name));
            if leads_back(root, &entry.node, &start) {
                problems.push(Problem::error(
                    "cyclic-ref",
                    entry.node.at,
                    format!("`{name}` leads back to itself, so it never names a value"),
                    "let one of the references name a schema with a type of its own",
                ));
            }
        }
    }
    problems
}

fn leads_back(root: &Node, node: &Node, start: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending: Vec<&Node> = vec![node];
    while let Some(node) = pending.pop() {
        if let Some(target) = node.reference() {
            if target == start {
                return true;
            }
            if seen.insert(target) {
                pending.extend(target.strip_prefix('#').and_then(|pointer| root.pointer(pointer)));
            }
        }
        // `oneOf` of itself alone would be as endless as `allOf`.
        pending.extend(node.items("allOf"));
        pending.extend(
            node.get("oneOf").and_then(Node::as_array).filter(|arms| arms.len() == 1).into_iter().flatten(),
        );
    }
    false
}
