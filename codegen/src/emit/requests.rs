//! Builder methods of types in requests: `new` with the required fields, and a setter for each other field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::objects::has_default;
use super::presence::Presence;
use super::scope::Scope;
use super::values::{Argument, argument, field_type};
use super::{docs, required, shortcuts};
use crate::plan::{FieldDecl, Plan, TypeDecl};

/// Setters that share a name with a method of a std operator trait, which clippy would rather see implemented.
const OPERATORS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "cmp",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "neg",
    "next",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

pub(super) fn builder(plan: &Plan, decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let new = constructor(plan, decl, fields, scope);
    let setters: Vec<TokenStream> = fields
        .iter()
        .filter(|field| !field.is_argument() && field.constant.is_none())
        .map(|field| setter(plan, decl, field, scope))
        .collect();
    let allow = fields.iter().any(|field| OPERATORS.contains(&field.name.as_str()));
    let allow = allow.then(|| quote!(#[allow(clippy::should_implement_trait)]));
    let shortcuts = shortcuts::methods(plan, decl, scope);
    let default = default(&name, decl, fields);
    quote! { #allow impl #name { #new #(#shortcuts)* #(#setters)* } #default }
}

/// `Default` where all that is required is always the same: what `new` returns.
fn default(name: &syn::Ident, decl: &TypeDecl, fields: &[FieldDecl]) -> Option<TokenStream> {
    if has_default(decl, fields) || fields.iter().any(FieldDecl::is_argument) {
        return None;
    }
    Some(quote! {
        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    })
}

fn constructor(plan: &Plan, decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let required = required::name(plan, decl);
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for field in fields.iter().filter(|field| field.is_argument() || field.constant.is_some()) {
        let ident = format_ident!("{}", field.name);
        if let Some(text) = &field.constant {
            values.push(match Presence::of(field, decl) {
                Presence::Plain | Presence::Items => quote!(#ident: #text.to_owned()),
                Presence::Nullable | Presence::Optional => quote!(#ident: Some(#text.to_owned())),
                Presence::Patch => quote!(#ident: #text.into()),
            });
            continue;
        }
        let is_optional = Presence::of(field, decl) == Presence::Optional;
        if required.is_some() {
            values.push(match is_optional {
                true => quote!(#ident: Some(required.#ident)),
                false => quote!(#ident: required.#ident),
            });
            continue;
        }
        let Argument { ty: passed, value } = field_argument(plan, decl, field, scope);
        arguments.push(quote!(#ident: #passed));
        if is_optional {
            values.push(quote!(#ident: Some(#value)));
            continue;
        }
        values.push(if value.to_string() == field.name { quote!(#ident) } else { quote!(#ident: #value) });
    }
    if let Some(required) = &required {
        let required = format_ident!("{required}");
        arguments.push(quote!(required: #required));
    }
    let text = match (arguments.is_empty(), values.is_empty()) {
        (true, true) => "Nothing set yet: every field is optional.",
        (true, false) => "Sets what is always the same; every other field is optional.",
        (false, _) => "Sets what is required; everything else is left out.",
    };
    let docs = docs::attributes(&[text.to_owned()]);
    let rest = rest(has_default(decl, fields), scope);
    let body = if values.is_empty() { rest } else { quote!(Self { #(#values,)* ..#rest }) };
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
    }
}

/// The value whose fields are taken where none are given.
pub(super) fn rest(has_default: bool, scope: &mut Scope) -> TokenStream {
    if has_default {
        return quote!(Self::default());
    }
    let fresh = scope.runtime("fresh");
    quote!(#fresh!())
}

fn setter(plan: &Plan, decl: &TypeDecl, field: &FieldDecl, scope: &mut Scope) -> TokenStream {
    let ident = format_ident!("{}", field.name);
    let Argument { ty: passed, value } = field_argument(plan, decl, field, scope);
    let value = match Presence::of(field, decl) {
        Presence::Optional => quote!(Some(#value)),
        _ => value,
    };
    let docs = setter_docs(field, Presence::of(field, decl));
    quote! {
        #docs
        #[must_use]
        pub fn #ident(mut self, #ident: #passed) -> Self {
            self.#ident = #value;
            self
        }
    }
}

/// How a field is passed to the constructor or to its setter.
pub(super) fn field_argument(plan: &Plan, decl: &TypeDecl, field: &FieldDecl, scope: &mut Scope) -> Argument {
    let ident = format_ident!("{}", field.name);
    named_argument(plan, decl, field, &ident, scope)
}

/// The same under a name of its own.
pub(super) fn named_argument(
    plan: &Plan,
    decl: &TypeDecl,
    field: &FieldDecl,
    ident: &syn::Ident,
    scope: &mut Scope,
) -> Argument {
    let ty = field_type(field, scope);
    match Presence::of(field, decl) {
        Presence::Patch => {
            let patch = scope.runtime("Patch");
            Argument { ty: quote!(impl Into<#patch<#ty>>), value: quote!(#ident.into()) }
        }
        Presence::Nullable => Argument { ty: quote!(impl Into<Option<#ty>>), value: quote!(#ident.into()) },
        Presence::Plain | Presence::Items | Presence::Optional => {
            let plain = argument(&field.ty, ident, plan, scope);
            match field.boxed {
                true => Argument { value: boxed(&plain.value), ..plain },
                false => plain,
            }
        }
    }
}

fn boxed(value: &TokenStream) -> TokenStream {
    quote!(Box::new(#value))
}

pub(super) fn setter_docs(field: &FieldDecl, presence: Presence) -> TokenStream {
    let described = field.docs.first().map(|text| docs::sentence(&docs::prose(text)));
    let mut paragraphs =
        vec![described.unwrap_or_else(|| format!("Sets `{}`.", field.wire.replace('`', "'")))];
    paragraphs.extend(field.docs.iter().skip(1).map(|text| docs::prose(text)));
    if presence == Presence::Patch {
        paragraphs.push("`Patch::Null` clears it.".to_owned());
    }
    docs::attributes(&paragraphs)
}
