//! Objects: a struct with public fields, what serde needs to know of it, and builder methods where it is sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::descriptions;
use super::docs;
use super::requests;
use super::scope::Scope;
use super::values;
use crate::plan::{FieldDecl, Plan, TypeDecl};

/// How a field is held, which follows from whether it may be absent and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// The value itself.
    Plain,
    /// `Option`, where `None` is written as `null`.
    Nullable,
    /// `Option`, where `None` is left out.
    Optional,
    /// `Patch`: left out, `null` or a value.
    Patch,
}

impl Holding {
    pub(super) fn of(field: &FieldDecl, decl: &TypeDecl) -> Self {
        match (field.required, field.nullable) {
            _ if field.endless => Self::Optional,
            (true, false) => Self::Plain,
            (true, true) => Self::Nullable,
            (false, true) if decl.usage.sent => Self::Patch,
            (false, _) => Self::Optional,
        }
    }
}

pub(super) fn item(plan: &Plan, decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let declaration = declaration(decl, fields, scope);
    let builder = decl.usage.sent.then(|| requests::builder(plan, decl, fields, scope));
    let object = object_impl(decl, fields, scope);
    quote! { #declaration #builder #object }
}

fn declaration(decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let docs = type_docs(decl);
    let extra = scope.runtime("Extra");
    let extra_docs = match (decl.usage.sent, decl.usage.received) {
        (true, false) => "Fields to send beyond the documented ones.",
        (false, _) => "Fields that came beyond the documented ones.",
        (true, true) => "Fields beyond the documented ones: what came, or what to send.",
    };
    let extra_docs = docs::attributes(&[extra_docs.to_owned()]);
    let fields = fields.iter().map(|field| {
        let (docs, ident) = (field_docs(field), format_ident!("{}", field.name));
        let ty = held(&values::field_type(field, scope), Holding::of(field, decl), scope);
        quote! { #docs pub #ident: #ty, }
    });
    let fields: Vec<TokenStream> = fields.collect();
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #extra_docs
            pub extra: #extra,
        }
    }
}

fn held(ty: &TokenStream, holding: Holding, scope: &mut Scope) -> TokenStream {
    match holding {
        Holding::Plain => quote!(#ty),
        Holding::Nullable | Holding::Optional => quote!(Option<#ty>),
        Holding::Patch => {
            let patch = scope.runtime("Patch");
            quote!(#patch<#ty>)
        }
    }
}

/// What the engine needs to know: every field with its presence, its name in JSON and its constant text.
fn object_impl(decl: &TypeDecl, fields: &[FieldDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let impl_object = scope.runtime("impl_object");
    let entries = fields.iter().map(|field| entry(field, decl));
    quote! { #impl_object! { #name { #(#entries)* } } }
}

fn entry(field: &FieldDecl, decl: &TypeDecl) -> TokenStream {
    let ident = format_ident!("{}", field.name);
    let presence = match Holding::of(field, decl) {
        Holding::Plain => quote!(required),
        Holding::Nullable => quote!(nullable),
        Holding::Optional => quote!(optional),
        Holding::Patch => quote!(patch),
    };
    let wire = &field.wire;
    let renamed = (*wire != field.name).then(|| quote!(as #wire));
    let constant = field.constant.as_ref().map(|text| quote!(is #text));
    quote!(#presence #ident #renamed #constant;)
}

/// Documentation of a type: what the document says, and what it is called there.
pub(super) fn type_docs(decl: &TypeDecl) -> TokenStream {
    let described = decl.description.as_deref().map(|text| docs::sentence(&docs::prose(text)));
    let mut paragraphs = vec![described.unwrap_or_else(|| undocumented(decl))];
    paragraphs.extend(
        decl.schema
            .iter()
            .filter(|schema| **schema != decl.name)
            .map(|schema| format!("Called `{schema}` in the document.")),
    );
    paragraphs.extend(pages(decl));
    if decl.deprecated {
        paragraphs.push("Deprecated: the documentation advises against its use.".to_owned());
    }
    let documented = docs::attributes(&paragraphs);
    let aliases = docs::aliases(&decl.name, decl.schema.as_deref());
    quote! { #documented #aliases }
}

/// Where the documentation speaks of a type; of a type that is everywhere, only the first pages are named.
fn pages(decl: &TypeDecl) -> Option<String> {
    const MOST: usize = 4;
    let named: Vec<String> =
        decl.usage.pages.iter().take(MOST).map(|source| descriptions::page(source)).collect();
    let more = if decl.usage.pages.len() > MOST { " and others" } else { "" };
    (!named.is_empty()).then(|| format!("Documentation: {}{more}.", named.join(", ")))
}

fn undocumented(decl: &TypeDecl) -> String {
    match decl.usage.sent {
        true => "Part of a request.".to_owned(),
        false => "Part of an answer.".to_owned(),
    }
}

fn field_docs(field: &FieldDecl) -> TokenStream {
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
