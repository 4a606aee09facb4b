//! `From` for what is all that an object or a union needs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scope::Scope;
use super::unions;
use super::values::rust_type;
use crate::plan::{Kind, Plan, Type, TypeDecl, UnionDecl};

pub(super) fn item(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> TokenStream {
    let sources = plan.conversions.get(&decl.name).into_iter().flatten();
    sources
        .flat_map(|source| match &decl.kind {
            Kind::Object(_) => of_object(decl, source, scope),
            Kind::Union(union) => of_union(plan, decl, union),
            Kind::Enum(_) | Kind::Responses(_) => Vec::new(),
        })
        .collect()
}

/// An object is made from the value of its only required field.
fn of_object(decl: &TypeDecl, source: &Type, scope: &mut Scope) -> Vec<TokenStream> {
    let Some(field) = decl.fields().iter().find(|field| field.is_argument()) else { return Vec::new() };
    let argument = format_ident!("{}", field.name);
    let types = match source {
        Type::String => vec![quote!(&str), quote!(String)],
        other => vec![rust_type(other, scope)],
    };
    let body = quote!(Self::new(#argument));
    types.iter().map(|ty| conversion(decl, &argument, ty, &body)).collect()
}

/// A union is made from a text: the text itself where that is a variant, or else the one variant that a text makes.
fn of_union(plan: &Plan, decl: &TypeDecl, union: &UnionDecl) -> Vec<TokenStream> {
    let argument = format_ident!("text");
    if unions::converts_from_text(plan, decl, union) {
        return vec![conversion(decl, &argument, &quote!(&str), &quote!(Self::from(text.to_owned())))];
    }
    let from_text = |ty: &Type| match ty {
        Type::Named(name) => plan.conversions.get(name).is_some_and(|types| types.contains(&Type::String)),
        _ => false,
    };
    let Some(variant) = union.variants.iter().find(|variant| from_text(&variant.ty)) else {
        return Vec::new();
    };
    let name = format_ident!("{}", variant.name);
    let value = quote!(Self::#name(Box::new(text.into())));
    [quote!(&str), quote!(String)].iter().map(|ty| conversion(decl, &argument, ty, &value)).collect()
}

fn conversion(decl: &TypeDecl, argument: &syn::Ident, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    quote! {
        impl From<#ty> for #name {
            #[inline]
            fn from(#argument: #ty) -> Self {
                #value
            }
        }
    }
}
