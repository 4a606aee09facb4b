//! What is wrong with operations, but leaves no doubt about the requests that are meant: it is repaired, with a warning.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use indexmap::IndexMap;

use crate::node::Node;
use crate::operation::{Operation, Parameter, ParameterLocation, Style};
use crate::path::template_names;
use crate::place::Place;
use crate::problem::Problem;
use crate::source::Location;

/// Makes the parameters of the path those of its template, all of which a request needs.
pub(super) fn path_parameters(
    path: &str,
    operation: &Place,
    parameters: &mut Vec<Parameter>,
) -> Vec<Problem> {
    // A webhook has a name in place of a path, and a malformed template is reported as such.
    let Some(names) = template_names(path) else { return Vec::new() };
    let mut problems: Vec<Problem> = parameters.iter().filter_map(untyped).collect();
    let is_in_path = |parameter: &Parameter| parameter.location == Some(ParameterLocation::Path);
    parameters.retain(|parameter| {
        let is_known = !is_in_path(parameter) || names.contains(&parameter.name.as_str());
        if !is_known {
            problems.push(path_parameter(
                parameter.place.at,
                format!("`{}` is not in the path `{path}`, and is ignored", parameter.name),
                "correct its name, or add it to the path",
            ));
        }
        is_known
    });
    for parameter in
        parameters.iter().filter(|parameter| is_in_path(parameter) && !parameter.is_marked_required)
    {
        problems.push(path_parameter(
            parameter.place.at,
            format!("the path parameter `{}` is not marked as required, as each of them is", parameter.name),
            "add `required: true`",
        ));
    }
    for name in names {
        if !parameters.iter().any(|parameter| is_in_path(parameter) && parameter.name == name) {
            problems.push(path_parameter(
                operation.key_at,
                format!("`{{{name}}}` of `{path}` is not declared, and is taken for a string"),
                format!("add a parameter `{name}` with `in: path` and `required: true`"),
            ));
            parameters.push(undeclared(name, operation));
        }
    }
    problems
}

fn path_parameter(at: Location, message: String, help: impl Into<String>) -> Problem {
    Problem::warning("path-parameter", at, message, help)
}

fn untyped(parameter: &Parameter) -> Option<Problem> {
    (parameter.schema.is_none() && parameter.content.is_none()).then(|| {
        Problem::warning(
            "untyped-parameter",
            parameter.place.at,
            format!("the parameter `{}` has no schema, and is taken for a string", parameter.name),
            "add `schema`",
        )
    })
}

/// A parameter that only the template of the path names. It stands where its operation does.
fn undeclared(name: &str, operation: &Place) -> Parameter {
    Parameter {
        name: name.to_owned(),
        credential: None,
        alternate_keys: Vec::new(),
        location: Some(ParameterLocation::Path),
        written_location: ParameterLocation::Path.as_str().to_owned(),
        written_location_at: operation.at,
        place: operation.clone(),
        listed: operation.clone(),
        component: None,
        description: None,
        required: true,
        is_marked_required: true,
        deprecated: false,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty_value: false,
        schema: None,
        content: None,
        example: None,
        examples: Vec::new(),
        extensions: IndexMap::new(),
    }
}

/// Adds a number to each id that another operation has as well, in snake case as methods have it.
pub(super) fn unique_ids(operations: &mut [Operation], root: &Node) -> Vec<Problem> {
    let mut taken = BTreeSet::new();
    let mut problems = Vec::new();
    for operation in operations.iter_mut().filter(|operation| operation.has_id) {
        if taken.insert(operation.id.to_snake_case()) {
            continue;
        }
        let written = root.pointer(&operation.place.pointer).and_then(|node| node.get("operationId"));
        let mut number = 2;
        let mut id = format!("{}_{number}", operation.id);
        while !taken.insert(id.to_snake_case()) {
            number += 1;
            id = format!("{}_{number}", operation.id);
        }
        problems.push(Problem::warning(
            "duplicate-operation-id",
            written.map_or(operation.place.at, |node| node.at),
            format!("another operation has the id `{}` as well; this one is called `{id}`", operation.id),
            "give each operation an id of its own",
        ));
        operation.id = id;
    }
    problems
}
