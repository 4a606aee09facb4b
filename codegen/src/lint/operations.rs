//! Paths and operations.

use std::collections::BTreeMap;

use document::path::{anonymous, template_names};
use document::problem::Problem;
use document::source::Location;
use document::{Document, Operation};

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut problems = paths(document);
    problems.extend(document.operations.iter().filter_map(missing_id));
    problems.extend(unknown_schemes(document));
    for operation in &document.operations {
        problems.extend(responses(document, operation));
        problems.extend(duplicates(operation));
    }
    problems
}

fn paths(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, (&str, Location)> = BTreeMap::new();
    for item in document.paths.iter().filter(|item| template_names(&item.path).is_some()) {
        let (path, at) = (item.path.as_str(), item.place.key_at);
        if path.len() > 1 && path.ends_with('/') {
            problems.push(Problem::warning(
                "trailing-slash",
                at,
                format!("`{path}` ends with a slash"),
                "remove the slash, unless the server insists on it",
            ));
        }
        if let Some((other, first)) = seen.insert(anonymous(path), (path, at)) {
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

fn missing_id(operation: &Operation) -> Option<Problem> {
    (!operation.has_id).then(|| {
        Problem::warning(
            "missing-operation-id",
            operation.place.key_at,
            format!("`{} {}` has no `operationId`", operation.method.key(), operation.path),
            "add one, such as `list_things`",
        )
    })
}

/// The document's own requirement is reported once, whatever number of operations it holds for.
fn unknown_schemes(document: &Document) -> Vec<Problem> {
    let own = document.operations.iter().filter(|operation| operation.has_own_security);
    let own = own.map(|operation| (operation.place.pointer.as_str(), &operation.security));
    let mut problems = Vec::new();
    for (pointer, requirements) in own.chain([("", &document.security)]) {
        for (index, requirement) in requirements.iter().enumerate() {
            for name in requirement.keys().filter(|name| document.scheme(name).is_none()) {
                let at = document.key_at(&format!("{pointer}/security/{index}"), name).unwrap_or_default();
                problems.push(Problem::warning(
                    "unknown-scheme",
                    at,
                    format!("there is no security scheme `{name}`"),
                    "define it under `components/securitySchemes`, or correct its name",
                ));
            }
        }
    }
    problems
}

fn responses(document: &Document, operation: &Operation) -> Vec<Problem> {
    let mut problems = Vec::new();
    let has = |wanted: &[&str]| {
        operation.responses.iter().any(|response| wanted.contains(&response.status.as_str()))
    };
    if operation.successes().next().is_none() && !has(&["default"]) {
        problems.push(Problem::warning(
            "missing-success",
            operation.place.key_at,
            "no success is documented",
            "add the response of a success, such as `'200'`",
        ));
    }
    if !operation.security.is_empty() && !has(&["401", "4XX", "default"]) && document.is_extended() {
        problems.push(Problem::warning(
            "missing-error",
            operation.place.key_at,
            "the operation wants credentials, but 401 is not documented",
            "add the response `'401'`",
        ));
    }
    problems
}

/// Twice in one list, of which the first counts; an operation may well replace a parameter of its path.
fn duplicates(operation: &Operation) -> Vec<Problem> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut problems = Vec::new();
    for parameter in &operation.own_parameters {
        let key = (parameter.written_location.as_str(), parameter.name.as_str());
        if seen.contains(&key) {
            problems.push(Problem::warning(
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
