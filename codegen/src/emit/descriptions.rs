//! What the documentation of a method says.

use proc_macro2::TokenStream;

use super::commands::Sent;
use super::operations::{Emission, arguments, auth_kind, builder_name, options};
use super::{docs, examples};
use crate::plan::{Credential, Operation, Parameter, Place, Scopes};

/// The documentation of a method.
pub(super) fn method(emission: &Emission<'_>) -> TokenStream {
    let operation = emission.operation;
    let mut paragraphs = purpose(emission);
    paragraphs.push(request(emission));
    paragraphs.extend(argument_docs(emission));
    paragraphs.extend(option_docs(emission));
    paragraphs.extend(auth_docs(emission));
    paragraphs.extend(scope_docs(&operation.scopes));
    paragraphs.extend(answer_docs(operation));
    paragraphs.extend(error_docs(operation));
    paragraphs
        .extend(operation.source.as_ref().map(|source| format!("Documentation page: {}.", page(source))));
    paragraphs.push(examples::method(emission));
    docs::attributes(&paragraphs)
}

fn purpose(emission: &Emission<'_>) -> Vec<String> {
    let operation = emission.operation;
    let described = |text: &str| docs::sentence(&docs::prose(text));
    let summary = match (emission.sent, &operation.summary) {
        (Some(Sent { command, decl, .. }), _) => match &decl.description {
            Some(text) => return vec![described(text)],
            None => format!("Sends `{}`", command.value),
        },
        (None, Some(summary)) => summary.clone(),
        (None, None) => format!("Calls `{}`", operation.id),
    };
    let mut paragraphs = vec![described(&summary)];
    paragraphs.extend(operation.description.as_deref().map(described));
    paragraphs
}

fn request(emission: &Emission<'_>) -> String {
    let Operation { method, path, id, .. } = emission.operation;
    match emission.sent {
        Some(Sent { command, .. }) => {
            format!("`{method} {path}` with `{}: {}`, operation `{id}`.", command.property, command.value)
        }
        None => format!("`{method} {path}`, operation `{id}`."),
    }
}

fn argument_docs(emission: &Emission<'_>) -> Option<String> {
    let operation = emission.operation;
    let bound = |parameter: &&Parameter| {
        parameter.place == Place::Path && emission.space.bound.iter().any(|(_, wire)| *wire == parameter.wire)
    };
    let arguments = arguments(operation).filter(|parameter| !bound(parameter));
    let mut lines: Vec<String> =
        arguments.map(|parameter| argument_line(&parameter.name, &parameter.docs)).collect();
    let given = emission.sent.into_iter().flat_map(Sent::arguments);
    lines.extend(given.map(|given| argument_line(given.name, &given.field.docs)));
    (!lines.is_empty()).then(|| format!("# Arguments\n\n{}", lines.join("\n")))
}

/// What may be set before the call is sent, and how a list is read to its end.
fn option_docs(emission: &Emission<'_>) -> Option<String> {
    let builder = builder_name(emission);
    let parameters = options(emission.operation).map(|parameter| parameter.name.as_str());
    let fields = emission.sent.into_iter().flat_map(Sent::options).map(|given| given.name);
    let setters: Vec<String> =
        parameters.chain(fields).map(|name| format!("[`{name}`]({builder}::{name})")).collect();
    let set =
        (!setters.is_empty()).then(|| format!("Optional, to be set on the request: {}.", setters.join(", ")));
    let paged = emission.operation.answer.paged.as_ref();
    let paged = paged
        .map(|_| "One page is answered; `.items()` and `.pages()` follow the list to its end.".to_owned());
    let told: Vec<String> = set.into_iter().chain(paged).collect();
    (!told.is_empty()).then(|| told.join("\n\n"))
}

fn argument_line(name: &str, told: &[String]) -> String {
    let text = told.first().map_or_else(|| "Required.".to_owned(), |text| docs::sentence(&docs::prose(text)));
    format!("* `{name}`: {}", text.replace('\n', "\n  "))
}

/// How to sign in, where that differs from what most operations want.
fn auth_docs(emission: &Emission<'_>) -> Option<String> {
    let api = &emission.plan.api;
    if emission.operation.security == api.default_security {
        return None;
    }
    let names: Vec<String> = api
        .credentials
        .all()
        .map(|Credential { name, .. }| format!("[`{name}`](crate::ClientBuilder::{name})"))
        .collect();
    let (basic, bearer) = names.split_at(names.len() - usize::from(api.credentials.bearer.is_some()));
    let basic = basic.join(" and ");
    Some(match auth_kind(emission.plan, emission.operation) {
        "Basic" => format!("Signs in with {basic}."),
        "Bearer" => format!("Signs in with {}.", bearer.concat()),
        "BasicOrBearer" => format!("Signs in with {basic}, or with {}.", bearer.concat()),
        _ => "Needs no credentials.".to_owned(),
    })
}

/// The scopes in words.
pub(super) fn scope_docs(scopes: &Scopes) -> Option<String> {
    match scopes {
        Scopes::None => None,
        Scopes::AnyOf(names) if names.len() == 1 => Some(format!("The token needs the scope {}.", names[0])),
        Scopes::AnyOf(names) => Some(format!("The token needs one of the scopes {}.", names.join(", "))),
        Scopes::AllOf(names) => Some(format!("The token needs the scopes {}.", names.join(" and "))),
    }
}

fn answer_docs(operation: &Operation) -> Option<String> {
    let status = operation.answer.status.as_ref()?;
    let described = operation.answer.description.as_deref().map(|text| docs::sentence(&docs::prose(text)));
    Some(format!("Responds with `{status}`: {}", described.unwrap_or_else(|| "success.".to_owned())))
}

fn error_docs(operation: &Operation) -> Option<String> {
    let line = |(status, meaning): &(String, String)| {
        format!("* `{status}`: {}", docs::sentence(&docs::prose(meaning)).replace('\n', " "))
    };
    let lines: Vec<String> = operation.errors.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("# Errors\n\n{}", lines.join("\n")))
}

/// A page of the documentation: a link, where it is an address.
pub(super) fn page(source: &str) -> String {
    let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or(source);
    match source.contains("://") {
        true => format!("[{name}]({source})"),
        false => format!("`{source}`"),
    }
}
