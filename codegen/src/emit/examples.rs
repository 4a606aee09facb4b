//! Examples: for each operation a call that compiles, with values as the document gives them.

use serde_json::Value;

use super::context::{MethodContext, arguments, is_deprecated, options};
use super::objects::has_default;
use super::parameters::is_plain_path;
use super::paths::{given, other_ident};
use super::presence::Presence;
use super::required;
use crate::plan::{Encoding, FieldDecl, Kind, Parameter, Place, Plan, Type, UnionDecl};

/// How deep an example writes out nested objects, if it need not: below, lists are empty and defaults are taken.
const MAX_DEPTH: usize = 16;

/// A code block that calls the operation.
pub(super) fn method(context: &MethodContext<'_>) -> String {
    let krate = context.options.crate_name();
    let call = call(context, "client", &path_value, false);
    let allow = if is_deprecated(context) { "# #![allow(deprecated)]\n" } else { "" };
    let imports = imports(&call);
    format!(
        "# Example\n\n```no_run\n{allow}# async fn example(client: {krate}::Client) -> {krate}::Result<()> {{\n{imports}let response = {call}.await?;\n# let _ = response;\n# Ok(())\n# }}\n```",
        imports = imports.map(|()| format!("use {krate}::types::*;\n")).unwrap_or_default(),
    )
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
    let mut values: Vec<String> = arguments(operation)
        .filter(|parameter| !is_bound(parameter))
        .map(|parameter| match parameter.place {
            Place::Path if parameter.is_id && is_plain_path(context.plan, parameter) => id(parameter),
            _ => value(context, &parameter.ty, parameter.example.as_ref(), &parameter.name, 0),
        })
        .collect();
    if let Some(call) = context.command_call {
        values.extend(call.arguments().map(|field| match Presence::of(field.decl, call.decl) {
            // A helper may have an argument for a field that is optional in the body.
            Presence::Patch => {
                value(context, &field.decl.ty, field.decl.example.as_ref(), &field.decl.name, 1)
            }
            _ => field_value(context, field.decl, None, 0),
        }));
    } else if let Some(body) = &operation.body {
        values.push(body_value(context, &body.ty));
    }
    format!("{text}.{}({})", context.method, values.join(", "))
}

/// Calls of the setters for everything that may be left out; empty when there is none.
pub(super) fn setters(context: &MethodContext<'_>) -> String {
    let parameters = options(context.operation).map(|parameter| {
        let value = value(context, &parameter.ty, parameter.example.as_ref(), &parameter.name, 0);
        format!(".{}({value})", parameter.name)
    });
    let fields = context.command_call.into_iter().flat_map(|call| {
        call.options().map(move |field| {
            let value = match Presence::of(field.decl, call.decl) {
                Presence::Patch => format!("{}::Patch::Null", context.options.crate_name()),
                _ => field_value(context, field.decl, None, 0),
            };
            format!(".{}({value})", field.name)
        })
    });
    parameters.chain(fields).collect()
}

/// A body is not converted by the method, so a union is made here.
fn body_value(context: &MethodContext<'_>, ty: &Type) -> String {
    match context.operation.body.as_ref().map(|body| &body.encoding) {
        Some(Encoding::Bytes(_)) => return "b\"bytes\"".to_owned(),
        Some(Encoding::Text(_)) => return "\"text\"".to_owned(),
        _ => {}
    }
    let text = value(context, ty, None, "body", 0);
    match ty {
        // A union that is made of a scalar is one already.
        Type::Named(name)
            if !is_plain(context.plan, ty)
                && !text.ends_with("::default()")
                && !text.starts_with(&format!("{name}::from(")) =>
        {
            format!("{name}::from({text})")
        }
        Type::Any => format!("{}::Value::from({text})", context.options.crate_name()),
        Type::String | Type::Secret | Type::Uuid | Type::Timestamp => format!("{text}.into()"),
        Type::List(_) => vec_of(&text),
        _ => text,
    }
}

/// The list that an array is made into.
fn vec_of(array: &str) -> String {
    if array.starts_with('<') { "Vec::new()".to_owned() } else { format!("vec!{array}") }
}

fn path_value(parameter: &Parameter) -> String {
    match (&parameter.example, &parameter.ty) {
        (Some(Value::String(text)), _) => format!("{text:?}"),
        (Some(Value::Number(number)), _) => number.to_string(),
        (_, Type::Integer | Type::Unsigned) => "1".to_owned(),
        _ => format!("{UUID:?}"),
    }
}

const UUID: &str = "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11";

/// An expression for an argument of this type.
fn value(
    context: &MethodContext<'_>,
    ty: &Type,
    example: Option<&Value>,
    name: &str,
    depth: usize,
) -> String {
    let krate = context.options.crate_name();
    match (ty, example) {
        (Type::String | Type::Secret | Type::Uuid | Type::Timestamp, Some(Value::String(text))) => {
            format!("{text:?}")
        }
        (Type::Uuid, _) => format!("{UUID:?}"),
        (Type::Timestamp, _) => "\"2026-01-31T12:00:00Z\"".to_owned(),
        (Type::String | Type::Secret, _) => format!("{:?}", name.trim_end_matches('_')),
        (Type::Integer, Some(Value::Number(number))) if number.is_i64() => number.to_string(),
        (Type::Number, Some(Value::Number(number))) => {
            number.as_f64().map_or_else(|| "1.0".to_owned(), |number| format!("{number:?}"))
        }
        (Type::Unsigned, Some(Value::Number(number))) if number.is_u64() => number.to_string(),
        (Type::Integer | Type::Unsigned, _) => "1".to_owned(),
        (Type::Number, _) => "1.0".to_owned(),
        (Type::Bool, Some(Value::Bool(flag))) => flag.to_string(),
        (Type::Bool, _) => "true".to_owned(),
        (Type::Any, _) => "\"value\"".to_owned(),
        (Type::File, _) => format!("{krate}::FilePart::bytes(\"content\")"),
        (Type::Map(_), _) => format!("{krate}::Map::new()"),
        (Type::List(item), example) => list(context, item, example, name, depth),
        (Type::Named(declared), example) => named(context, declared, example, depth),
        (Type::MaybeArray(inner), example) => {
            format!("{}.into()", value(context, inner, example, name, depth))
        }
        (Type::Nullable(_), _) => "None".to_owned(),
    }
}

fn list(
    context: &MethodContext<'_>,
    item: &Type,
    example: Option<&Value>,
    name: &str,
    depth: usize,
) -> String {
    let first = example.and_then(|list| list.get(0));
    if let Type::Named(name) = item
        && depth > MAX_DEPTH
    {
        return format!("<[{name}; 0]>::default()");
    }
    match item {
        Type::Uuid | Type::Timestamp | Type::Secret | Type::Any | Type::MaybeArray(_) | Type::Named(_)
            if !is_plain(context.plan, item) =>
        {
            format!("[{}.into()]", value(context, item, first, name, depth))
        }
        Type::List(_) => format!("[{}]", vec_of(&value(context, item, first, name, depth))),
        _ => format!("[{}]", value(context, item, first, name, depth)),
    }
}

/// Enums and objects are written as they are.
fn is_plain(plan: &Plan, ty: &Type) -> bool {
    let Type::Named(name) = ty else { return false };
    plan.types.get(name).is_some_and(|decl| !matches!(decl.kind, Kind::Union(_)))
}

fn named(context: &MethodContext<'_>, name: &str, example: Option<&Value>, depth: usize) -> String {
    let Some(decl) = context.plan.types.get(name) else { return format!("{name}::default()") };
    match &decl.kind {
        Kind::Enum(values) => {
            let named = example
                .and_then(Value::as_str)
                .and_then(|text| values.iter().find(|value| value.wire == text));
            named
                .or(values.first())
                .map_or_else(|| format!("{name}::default()"), |value| format!("{name}::{}", value.name))
        }
        Kind::Object(fields) if depth < MAX_DEPTH || !has_default(decl, fields) => {
            object(context, name, fields, example, depth)
        }
        Kind::Union(union) if depth < MAX_DEPTH => match union.variants.first().map(|variant| &variant.ty) {
            Some(ty @ Type::Named(_)) => value(context, ty, None, name, depth + 1),
            _ => scalar(context, name, union),
        },
        Kind::Object(_) | Kind::Union(_) | Kind::Responses(_) => format!("{name}::default()"),
    }
}

/// A union of a scalar that it may be.
fn scalar(context: &MethodContext<'_>, name: &str, union: &UnionDecl) -> String {
    let mut types = union.variants.iter().map(|variant| &variant.ty);
    match types.find(|ty| matches!(ty, Type::Bool | Type::Integer | Type::Number | Type::String)) {
        Some(ty @ Type::String) => {
            format!("{name}::from({}.to_owned())", value(context, ty, None, "text", 0))
        }
        Some(ty) => format!("{name}::from({})", value(context, ty, None, "", 0)),
        None => format!("{name}::default()"),
    }
}

fn object(
    context: &MethodContext<'_>,
    name: &str,
    fields: &[FieldDecl],
    example: Option<&Value>,
    depth: usize,
) -> String {
    let required = fields.iter().filter(|field| field.is_argument());
    let by_name = context.plan.types.get(name).and_then(|decl| required::name(context.plan, decl));
    let values: Vec<String> = required
        .map(|field| {
            let value = field_value(context, field, example, depth);
            match by_name {
                Some(_) => format!("{}: {}", field.name, exact(context, field, value)),
                None => value,
            }
        })
        .collect();
    match by_name {
        Some(required) => format!("{name}::new({required} {{ {} }})", values.join(", ")),
        None => format!("{name}::new({})", values.join(", ")),
    }
}

/// An argument as the type of its field has it.
fn exact(context: &MethodContext<'_>, field: &FieldDecl, value: String) -> String {
    let value = match &field.ty {
        _ if field.nullable => return value,
        Type::String | Type::Secret | Type::Uuid | Type::Timestamp | Type::Any => format!("{value}.into()"),
        Type::Named(_) if !is_plain(context.plan, &field.ty) => format!("{value}.into()"),
        Type::List(item) if **item == Type::String => {
            let texts = value.trim_matches(['[', ']']);
            format!("vec![{texts}.into()]")
        }
        Type::List(_) => vec_of(&value),
        _ => value,
    };
    if field.boxed { format!("Box::new({value})") } else { value }
}

/// The value of a required field, field an example of the object.
fn field_value(
    context: &MethodContext<'_>,
    field: &FieldDecl,
    example: Option<&Value>,
    depth: usize,
) -> String {
    let example = example.and_then(|object| object.get(&field.wire)).or(field.example.as_ref());
    match field.nullable {
        true => "None".to_owned(),
        false => value(context, &field.ty, example, &field.name, depth + 1),
    }
}
