//! References: of the right kind, and with an end.

use indexmap::IndexMap;

use crate::load::reference::Keys;
use crate::node::{Node, Value, escape_pointer};
use crate::problem::Problem;

/// References of the wrong kind, and chains of them without an end.
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
pub(crate) fn wanted(place: &str) -> Option<&'static str> {
    Some(match place {
        "schema"
        | "schemas"
        | "items"
        | "$defs"
        | "definitions"
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
    let mut components: IndexMap<String, (&str, &Node)> = IndexMap::new();
    for (kind, group) in groups {
        for (name, entry) in group.node.as_object().into_iter().flatten() {
            let reference = format!("#/components/{kind}/{}", escape_pointer(name));
            components.insert(reference, (name, &entry.node));
        }
    }
    let edges: Vec<Vec<usize>> = components
        .values()
        .map(|(_, node)| parts(node).into_iter().filter_map(|part| components.get_index_of(part)).collect())
        .collect();
    let endless = on_cycles(&edges).into_iter().filter_map(|index| components.get_index(index));
    endless
        .map(|(_, (name, node))| {
            Problem::error(
                "cyclic-ref",
                node.at,
                format!("`{name}` leads back to itself, so it never names a value"),
                "let one of the references name a schema with a type of its own",
            )
        })
        .collect()
}

/// The references that a value is nothing without: its own, those of its `allOf`, and that of a `oneOf` of one.
fn parts(node: &Node) -> Vec<&str> {
    let mut found = Vec::new();
    let mut pending = vec![node];
    while let Some(node) = pending.pop() {
        found.extend(node.reference());
        pending.extend(node.items("allOf"));
        // `oneOf` of itself alone would be as endless as `allOf`.
        let only = node.get("oneOf").and_then(Node::as_array).filter(|variants| variants.len() == 1);
        pending.extend(only.into_iter().flatten());
    }
    found
}

/// The nodes of a graph that lie on a cycle. Nodes that no cycle leads to are taken away one by one, then those that lead
/// to none; each edge is looked at twice.
fn on_cycles(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut reversed: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|to| reversed[*to].push(from));
    }
    let leads_on = remains(edges, &reversed, &vec![true; edges.len()]);
    let on_cycle = remains(&reversed, edges, &leads_on);
    (0..edges.len()).filter(|index| on_cycle[*index]).collect()
}

/// What is left when nodes without an edge to what is left are taken away.
fn remains(edges: &[Vec<usize>], reversed: &[Vec<usize>], among: &[bool]) -> Vec<bool> {
    let mut left = among.to_vec();
    let count = |targets: &Vec<usize>| targets.iter().filter(|to| among[**to]).count();
    let mut degrees: Vec<usize> = edges.iter().map(count).collect();
    let mut pending: Vec<usize> =
        (0..edges.len()).filter(|node| left[*node] && degrees[*node] == 0).collect();
    while let Some(node) = pending.pop() {
        left[node] = false;
        for from in &reversed[node] {
            degrees[*from] = degrees[*from].saturating_sub(1);
            if left[*from] && degrees[*from] == 0 {
                pending.push(*from);
            }
        }
    }
    left
}
