//! Examples: for each operation a call that compiles, with values as the document gives them.

use serde_json::Value;

use super::context::{MethodContext, arguments, is_deprecated, options};
use super::example_values::{UUID, Values};
use super::parameters::is_plain_path;
use super::paths::{given, other_ident};
use super::presence::Presence;
use super::required;
use crate::plan::{Body, Encoding, Parameter, Place, Type};

/// A code block that calls the operation.
pub(super) fn method(context: &MethodContext<'_>) -> String {
    let krate = context.options.crate_name();
    let call = call(context, "client", &path_value, false);
    let allow = if is_deprecated(context) { "# #![allow(deprecated)]\n" } else { "" };
    let imports = imports(&call);
    let statement = statement(&call);
    format!(
        "# Example\n\n```no_run\n{allow}# async fn example(client: {krate}::Client) -> {krate}::Result<()> {{\n{imports}{statement}\n# let _ = response;\n# Ok(())\n# }}\n```",
        imports = imports.map(|()| format!("use {krate}::types::*;\n")).unwrap_or_default(),
    )
}

/// The call on as many lines as it needs.
fn statement(call: &str) -> String {
    let line = format!("let response = {call}.await?;");
    let function = format!("async fn example() {{ {line} }}");
    // A call that is no Rust stays one line, in which the compiler of the documentation finds what is wrong.
    let Ok(file) = syn::parse_str::<syn::File>(&function) else { return line };
    let text = prettyplease::unparse(&file);
    let body = text.lines().skip(1).take_while(|line| line.starts_with(' '));
    body.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Types are needed as soon as a value of one is made.
fn imports(call: &str) -> Option<()> {
    call.contains("::").then_some(())
}

/// The expression of the call, without `.await`; `id` gives the value of a path parameter. Those that are the client's user
/// by default are given if `whole`.
pub(super) fn call(
    context: &MethodContext<'_>,
    client: &str,
    id: &dyn Fn(&Parameter) -> String,
    whole: bool,
) -> String {
    let operation = context.operation;
    let krate = context.options.crate_name();
    let mut text = client.to_owned();
    for (depth, name) in context.path.iter().enumerate() {
        let value = |wire: &str| {
            let parameter = operation.parameters.iter().find(|parameter| parameter.wire == wire);
            parameter.map_or_else(|| "\"id\"".to_owned(), id)
        };
        let values: Vec<String> = given(context.space, depth).map(value).collect();
        text.push_str(&format!(".{name}({})", values.join(", ")));
        let others = context
            .space
            .bound
            .iter()
            .filter(|(at, wire)| whole && *at == depth && context.space.of_user.contains(wire));
        for (_, wire) in others {
            text.push_str(&format!(".{}({})", other_ident(wire), value(wire)));
        }
    }
    let is_bound = |parameter: &&Parameter| {
        parameter.place == Place::Path && context.space.bound.iter().any(|(_, wire)| *wire == parameter.wire)
    };
    let mut given: Vec<String> = arguments(operation)
        .filter(|parameter| !is_bound(parameter))
        .map(|parameter| match parameter.place {
            Place::Path if parameter.is_id && is_plain_path(context.plan, parameter) => id(parameter),
            _ => values(context, &krate).of(&parameter.ty, parameter.example.as_ref(), &parameter.name).text,
        })
        .collect();
    if let Some(call) = context.command_call {
        let example = call.decl.example.as_ref();
        given.extend(call.arguments().map(|field| match Presence::of(field.decl, call.decl) {
            // A helper may have an argument for a field that is optional in the body.
            Presence::Patch => {
                values(context, &krate).of(&field.decl.ty, field.decl.example.as_ref(), &field.decl.name).text
            }
            _ => values(context, &krate).field(field.decl, example),
        }));
    } else if let Some(body) = &operation.body {
        given.push(body_value(context, body, &krate));
    }
    format!("{text}.{}({})", context.method, given.join(", "))
}

/// Calls of the setters for everything that may be left out; empty when there is none.
pub(super) fn setters(context: &MethodContext<'_>) -> String {
    let krate = context.options.crate_name();
    let parameters = options(context.operation).map(|parameter| {
        let value = values(context, &krate).of(&parameter.ty, parameter.example.as_ref(), &parameter.name);
        format!(".{}({})", parameter.name, value.text)
    });
    let krate = krate.as_str();
    let fields = context.command_call.into_iter().flat_map(|call| {
        call.options().map(move |field| {
            let value = match Presence::of(field.decl, call.decl) {
                Presence::Patch => format!("{krate}::Patch::Null"),
                _ => values(context, krate).field(field.decl, call.decl.example.as_ref()),
            };
            format!(".{}({value})", field.name)
        })
    });
    parameters.chain(fields).collect()
}

/// A body is converted by the method where it has to be sent and converts from anything.
fn body_value(context: &MethodContext<'_>, body: &Body, krate: &str) -> String {
    match body.encoding {
        Encoding::Bytes(_) => return "b\"bytes\"".to_owned(),
        Encoding::Text(_) => return "\"text\"".to_owned(),
        _ => {}
    }
    let converts = body.ty.named().is_some_and(|name| required::converts(context.plan, name));
    let is_named = matches!(body.ty, Type::Named(_));
    match converts && is_named && body.required {
        true => values(context, krate).of(&body.ty, body.example.as_ref(), "body").text,
        false => values(context, krate).explicit(&body.ty, body.example.as_ref(), "body"),
    }
}

fn values<'a>(context: &MethodContext<'a>, krate: &'a str) -> Values<'a> {
    Values { plan: context.plan, krate, depth: 0 }
}

fn path_value(parameter: &Parameter) -> String {
    match (&parameter.example, &parameter.ty) {
        (Some(Value::String(text)), _) => format!("{text:?}"),
        (Some(Value::Number(number)), _) => number.to_string(),
        (_, Type::Integer | Type::Unsigned) => "1".to_owned(),
        _ => format!("{UUID:?}"),
    }
}
