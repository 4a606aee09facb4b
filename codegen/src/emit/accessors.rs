//! Accessors: methods that read a field of a union whichever variant it is.
//!
//! A field is at the top level of a variant, or in the property that the document names for the variant. An accessor
//! returns the value itself where every variant always has it, and an `Option` otherwise. Where the variants have
//! different types of text, it returns the text.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::presence::Presence;
use super::scope::Scope;
use super::values::rust_type;
use crate::plan::{FieldDecl, Kind, Plan, Type, TypeDecl, UnionDecl};

/// Where one variant has a field.
struct Source<'a> {
    variant: &'a str,
    /// The property to go through first.
    within: Option<&'a FieldDecl>,
    field: &'a FieldDecl,
    owner: &'a TypeDecl,
}

pub(super) fn item(
    plan: &Plan,
    decl: &TypeDecl,
    union: &UnionDecl,
    nested: &BTreeMap<String, String>,
    scope: &mut Scope,
) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let sources = sources(plan, union, nested);
    let variants = union.variants.len();
    let methods: Vec<TokenStream> =
        sources.iter().filter_map(|(wire, sources)| accessor(plan, wire, sources, variants, scope)).collect();
    quote! { impl #name { #(#methods)* } }
}

/// For each field, in the order of its first mention, where each variant has it.
fn sources<'a>(
    plan: &'a Plan,
    union: &'a UnionDecl,
    nested: &BTreeMap<String, String>,
) -> indexmap::IndexMap<&'a str, Vec<Source<'a>>> {
    let mut found: indexmap::IndexMap<&str, Vec<Source<'_>>> = indexmap::IndexMap::new();
    for variant in &union.variants {
        let Some(owner) = variant.ty.named().and_then(|name| plan.types.get(name)) else { continue };
        let nested = nested.get(&owner.name);
        let within = owner.fields().iter().find(|field| Some(&field.wire) == nested);
        let inner = within.and_then(|field| plan.types.get(field.ty.named()?));
        let top = owner
            .fields()
            .iter()
            .filter(|field| Some(&field.wire) != nested)
            .map(|field| (None, field, owner));
        let below = inner
            .into_iter()
            .flat_map(|inner| inner.fields().iter().map(move |field| (within, field, inner)));
        for (within, field, owner) in top.chain(below) {
            let places = found.entry(&field.wire).or_default();
            if !places.iter().any(|place| place.variant == variant.name) {
                places.push(Source { variant: &variant.name, within, field, owner });
            }
        }
    }
    found
}

fn accessor(
    plan: &Plan,
    wire: &str,
    sources: &[Source<'_>],
    variants: usize,
    scope: &mut Scope,
) -> Option<TokenStream> {
    let first = sources.first()?;
    let same = sources.iter().all(|source| source.field.ty == first.field.ty);
    let texts = sources.iter().all(|source| is_text(plan, &source.field.ty));
    if !same && !texts {
        return None;
    }
    let always = sources.len() == variants && sources.iter().all(|source| is_always(source));
    let reading = if same { Reading::of(&first.field.ty, scope) } else { Reading::text() };
    let arms =
        sources.iter().map(|source| arm(plan, source, always, same, &reading, scope)).collect::<Vec<_>>();
    let missing = (sources.len() < variants).then(|| quote!(_ => None,));
    let ident = format_ident!("{}", first.field.name);
    let ty = &reading.ty;
    let returned = if always { quote!(#ty) } else { quote!(Option<#ty>) };
    let docs = accessor_docs(wire, sources, always);
    Some(quote! {
        #docs
        pub fn #ident(&self) -> #returned {
            match self { #(#arms)* #missing }
        }
    })
}

fn is_always(source: &Source<'_>) -> bool {
    let within = source.within.is_none_or(|field| field.required && !field.nullable);
    within && Presence::of(source.field, source.owner) == Presence::Plain
}

fn is_text(plan: &Plan, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Uuid | Type::Timestamp => true,
        Type::Named(name) => plan.types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Enum(_))),
        _ => false,
    }
}

/// How an accessor returns a value: the type, and whether it copies the value or borrows it.
struct Reading {
    ty: TokenStream,
    copied: bool,
    dereferenced: bool,
}

impl Reading {
    fn of(ty: &Type, scope: &mut Scope) -> Self {
        match ty {
            Type::Integer | Type::Unsigned | Type::Number | Type::Bool => {
                Self { ty: rust_type(ty, scope), copied: true, dereferenced: false }
            }
            Type::String => Self { ty: quote!(&str), copied: false, dereferenced: true },
            Type::List(item) => {
                let item = rust_type(item, scope);
                Self { ty: quote!(&[#item]), copied: false, dereferenced: true }
            }
            _ => {
                let ty = rust_type(ty, scope);
                Self { ty: quote!(&#ty), copied: false, dereferenced: false }
            }
        }
    }

    fn text() -> Self {
        Self { ty: quote!(&str), copied: false, dereferenced: false }
    }
}

fn arm(
    plan: &Plan,
    source: &Source<'_>,
    always: bool,
    same: bool,
    reading: &Reading,
    scope: &mut Scope,
) -> TokenStream {
    let variant = format_ident!("{}", source.variant);
    let field = format_ident!("{}", source.field.name);
    let presence = Presence::of(source.field, source.owner);
    let place = match source.within {
        None => quote!(value.#field),
        Some(within) => {
            let within = format_ident!("{}", within.name);
            quote!(value.#within.#field)
        }
    };
    let value = match presence {
        Presence::Plain | Presence::Items => plain(plan, source, &place, same, reading, scope),
        Presence::Patch => quote!(#place.value()),
        Presence::Optional | Presence::Nullable => optional(plan, source, &place, same, reading, scope),
    };
    let value = if presence == Presence::Plain && !always { quote!(Some(#value)) } else { value };
    quote!(Self::#variant(value) => #value,)
}

fn plain(
    plan: &Plan,
    source: &Source<'_>,
    place: &TokenStream,
    same: bool,
    reading: &Reading,
    scope: &mut Scope,
) -> TokenStream {
    match same {
        true if reading.copied => quote!(#place),
        true => quote!(&#place),
        false => {
            let convert = as_text(plan, &source.field.ty, scope);
            quote!(#place.#convert())
        }
    }
}

fn optional(
    plan: &Plan,
    source: &Source<'_>,
    place: &TokenStream,
    same: bool,
    reading: &Reading,
    scope: &mut Scope,
) -> TokenStream {
    match same {
        true if reading.copied => quote!(#place),
        true if reading.dereferenced => quote!(#place.as_deref()),
        true => quote!(#place.as_ref()),
        false if source.field.ty == Type::String => quote!(#place.as_deref()),
        false => {
            let convert = as_text(plan, &source.field.ty, scope);
            quote!(#place.as_ref().map(|text| text.#convert()))
        }
    }
}

fn as_text(plan: &Plan, ty: &Type, scope: &mut Scope) -> syn::Ident {
    if let Type::Named(name) = ty
        && plan.types.contains_key(name)
    {
        scope.runtime("OpenEnum");
    }
    format_ident!("as_str")
}

fn accessor_docs(wire: &str, sources: &[Source<'_>], always: bool) -> TokenStream {
    let described = sources.iter().find_map(|source| source.field.docs.first());
    let text = described.map(|text| docs::sentence(&docs::prose(text)));
    let mut paragraphs = vec![text.unwrap_or_else(|| format!("The field `{wire}`."))];
    if !always {
        paragraphs.push("`None` where the response has no value for it.".to_owned());
    }
    docs::attributes(&paragraphs)
}
