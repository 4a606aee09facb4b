//! What a document owes its readers: descriptions, sources, scopes; and nothing that is not used.

use document::problem::Problem;
use document::schema::Role;
use document::source::Location;
use document::{Document, Operation};

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut problems: Vec<Problem> = document.unused.iter().map(|(name, at)| unused(name, *at)).collect();
    problems.extend(document.operations.iter().flat_map(|operation| of_operation(document, operation)));
    problems.extend(document.webhooks.iter().flat_map(|webhook| of_webhook(document, webhook)));
    problems.extend(schemas(document));
    problems.extend(tags(document));
    problems
}

fn unused(name: &str, at: Location) -> Problem {
    Problem::warning(
        "unused-component",
        at,
        format!("nothing refers to `{name}`"),
        "remove it, or refer to it",
    )
}

fn undescribed(at: Location, what: &str) -> Problem {
    Problem::warning(
        "missing-description",
        at,
        format!("{what} has no description"),
        "add `description`: what it is, its unit, its format, its limits",
    )
}

fn is_said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn of_operation(document: &Document, operation: &Operation) -> Vec<Problem> {
    let mut problems = Vec::new();
    let data = &operation.data;
    if !is_said(data.description.as_deref()) || !is_said(data.summary.as_deref()) {
        problems.push(undescribed(operation.place.key_at, "the operation (`summary` and `description`)"));
    }
    let own = operation.own_parameters.iter().filter(|parameter| parameter.component.is_none());
    for parameter in own.filter(|parameter| !is_said(parameter.description.as_deref())) {
        problems.push(undescribed(parameter.place.at, &format!("the parameter `{}`", parameter.name)));
    }
    for response in operation.responses.iter().filter(|response| !is_said(response.description.as_deref())) {
        problems.push(Problem::warning(
            "undescribed-response",
            response.listed.key_at,
            format!("the response `{}` has no description, which OpenAPI demands", response.status),
            "add `description`: when the server responds so, and with what",
        ));
    }
    if document.is_extended() {
        problems.extend(extensions(document, operation));
    }
    problems
}

/// A webhook owes its readers what an operation does, and how it is signed.
fn of_webhook(document: &Document, webhook: &Operation) -> Vec<Problem> {
    let owed = of_operation(document, webhook);
    let mut problems: Vec<Problem> =
        owed.into_iter().filter(|problem| problem.rule != "missing-scopes").collect();
    problems.extend(match &webhook.signature {
        None if document.is_extended() => Some(Problem::warning(
            "missing-signature",
            webhook.place.key_at,
            format!("the webhook `{}` does not say how it is signed", webhook.path),
            "add `x-signature: {scheme: json, sha1: HEADER}`; `{scheme: none}` where it is not signed",
        )),
        Some(written) if written.signature.is_none() => Some(Problem::warning(
            "malformed-signature",
            written.at,
            format!("the signature of the webhook `{}` cannot be read", webhook.path),
            "write `scheme` as json, form or none, and `sha1` and `sha256` as names of headers",
        )),
        _ => None,
    });
    problems
}

fn extensions(document: &Document, operation: &Operation) -> Vec<Problem> {
    let mut problems = Vec::new();
    match operation.source.as_deref() {
        None => problems.push(Problem::warning(
            "missing-source",
            operation.place.key_at,
            "the operation does not name the page it was transcribed from",
            "add `x-source: https://...`, the published address of the page",
        )),
        Some(source) if !is_address(source) => problems.push(Problem::warning(
            "malformed-source",
            document.key_at(&operation.place.pointer, "x-source").unwrap_or(operation.place.key_at),
            format!("`{source}` is no address of a page"),
            "write the published address of the page, such as `https://example.com/docs/things#list`",
        )),
        Some(_) => {}
    }
    if !operation.security.is_empty() && operation.scopes.is_none() {
        problems.push(Problem::warning(
            "missing-scopes",
            operation.place.key_at,
            "the operation does not name the scopes that a token needs",
            "add `x-scopes: {any-of: [...]}`; an empty list where the page names none",
        ));
    }
    problems
}

fn schemas(document: &Document) -> Vec<Problem> {
    let written = document.schemas().filter(|schema| schema.reference().is_none());
    let undescribed_schema = written.filter(|schema| !is_said(schema.description()));
    undescribed_schema
        .filter_map(|schema| {
            let what = match schema.role() {
                Role::Component(name) => format!("the schema `{name}`"),
                Role::Property(name) => {
                    format!("the property `{name}` of `{}`", schema.owner().unwrap_or("an inline schema"))
                }
                _ => return None,
            };
            Some(undescribed(schema.place().key_at, &what))
        })
        .collect()
}

fn tags(document: &Document) -> Vec<Problem> {
    let bare = document.tags.iter().filter(|(_, tag)| !is_said(tag.description.as_deref()));
    let mut problems: Vec<Problem> =
        bare.map(|(place, tag)| undescribed(place.at, &format!("the tag `{}`", tag.name))).collect();
    for operation in document.operations.iter().chain(&document.webhooks) {
        for (index, name) in operation.data.tags.iter().enumerate() {
            if !document.tags.iter().any(|(_, tag)| tag.name == *name) {
                let pointer = format!("{}/tags/{index}", operation.place.pointer);
                problems.push(Problem::warning(
                    "undefined-tag",
                    document.node(&pointer).map_or(operation.place.at, |node| node.at),
                    format!("the tag `{name}` is not defined"),
                    "define it under `tags` at the root, with a description",
                ));
            }
        }
    }
    problems
}

/// Whether a text is an address with a host that others can open.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    let is_host =
        host.is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'));
    is_host && !text.contains(char::is_whitespace)
}
