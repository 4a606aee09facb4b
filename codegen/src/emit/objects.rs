//! Objects: a struct with public fields, its table for the engine, and builder methods where requests use it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::presence::Presence;
use super::scope::Scope;
use super::{docs, requests, required, updates, values};
use crate::plan::{FieldDecl, Plan, TypeDecl};

pub(super) fn item(plan: &Plan, decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let declaration = declaration(decl, fields, scope);
    let builder = decl.usage.sent.then(|| requests::builder(plan, decl, fields, scope));
    let object = object_impl(decl, fields, scope);
    let required = required::item(plan, decl, scope);
    let updates = updates::items(plan, decl, scope);
    quote! { #declaration #builder #required #(#updates)* #object }
}

fn declaration(decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let extra = scope.runtime("Extra");
    let extra_docs = match (decl.usage.sent, decl.usage.received) {
        (true, false) => "Fields to send beyond the documented ones.",
        (false, _) => "Fields of the response beyond the documented ones.",
        (true, true) => "Fields beyond the documented ones: what came, or what to send.",
    };
    let extra_docs = docs::attributes(&[extra_docs.to_owned()]);
    let default = has_default(decl, fields).then(|| quote!(#[derive(Default)]));
    let fields = fields.iter().map(|field| {
        let (docs, ident) = (field_docs(field), format_ident!("{}", field.name));
        let ty = with_presence(&values::field_type(field, scope), Presence::of(field, decl), scope);
        quote! { #docs pub #ident: #ty, }
    });
    let fields: Vec<TokenStream> = fields.collect();
    quote! {
        #default
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #extra_docs
            pub extra: #extra,
        }
    }
}

/// Whether an object may be without any of its fields, so that it has a default.
pub(super) fn has_default(decl: &TypeDecl, fields: &[FieldDecl]) -> bool {
    !fields.iter().any(|field| matches!(Presence::of(field, decl), Presence::Plain | Presence::Nullable))
}

pub(super) fn with_presence(ty: &TokenStream, presence: Presence, scope: &mut Scope) -> TokenStream {
    match presence {
        Presence::Plain | Presence::Items => quote!(#ty),
        Presence::Nullable | Presence::Optional => quote!(Option<#ty>),
        Presence::Patch => {
            let patch = scope.runtime("Patch");
            quote!(#patch<#ty>)
        }
    }
}

/// The table for the engine: every field with its presence, its name in JSON and its constant text.
fn object_impl(decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let impl_object = scope.runtime("impl_object");
    let entries = fields.iter().map(|field| entry(field, decl));
    quote! { #impl_object! { #name { #(#entries)* } } }
}

fn entry(field: &FieldDecl, decl: &TypeDecl) -> TokenStream {
    let ident = format_ident!("{}", field.name);
    let presence = match Presence::of(field, decl) {
        Presence::Plain => quote!(required),
        Presence::Nullable => quote!(nullable),
        Presence::Optional => quote!(optional),
        Presence::Items => quote!(list),
        Presence::Patch => quote!(patch),
    };
    let wire = &field.wire;
    let renamed = (*wire != field.name).then(|| escaped(wire)).map(|wire| quote!(as #wire));
    let constant = field.constant.as_deref().map(escaped).map(|text| quote!(is #text));
    quote!(#presence #ident #renamed #constant;)
}

/// A text without the characters by which the runtime separates the parts of a declaration.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\u{1a}' | '\u{1e}' | '\u{1f}' => {
                escaped.push('\u{1a}');
                escaped.extend(char::from_u32(u32::from(char) + 64));
            }
            _ => escaped.push(char),
        }
    }
    escaped
}

pub(super) fn field_docs(field: &FieldDecl) -> TokenStream {
    let mut paragraphs: Vec<String> =
        field.docs.iter().map(|text| docs::sentence(&docs::prose(text))).collect();
    if paragraphs.is_empty() {
        paragraphs.push(format!("The field `{}`.", field.wire.replace('`', "'")));
    }
    if field.deprecated {
        paragraphs.push("Deprecated: the documentation advises against its use.".to_owned());
    }
    docs::attributes(&paragraphs)
}
