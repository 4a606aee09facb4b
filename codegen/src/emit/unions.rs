//! Unions: an enum of the documented types, and one variant for every other value.
//!
//! A union of several representations of one thing (`x-view`) has no such variant: it has accessors that work for every
//! variant, and these need a documented one.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::scope::Scope;
use super::values::rust_type;
use super::{accessors, constructors, docs};
use crate::plan::{Kind, Plan, Type, TypeDecl, UnionDecl, VariantDecl};

pub(super) fn item(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let declaration = declaration(plan, decl, union, scope);
    let union_impl = union_impl(plan, decl, union, scope);
    let conversions = conversions(plan, decl, union, scope);
    let accessors = union.accessors.as_ref().map(|nested| accessors::item(plan, decl, union, nested, scope));
    let constructors = constructors::item(plan, decl, union, scope);
    quote! { #declaration #accessors #constructors #union_impl #conversions }
}

fn is_open(union: &UnionDecl) -> bool {
    union.accessors.is_none()
}

fn is_boxed(plan: &Plan, variant: &VariantDecl) -> bool {
    is_boxed_type(plan, &variant.ty)
}

/// Whether a variant holds a type in a `Box`.
pub(super) fn is_boxed_type(plan: &Plan, ty: &Type) -> bool {
    let Type::Named(name) = ty else { return false };
    plan.types.get(name).is_some_and(|decl| !matches!(decl.kind, Kind::Enum(_)))
}

fn variant_type(plan: &Plan, variant: &VariantDecl, scope: &mut Scope) -> TokenStream {
    let ty = rust_type(&variant.ty, scope);
    if is_boxed(plan, variant) { quote!(Box<#ty>) } else { ty }
}

fn declaration(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let variants: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| {
            let ident = format_ident!("{}", variant.name);
            let ty = variant_type(plan, variant, scope);
            let text = variant_docs(plan, variant);
            quote!(#[doc = #text] #ident(#ty),)
        })
        .collect();
    let unknown = is_open(union).then(|| {
        let value = scope.runtime("Value");
        quote! {
            /// A value of none of the documented types, as it came.
            Unknown(#value),
        }
    });
    quote! {
        #[non_exhaustive]
        pub enum #name { #(#variants)* #unknown }
    }
}

fn variant_docs(plan: &Plan, variant: &VariantDecl) -> String {
    let Type::Named(name) = &variant.ty else { return " A value without a type of its own.".to_owned() };
    let described = plan.types.get(name).and_then(|decl| decl.description.as_deref());
    let text = described.map(|text| format!("{}.", docs::first_sentence(&docs::prose(text))));
    format!(" {}", text.unwrap_or_else(|| format!("A [`{name}`].")))
}

/// What the engine needs to know: every variant with its type, and the texts of the discriminator that stand for it.
fn union_impl(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let impl_union = scope.runtime("impl_union");
    let property = union.discriminator.as_ref().map(|(property, _)| quote!(by #property));
    let unknown = is_open(union).then(|| quote!(or Unknown));
    let variants: Vec<TokenStream> = union
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| {
            let (ident, ty) = (format_ident!("{}", variant.name), variant_type(plan, variant, scope));
            let texts: Vec<&String> = texts(union, index).collect();
            let texts = (!texts.is_empty()).then(|| quote!(= #(#texts)|*));
            let index = Literal::usize_unsuffixed(index);
            quote!(#index #ident(#ty) #texts;)
        })
        .collect();
    let default = is_open(union).then(|| {
        let value = scope.runtime("Value");
        quote! {
            impl Default for #name {
                #[inline]
                fn default() -> Self {
                    Self::Unknown(#value::Null)
                }
            }
        }
    });
    quote! {
        #impl_union! { #name #property #unknown { #(#variants)* } }
        #default
    }
}

/// The texts of the discriminator that stand for a variant.
fn texts(union: &UnionDecl, variant: usize) -> impl Iterator<Item = &String> {
    let mapping = union.discriminator.iter().flat_map(|(_, mapping)| mapping);
    mapping.filter(move |(_, index)| *index == variant).map(|(text, _)| text)
}

/// `From` for the type of each variant, and for each type of a union that is itself a variant.
fn conversions(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let own = union.variants.iter().map(|variant| (variant, &variant.ty));
    let sources: Vec<(&VariantDecl, &Type)> = own.chain(inner_types(plan, decl, union)).collect();
    let name = format_ident!("{}", decl.name);
    let conversions =
        sources.into_iter().filter(|(_, source)| **source != Type::Any).map(|(variant, source)| {
            let ident = format_ident!("{}", variant.name);
            let ty = rust_type(source, scope);
            let value = if *source == variant.ty { quote!(value) } else { quote!(value.into()) };
            let value = if is_boxed(plan, variant) { quote!(Box::new(#value)) } else { value };
            quote! {
                impl From<#ty> for #name {
                    #[inline]
                    fn from(value: #ty) -> Self {
                        Self::#ident(#value)
                    }
                }
            }
        });
    conversions.collect()
}

/// Whether a union converts from a text without the plan's conversions.
pub(super) fn converts_from_text(plan: &Plan, decl: &TypeDecl, union: &UnionDecl) -> bool {
    let own = union.variants.iter().any(|variant| variant.ty == Type::String);
    own || inner_types(plan, decl, union).iter().any(|(_, ty)| **ty == Type::String)
}

/// The types in the unions among the variants, where a type belongs to one variant only.
fn inner_types<'a>(
    plan: &'a Plan,
    decl: &TypeDecl,
    union: &'a UnionDecl,
) -> Vec<(&'a VariantDecl, &'a Type)> {
    let inner: Vec<(&VariantDecl, &Type)> = union
        .variants
        .iter()
        // A list of a union is not one of the types of that union.
        .filter_map(|variant| match &variant.ty {
            Type::Named(name) => Some((variant, plan.types.get(name)?)),
            _ => None,
        })
        .filter_map(|(variant, decl)| match &decl.kind {
            Kind::Union(inner) => Some(inner.variants.iter().map(move |part| (variant, &part.ty))),
            Kind::Object(_) | Kind::Enum(_) | Kind::Responses(_) => None,
        })
        .flatten()
        .collect();
    let is_new =
        |ty: &Type| ty.named() != Some(&decl.name) && !union.variants.iter().any(|variant| variant.ty == *ty);
    let is_only = |ty: &Type| inner.iter().filter(|(_, other)| *other == ty).count() == 1;
    inner.iter().copied().filter(|(_, ty)| is_new(ty) && is_only(ty)).collect()
}
