//! What the documentation of a method says.

use proc_macro2::TokenStream;

use super::commands::Sent;
use super::operations::{Emission, arguments};
use super::{docs, examples};
use crate::plan::{Operation, Parameter, Place, Scopes};

/// The documentation of a method.
pub(super) fn method(emission: &Emission<'_>) -> TokenStream {
    let operation = emission.operation;
    let mut paragraphs = purpose(emission);
    paragraphs.push(request(emission));
    paragraphs.extend(argument_docs(emission));
    paragraphs.extend(scope_docs(&operation.scopes));
    paragraphs.extend(answer_docs(operation));
    paragraphs.extend(error_docs(operation));
    paragraphs.extend(operation.source.as_ref().map(|source| format!("Documentation page: `{source}`.")));
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

fn argument_line(name: &str, told: &[String]) -> String {
    let text = told.first().map_or_else(|| "Required.".to_owned(), |text| docs::sentence(&docs::prose(text)));
    format!("* `{name}`: {}", text.replace('\n', "\n  "))
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
    Some(format!("Answers `{status}`: {}", described.unwrap_or_else(|| "success.".to_owned())))
}

fn error_docs(operation: &Operation) -> Option<String> {
    let line = |(status, meaning): &(String, String)| {
        format!("* `{status}`: {}", docs::sentence(&docs::prose(meaning)).replace('\n', " "))
    };
    let lines: Vec<String> = operation.errors.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("# Errors\n\n{}", lines.join("\n")))
}
