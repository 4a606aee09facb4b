//! The documentation of methods.

use proc_macro2::TokenStream;

use super::context::{CommandCall, MethodContext, arguments, options};
use super::paths::set;
use super::{aliases, docs, examples, security};
use crate::plan::{
    Command, Failure, Kind, Operation, Parameter, Place, ResponseFormat, Scopes, StatusDecl, Streamed, Type,
};

/// The documentation of a method.
pub(super) fn method(context: &MethodContext<'_>) -> TokenStream {
    let operation = context.operation;
    let mut paragraphs = purpose(context);
    if let Some(target) = &context.alias_of {
        paragraphs.truncate(1);
        paragraphs.push(aliases::reference(target));
        paragraphs.extend(argument_docs(context));
        paragraphs.push(examples::method(context));
        return docs::attributes(&paragraphs);
    }
    paragraphs.push(request(context));
    paragraphs.extend(argument_docs(context));
    paragraphs.extend(option_docs(context));
    paragraphs.extend(auth_docs(context));
    paragraphs.extend(scope_docs(&operation.scopes));
    paragraphs.extend(response_docs(context));
    paragraphs.extend(error_docs(operation));
    paragraphs.extend(
        operation.source.as_ref().map(|source| format!("Documentation page: {}.", docs::page(source))),
    );
    paragraphs.push(examples::method(context));
    docs::attributes(&paragraphs)
}

fn purpose(context: &MethodContext<'_>) -> Vec<String> {
    let operation = context.operation;
    let described = |text: &str| docs::sentence(&docs::prose(text));
    let summary = match (context.command_call, &operation.summary) {
        (Some(CommandCall { command: Command { helper: Some(helper), .. }, .. }), _) => {
            return vec![described(&helper.description)];
        }
        (Some(CommandCall { command, decl, .. }), _) => match &decl.description {
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

fn request(context: &MethodContext<'_>) -> String {
    let Operation { method, path, id, .. } = context.operation;
    match context.command_call {
        Some(CommandCall { command: Command { helper: Some(helper), .. }, .. }) => match set(helper) {
            set if set.is_empty() => format!("`{method} {path}`, operation `{id}`."),
            set => format!("`{method} {path}` with {set}, operation `{id}`."),
        },
        Some(CommandCall { command, .. }) => {
            format!("`{method} {path}` with `{}: {}`, operation `{id}`.", command.property, command.value)
        }
        None => format!("`{method} {path}`, operation `{id}`."),
    }
}

fn argument_docs(context: &MethodContext<'_>) -> Option<String> {
    let operation = context.operation;
    let bound = |parameter: &&Parameter| {
        parameter.place == Place::Path && context.space.bound.iter().any(|(_, wire)| *wire == parameter.wire)
    };
    let arguments = arguments(operation).filter(|parameter| !bound(parameter));
    let mut lines: Vec<String> =
        arguments.map(|parameter| argument_line(&parameter.name, &parameter.docs)).collect();
    let field = context.command_call.into_iter().flat_map(CommandCall::arguments);
    lines.extend(field.map(|field| argument_line(field.name, &field.decl.docs)));
    (!lines.is_empty()).then(|| format!("# Arguments\n\n{}", lines.join("\n")))
}

/// The setters of the call, and how to read a list to its end.
fn option_docs(context: &MethodContext<'_>) -> Option<String> {
    let parameters = options(context.operation)
        .map(|parameter| item(&parameter.name, parameter.docs.first().map(String::as_str)));
    let fields = context.command_call.into_iter().flat_map(CommandCall::options);
    let fields = fields.map(|field| item(field.name, field.decl.docs.first().map(String::as_str)));
    let setters: Vec<String> = parameters.chain(fields).collect();
    let set = (!setters.is_empty())
        .then(|| format!("# Optional\n\nTo be set on the call:\n\n{}", setters.join("\n")));
    let paged = context.operation.response.paged.as_ref();
    let paged =
        paged.map(|_| "Returns one page; `.items()` and `.pages()` follow the list to its end.".to_owned());
    let paragraphs: Vec<String> = set.into_iter().chain(paged).collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn argument_line(name: &str, paragraphs: &[String]) -> String {
    item(name, Some(paragraphs.first().map_or("Required.", String::as_str)))
}

/// An item of a list: a name, and what it means.
fn item(name: &str, text: Option<&str>) -> String {
    let text = text.map_or_else(String::new, |text| format!(": {}", docs::sentence(&docs::prose(text))));
    format!("* `{name}`{}", text.replace('\n', "\n  "))
}

/// How to sign in, where that differs from the default of the document.
fn auth_docs(context: &MethodContext<'_>) -> Option<String> {
    let (api, security) = (&context.plan.api, &context.operation.security);
    (*security != api.default_security).then(|| security::described(api, security))
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

fn response_docs(context: &MethodContext<'_>) -> Option<String> {
    let response = &context.operation.response;
    let described = |text: Option<&str>| {
        text.map_or_else(|| "success.".to_owned(), |text| docs::sentence(&docs::prose(text)))
    };
    let decl = response.ty.named().and_then(|name| context.plan.types.get(name));
    if let Some(Kind::Responses(statuses)) = decl.map(|decl| &decl.kind) {
        let line = |status: &StatusDecl| {
            format!("* `{}`: {}", status.status, described(status.description.as_deref()).replace('\n', " "))
        };
        let lines: Vec<String> = statuses.iter().map(line).collect();
        return Some(format!("Responds with one of:\n\n{}", lines.join("\n")));
    }
    let status = response.status.as_ref()?;
    let text = format!("Responds with `{status}`: {}", described(response.description.as_deref()));
    Some(text + &response.streamed.as_ref().map_or_else(String::new, streamed_docs))
}

/// How to have items one by one.
fn streamed_docs(streamed: &Streamed) -> String {
    let method = match streamed.format {
        ResponseFormat::JsonLines => "json_lines",
        _ => "events",
    };
    let item = match &streamed.ty {
        Type::Named(name) => format!("[`{name}`](crate::types::{name})"),
        _ => "an item".to_owned(),
    };
    let media_type = docs::prose(&streamed.media_type);
    format!(
        "\n\nWith `.{method}()` it asks for `{media_type}`, and returns a stream of which each item is {item}."
    )
}

fn error_docs(operation: &Operation) -> Option<String> {
    let line = |Failure { status, meaning, ty }: &Failure| {
        let meaning = docs::sentence(&docs::prose(meaning)).replace('\n', " ");
        let body = match ty {
            Some(Type::Named(name)) => format!(" Its body is a [`{name}`](crate::types::{name})."),
            _ => String::new(),
        };
        format!("* `{status}`: {meaning}{body}")
    };
    let lines: Vec<String> = operation.errors.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("# Errors\n\n{}", lines.join("\n")))
}
