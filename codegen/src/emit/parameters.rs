//! What a parameter does to a call.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::MethodContext;
use super::scope::Scope;
use crate::plan::{FormStyle, Kind, Parameter, Place, Plan, Style, Type};

/// What a parameter does to a call; `value` is the name of its value.
pub(super) fn step(
    context: &MethodContext<'_>,
    parameter: &Parameter,
    value: &syn::Ident,
    scope: &mut Scope,
) -> TokenStream {
    let wire = &parameter.wire;
    let plan = context.plan;
    let is_form = parameter.style == Style::Form && !parameter.reserved && !parameter.as_json;
    match (&parameter.ty, parameter.place) {
        (_, Place::Path) if is_plain_path(plan, parameter) => quote!(.path(&#value)),
        (ty, Place::Query) if is_form && is_text(plan, ty) => quote!(.query(#wire, &#value)),
        (Type::List(item), Place::Query) if is_form && parameter.explode && is_text(plan, item) => {
            quote!(.query_list(#wire, &#value))
        }
        (_, place) => {
            let method = format_ident!(
                "{}",
                match place {
                    Place::Path => "path_value",
                    Place::Query => "query_value",
                    Place::Header => "header_value",
                    Place::Cookie => "cookie_value",
                }
            );
            let style = style(parameter, scope);
            quote!(.#method(#wire, #style, &#value))
        }
    }
}

/// Whether a path parameter is a text by itself, so that anything with a text will do.
pub(super) fn is_plain_path(plan: &Plan, parameter: &Parameter) -> bool {
    let is_simple = parameter.style == Style::Simple && !parameter.as_json;
    is_simple && !matches!(parameter.ty, Type::List(_) | Type::Map(_)) && !is_composed(plan, &parameter.ty)
}

fn style(parameter: &Parameter, scope: &mut Scope) -> TokenStream {
    let Parameter { style, explode, reserved, as_json, .. } = *parameter;
    runtime_style(style, explode, reserved, as_json, scope)
}

/// The style of a property of a form.
pub(super) fn style_of_form(field: &FormStyle, scope: &mut Scope) -> TokenStream {
    runtime_style(field.style, field.explode, field.reserved, field.as_json, scope)
}

fn runtime_style(
    written: Style,
    explode: bool,
    reserved: bool,
    as_json: bool,
    scope: &mut Scope,
) -> TokenStream {
    let style = scope.runtime("Style");
    if as_json {
        return quote!(#style::JSON);
    }
    let name = match written {
        Style::Simple => "SIMPLE",
        Style::Label => "LABEL",
        Style::Matrix => "MATRIX",
        Style::Form => "FORM",
        Style::SpaceDelimited => "SPACE_DELIMITED",
        Style::PipeDelimited => "PIPE_DELIMITED",
        Style::DeepObject => "DEEP_OBJECT",
    };
    let name = format_ident!("{name}");
    let exploded = explode.then(|| quote!(.exploded()));
    let reserved = reserved.then(|| quote!(.reserved()));
    quote!(#style::#name #exploded #reserved)
}

/// Whether the value is one text, which `Display` writes.
fn is_text(plan: &Plan, ty: &Type) -> bool {
    match ty {
        Type::String
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::Bool
        | Type::Uuid
        | Type::Timestamp => true,
        Type::Named(name) => plan.types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Enum(_))),
        _ => false,
    }
}

fn is_composed(plan: &Plan, ty: &Type) -> bool {
    let Type::Named(name) = ty else { return false };
    plan.types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Object(_)))
}
