//! What a document owes its readers: descriptions, sources, scopes; and nothing that is not used.

use super::visit::{Operation, Place, Visited};
use crate::bundle::Bundle;
use crate::node::Node;
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(visited: &Visited<'_>, bundle: &Bundle) -> Vec<Problem> {
    let mut problems: Vec<Problem> = bundle
        .unused
        .iter()
        .map(|(name, at)| {
            Problem::warning(
                "unused-component",
                *at,
                format!("nothing refers to `{name}`"),
                "remove it, or refer to it",
            )
        })
        .collect();
    problems.extend(visited.operations.iter().flat_map(|operation| of_operation(visited, operation)));
    problems.extend(schemas(visited));
    problems.extend(tags(visited));
    problems
}

fn undescribed(at: Location, what: &str) -> Problem {
    Problem::warning(
        "missing-description",
        at,
        format!("{what} has no description"),
        "add `description`: what it is, its unit, its format, its limits",
    )
}

fn is_described(node: &Node) -> bool {
    node.get_str("description").is_some_and(|text| !text.trim().is_empty())
}

fn of_operation(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let node = operation.node;
    let summarized = node.get_str("summary").is_some_and(|text| !text.trim().is_empty());
    if !is_described(node) || !summarized {
        problems.push(undescribed(operation.at, "the operation (`summary` and `description`)"));
    }
    let own = node.items("parameters").filter(|parameter| parameter.reference().is_none());
    for parameter in own.filter(|parameter| !is_described(parameter)) {
        problems.push(undescribed(
            parameter.at,
            &format!("the parameter `{}`", parameter.get_str("name").unwrap_or_default()),
        ));
    }
    for (status, entry) in
        node.entries("responses").filter(|(_, entry)| !is_described(visited.resolve(&entry.node)))
    {
        problems.push(undescribed(entry.key_at, &format!("the response `{status}`")));
    }
    if visited.extended {
        problems.extend(extensions(visited, operation));
    }
    problems
}

fn extensions(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if operation.node.get("x-source").is_none() {
        problems.push(Problem::warning(
            "missing-source",
            operation.at,
            "the operation does not name the page it was transcribed from",
            "add `x-source: page.md#heading`",
        ));
    }
    if visited.wants_credentials(operation) && operation.node.get("x-scopes").is_none() {
        problems.push(Problem::warning(
            "missing-scopes",
            operation.at,
            "the operation does not name the scopes that a token needs",
            "add `x-scopes: {any-of: [...]}`; an empty list where the page names none",
        ));
    }
    problems
}

fn schemas(visited: &Visited<'_>) -> Vec<Problem> {
    let undescribed_schema = visited.schemas.iter().filter(|schema| !is_described(schema.node));
    undescribed_schema
        .filter_map(|schema| match schema.place {
            Place::Named(name) => Some(undescribed(schema.at, &format!("the schema `{name}`"))),
            Place::Property(name) => Some(undescribed(
                schema.at,
                &format!("the property `{name}` of `{}`", schema.owner.unwrap_or("an inline schema")),
            )),
            Place::Inline | Place::Parameter => None,
        })
        .collect()
}

fn tags(visited: &Visited<'_>) -> Vec<Problem> {
    let defined: Vec<&str> = visited.root.items("tags").filter_map(|tag| tag.get_str("name")).collect();
    let mut problems: Vec<Problem> = visited
        .root
        .items("tags")
        .filter(|tag| !is_described(tag))
        .map(|tag| undescribed(tag.at, &format!("the tag `{}`", tag.get_str("name").unwrap_or_default())))
        .collect();
    let used = visited.operations.iter().flat_map(|operation| operation.node.items("tags"));
    let undefined = used.filter(|tag| !defined.contains(&tag.as_str().unwrap_or_default()));
    problems.extend(undefined.map(|tag| {
        Problem::warning(
            "undefined-tag",
            tag.at,
            format!("the tag `{}` is not defined", tag.as_str().unwrap_or_default()),
            "define it under `tags` at the root, with a description",
        )
    }));
    problems
}
