//! Paths, parameters and operations.

use std::collections::BTreeMap;

use super::visit::{Operation, Visited};
use crate::names::value_name;
use crate::node::Node;
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    let mut problems = paths(visited);
    problems.extend(ids(visited));
    for operation in &visited.operations {
        problems.extend(parameters(operation));
        problems.extend(duplicate_parameters(visited, operation));
        problems.extend(security(visited, operation));
        problems.extend(responses(visited, operation));
    }
    problems
}

fn paths(visited: &Visited<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut shapes: BTreeMap<String, (&str, Location)> = BTreeMap::new();
    for (path, entry) in visited.root.entries("paths").filter(|(path, _)| !path.starts_with("x-")) {
        let at = entry.key_at;
        let Some(names) = template_names(path) else {
            problems.push(Problem::error(
                "path-template",
                at,
                format!("`{path}` is no path"),
                "begin with a slash, and write each parameter as `{name}`",
            ));
            continue;
        };
        if path.len() > 1 && path.ends_with('/') {
            problems.push(Problem::warning(
                "trailing-slash",
                at,
                format!("`{path}` ends with a slash"),
                "remove the slash, unless the server insists on it",
            ));
        }
        let shape =
            names.iter().fold(path.to_owned(), |shape, name| shape.replace(&format!("{{{name}}}"), "{}"));
        if let Some((other, first)) = shapes.insert(shape, (path, at)) {
            problems.push(Problem::warning(
                "same-path",
                at,
                format!("`{path}` and `{other}` (line {}) are one path to the server", first.line),
                "write one path; `x-call` may list several methods for one operation",
            ));
        }
    }
    problems
}

/// The parameters of a path template; `None` when it is malformed.
fn template_names(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path.strip_prefix('/')?;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains(['{', '/']) || names.contains(&name) {
            return None;
        }
        names.push(name);
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
}

fn ids(visited: &Visited<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, Location> = BTreeMap::new();
    for operation in &visited.operations {
        let Some(id) = operation.node.get("operationId") else {
            let Operation { method, path, .. } = operation;
            problems.push(Problem::warning(
                "missing-operation-id",
                operation.at,
                format!("`{method} {path}` has no `operationId`"),
                "add one, such as `list_things`",
            ));
            continue;
        };
        let text = id.as_str().unwrap_or_default();
        if let Some(first) = seen.insert(value_name(text), id.at) {
            problems.push(Problem::error(
                "duplicate-operation-id",
                id.at,
                format!("the operation id `{text}` was given before, in line {}", first.line),
                "give each operation an id of its own",
            ));
        }
    }
    problems
}

fn parameters(operation: &Operation<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let names = template_names(operation.path).unwrap_or_default();
    let in_path = |node: &&&Node| node.get_str("in") == Some("path");
    for node in operation.parameters.iter().filter(in_path) {
        let name = node.get_str("name").unwrap_or_default();
        if !names.contains(&name) {
            problems.push(Problem::error(
                "path-parameter",
                node.at,
                format!("`{name}` is not in the path `{}`", operation.path),
                "correct its name, or add it to the path",
            ));
        } else if !node.get_flag("required") {
            problems.push(Problem::error(
                "path-parameter",
                node.at,
                format!("the path parameter `{name}` is not required"),
                "add `required: true`",
            ));
        }
    }
    let declared: Vec<&str> =
        operation.parameters.iter().filter(in_path).filter_map(|node| node.get_str("name")).collect();
    for name in names.iter().filter(|name| !declared.contains(name)) {
        problems.push(Problem::error(
            "path-parameter",
            operation.at,
            format!("`{{{name}}}` of `{}` is not declared", operation.path),
            format!("add a parameter `{name}` with `in: path` and `required: true`"),
        ));
    }
    problems.extend(operation.parameters.iter().filter_map(|node| unsupported(node)));
    problems
}

fn unsupported(node: &Node) -> Option<Problem> {
    let name = node.get_str("name").unwrap_or_default();
    let place = node.get("in")?;
    if !matches!(place.as_str(), Some("path" | "query" | "header" | "cookie")) {
        let message = format!("the parameter `{name}` is in `{}`", place.as_str().unwrap_or_default());
        return Some(Problem::error(
            "unsupported-parameter",
            place.at,
            message,
            "use path, query, header or cookie",
        ));
    }
    (node.get("schema").is_none() && node.get("content").is_none()).then(|| {
        Problem::error(
            "unsupported-parameter",
            node.at,
            format!("the parameter `{name}` has no schema"),
            "add `schema`",
        )
    })
}

/// Twice in one list; an operation may well replace a parameter of its path.
fn duplicate_parameters(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let mut seen: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    let mut problems = Vec::new();
    for node in operation.node.items("parameters") {
        let target = visited.resolve(node);
        let key = (target.get_str("in"), target.get_str("name"));
        if seen.contains(&key) {
            let name = key.1.unwrap_or_default();
            problems.push(Problem::error(
                "duplicate-parameter",
                node.at,
                format!("the parameter `{name}` stands here twice"),
                "remove one of them",
            ));
        }
        seen.push(key);
    }
    problems
}

fn security(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let schemes = visited.root.pointer("/components/securitySchemes").and_then(Node::as_object);
    let told = operation
        .node
        .items("security")
        .chain(visited.root.items("security").filter(|_| is_first(visited, operation)));
    let names = told.filter_map(Node::as_object).flatten();
    names
        .filter(|(name, _)| !schemes.is_some_and(|schemes| schemes.contains_key(name.as_str())))
        .map(|(name, entry)| {
            Problem::warning(
                "unknown-scheme",
                entry.key_at,
                format!("there is no security scheme `{name}`"),
                "define it under `components/securitySchemes`, or correct its name",
            )
        })
        .collect()
}

/// The root's own requirement is told of once.
fn is_first(visited: &Visited<'_>, operation: &Operation<'_>) -> bool {
    visited.operations.first().is_some_and(|first| first.at == operation.at)
}

fn responses(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let statuses: Vec<&str> = operation.node.entries("responses").map(|(status, _)| status).collect();
    let mut problems = Vec::new();
    if !statuses.iter().any(|status| status.starts_with('2') || *status == "default") {
        problems.push(Problem::warning(
            "missing-success",
            operation.at,
            "no success is documented",
            "add the response of a success, such as `'200'`",
        ));
    }
    let told = statuses.iter().any(|status| matches!(*status, "401" | "4XX" | "default"));
    if visited.wants_credentials(operation) && !told && visited.extended {
        problems.push(Problem::warning(
            "missing-error",
            operation.at,
            "the operation wants credentials, but 401 is not documented",
            "add the response `'401'`",
        ));
    }
    problems
}
