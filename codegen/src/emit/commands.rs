//! What a command or a helper adds to its method: fields of the body replace the body, and the method fills in the text of
//! the discriminator, or the values that a helper sets.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::context::{CommandCall, CommandField, MethodContext};
use super::presence::Presence;
use super::requests::{field_argument, named_argument, setter_docs};
use super::required;
use super::scope::Scope;
use crate::plan::{FieldDecl, Helper, Kind, Plan, Type, TypeDecl};

/// The body in terms of the method's arguments.
pub(super) fn body(call: CommandCall<'_>, plan: &Plan, scope: &mut Scope) -> TokenStream {
    let new = new(call, plan, scope);
    let set: Vec<TokenStream> = match &call.command.helper {
        Some(helper) => helper_fields(call, helper, plan, scope),
        None => left_out(call, scope).into_iter().collect(),
    };
    quote!(#new #(#set)*)
}

/// The constructor, with the required fields.
fn new(call: CommandCall<'_>, plan: &Plan, scope: &mut Scope) -> TokenStream {
    let ty = scope.generated(&call.decl.name);
    let by_name = required::name(plan, call.decl);
    let required = call.decl.fields().iter().filter(|field| field.is_argument());
    let values = required.map(|field| {
        let set = call.command.helper.as_ref().and_then(|helper| helper.value(&field.wire));
        if let Some(set) = set {
            return (format_ident!("{}", field.name), literal(set, &field.ty, plan, scope));
        }
        let value = match call.command.names.get(&field.wire) {
            Some(name) if by_name.is_some() => {
                named_argument(plan, call.decl, field, &format_ident!("{name}"), scope).value
            }
            Some(name) => {
                let name = format_ident!("{name}");
                quote!(#name)
            }
            None => text(call, field, scope),
        };
        (format_ident!("{}", field.name), value)
    });
    let (names, values): (Vec<syn::Ident>, Vec<TokenStream>) = values.unzip();
    let arguments = match by_name {
        Some(required) => {
            let required = scope.generated(&required);
            let fields = names.iter().zip(&values).map(|(name, value)| match *name == value.to_string() {
                true => quote!(#name),
                false => quote!(#name: #value),
            });
            quote!(#required { #(#fields),* })
        }
        None => quote!(#(#values),*),
    };
    quote!(#ty::new(#arguments))
}

/// Sets the discriminator, where the constructor leaves it out since it is optional and no constant.
fn left_out(call: CommandCall<'_>, scope: &mut Scope) -> Option<TokenStream> {
    let discriminator = call.decl.fields().iter().find(|field| field.wire == call.command.property)?;
    (discriminator.constant.is_none() && !discriminator.is_argument()).then(|| {
        let (setter, text) = (format_ident!("{}", discriminator.name), text(call, discriminator, scope));
        quote!(.#setter(#text))
    })
}

/// Sets the optional fields that a helper sets, and those that are arguments of it.
fn helper_fields(call: CommandCall<'_>, helper: &Helper, plan: &Plan, scope: &mut Scope) -> Vec<TokenStream> {
    let field = |wire: &str| {
        let field = call.decl.fields().iter().find(|field| field.wire == wire)?;
        (!field.is_argument() && field.constant.is_none()).then_some(field)
    };
    let constants = helper.set.iter().filter_map(|(wire, value)| {
        let field = field(wire)?;
        Some((&field.name, literal(value, &field.ty, plan, scope)))
    });
    let mut values: Vec<(&String, TokenStream)> = constants.collect();
    values.extend(helper.arguments.iter().filter_map(|wire| {
        let argument = format_ident!("{}", call.command.names.get(wire)?);
        Some((&field(wire)?.name, quote!(#argument)))
    }));
    let setters = values.into_iter().map(|(name, value)| {
        let setter = format_ident!("{name}");
        quote!(.#setter(#value))
    });
    setters.collect()
}

/// A value of the document as an expression: a variant of an enum, or a literal.
fn literal(value: &Value, ty: &Type, plan: &Plan, scope: &mut Scope) -> TokenStream {
    let text = match value {
        Value::String(text) => text,
        Value::Bool(flag) => return quote!(#flag),
        // A number is written as it is in JSON, without the type that `quote` would add.
        _ => return value.to_string().parse().unwrap_or_default(),
    };
    let Type::Named(name) = ty else { return quote!(#text) };
    let ty = scope.generated(name);
    let values = match plan.types.get(name).map(|decl| &decl.kind) {
        Some(Kind::Enum(values)) => values.as_slice(),
        _ => &[],
    };
    match values.iter().find(|value| value.wire == *text) {
        Some(value) => {
            let variant = format_ident!("{}", value.name);
            quote!(#ty::#variant)
        }
        None => quote!(#ty::from(#text)),
    }
}

/// The text of the discriminator, as a value of the field's type.
fn text(call: CommandCall<'_>, field: &FieldDecl, scope: &mut Scope) -> TokenStream {
    let text = &call.command.value;
    match &field.ty {
        Type::Named(name) => {
            let name = scope.generated(name);
            quote!(#name::from(#text))
        }
        _ => quote!(#text.to_owned()),
    }
}

/// The argument of a method, or of a setter, for a field.
pub(super) fn parameter(
    field: &CommandField<'_>,
    decl: &TypeDecl,
    context: &MethodContext<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let ty = field_argument(context.plan, decl, field.decl, scope).ty;
    quote!(#name: #ty)
}

/// The setter of an optional field, on the call.
pub(super) fn setter(
    field: &CommandField<'_>,
    decl: &TypeDecl,
    context: &MethodContext<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let docs = setter_docs(field.decl, Presence::of(field.decl, decl));
    let parameter = parameter(field, decl, context, scope);
    let ty = scope.generated(&decl.name);
    let (name, field) = (format_ident!("{}", field.name), format_ident!("{}", field.decl.name));
    quote! {
        #docs
        pub fn #name(mut self, #parameter) -> Self {
            self.inner = self.inner.edit(|body: #ty| body.#field(#name));
            self
        }
    }
}
