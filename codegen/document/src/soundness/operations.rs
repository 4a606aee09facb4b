//! Paths, their parameters, and the ids of operations.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::document::Document;
use crate::operation::{Operation, Parameter, ParameterLocation};
use crate::path::template_names;
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut problems = paths(document);
    problems.extend(ids(document));
    for operation in &document.operations {
        problems.extend(path_parameters(operation));
        problems.extend(operation.parameters.iter().filter_map(unsupported));
        problems.extend(duplicates(operation));
    }
    problems
}

fn paths(document: &Document) -> Vec<Problem> {
    let malformed = document.paths.iter().filter(|item| template_names(&item.path).is_none());
    malformed
        .map(|item| {
            Problem::error(
                "path-template",
                item.place.key_at,
                format!("`{}` is no path", item.path),
                "begin with a slash, and write each parameter as `{name}`",
            )
        })
        .collect()
}

fn ids(document: &Document) -> Vec<Problem> {
    let mut seen: BTreeMap<String, Location> = BTreeMap::new();
    let mut problems = Vec::new();
    for operation in document.operations.iter().filter(|operation| operation.has_id) {
        let at = document.operation_id_at(operation);
        // Methods of a client are in snake case, in which two ids may become one.
        if let Some(first) = seen.insert(operation.id.to_snake_case(), at) {
            problems.push(Problem::error(
                "duplicate-operation-id",
                at,
                format!("the operation id `{}` was given before, in line {}", operation.id, first.line),
                "give each operation an id of its own",
            ));
        }
    }
    problems
}

fn path_parameters(operation: &Operation) -> Vec<Problem> {
    let mut problems = Vec::new();
    let names = template_names(&operation.path).unwrap_or_default();
    let in_path = || {
        let all = operation.parameters.iter();
        all.filter(|parameter| parameter.location == Some(ParameterLocation::Path))
    };
    for Parameter { name, place, is_marked_required, .. } in in_path() {
        if !names.contains(&name.as_str()) {
            problems.push(Problem::error(
                "path-parameter",
                place.at,
                format!("`{name}` is not in the path `{}`", operation.path),
                "correct its name, or add it to the path",
            ));
        } else if !is_marked_required {
            problems.push(Problem::error(
                "path-parameter",
                place.at,
                format!("the path parameter `{name}` is not required"),
                "add `required: true`",
            ));
        }
    }
    for name in names.iter().filter(|name| !in_path().any(|parameter| parameter.name == **name)) {
        problems.push(Problem::error(
            "path-parameter",
            operation.place.key_at,
            format!("`{{{name}}}` of `{}` is not declared", operation.path),
            format!("add a parameter `{name}` with `in: path` and `required: true`"),
        ));
    }
    problems
}

fn unsupported(parameter: &Parameter) -> Option<Problem> {
    let Parameter { name, written_location, place, .. } = parameter;
    if parameter.location.is_none() {
        return Some(Problem::error(
            "unsupported-parameter",
            parameter.written_location_at,
            format!("the parameter `{name}` is in `{written_location}`"),
            "use path, query, header or cookie",
        ));
    }
    (parameter.schema.is_none() && parameter.content.is_none()).then(|| {
        Problem::error(
            "unsupported-parameter",
            place.at,
            format!("the parameter `{name}` has no schema"),
            "add `schema`",
        )
    })
}

/// Twice in one list; an operation may well replace a parameter of its path.
fn duplicates(operation: &Operation) -> Vec<Problem> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut problems = Vec::new();
    for parameter in &operation.own_parameters {
        let key = (parameter.written_location.as_str(), parameter.name.as_str());
        if seen.contains(&key) {
            problems.push(Problem::error(
                "duplicate-parameter",
                parameter.listed.at,
                format!("the parameter `{}` stands here twice", parameter.name),
                "remove one of them",
            ));
        }
        seen.push(key);
    }
    problems
}
