//! Names that become one in Rust. The generator tells them apart by number, which nobody likes to read.

use std::collections::BTreeMap;

use super::visit::Visited;
use crate::names::{type_name, value_name, value_variant};
use crate::node::{Node, Object};
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    let schemas = visited.root.pointer("/components/schemas").and_then(Node::as_object);
    let mut problems = collisions("schemas", schemas.into_iter().flat_map(keys), type_name);
    for schema in &visited.schemas {
        let properties = schema.node.get("properties").and_then(Node::as_object);
        problems.extend(collisions("properties", properties.into_iter().flat_map(keys), value_name));
        let values = schema.node.items("enum").filter_map(|value| Some((value.as_str()?, value.at)));
        problems.extend(collisions("values", values, |text| value_variant(schema.node, text)));
    }
    problems
}

fn keys(object: &Object) -> impl Iterator<Item = (&str, Location)> {
    object.iter().map(|(key, entry)| (key.as_str(), entry.key_at))
}

fn collisions<'a>(
    what: &str,
    names: impl Iterator<Item = (&'a str, Location)>,
    in_rust: impl Fn(&str) -> String,
) -> Vec<Problem> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, at) in names {
        let rust = in_rust(name);
        match seen.get(&rust) {
            Some(other) if *other != name => problems.push(Problem::warning(
                "case-collision",
                at,
                format!(
                    "the {what} `{other}` and `{name}` are both `{rust}` in Rust; one of them gets a number"
                ),
                "rename one of them, if the server lets you",
            )),
            Some(_) => {}
            None => {
                seen.insert(rust, name);
            }
        }
    }
    problems
}
