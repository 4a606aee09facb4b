//! Unions: an enum of the documented types, and one variant for every other value.
//!
//! A union of several shapes of one thing (`x-view`) has no such variant: it is read through methods that do not care
//! which shape came, and those need one that they know.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::objects::type_docs;
use super::scope::Scope;
use super::values::rust_type;
use super::views;
use crate::plan::{Kind, Plan, Type, TypeDecl, UnionDecl, VariantDecl};

pub(super) fn item(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let declaration = declaration(plan, decl, union, scope);
    let union_impl = union_impl(plan, decl, union, scope);
    let conversions = conversions(plan, decl, union, scope);
    let view = union.view.as_ref().map(|view| views::accessors(plan, decl, union, view, scope));
    quote! { #declaration #view #union_impl #conversions }
}

/// Every variant, with the one for unknown values where there is one.
pub(super) fn variant_idents(union: &UnionDecl) -> Vec<syn::Ident> {
    let known = union.variants.iter().map(|variant| format_ident!("{}", variant.name));
    known.chain(is_open(union).then(|| format_ident!("Unknown"))).collect()
}

fn is_open(union: &UnionDecl) -> bool {
    union.view.is_none()
}

fn is_boxed(plan: &Plan, variant: &VariantDecl) -> bool {
    let Type::Named(name) = &variant.ty else { return false };
    plan.types.get(name).is_some_and(|decl| !matches!(decl.kind, Kind::Enum(_)))
}

fn held(plan: &Plan, variant: &VariantDecl, scope: &mut Scope) -> TokenStream {
    let ty = rust_type(&variant.ty, scope);
    if is_boxed(plan, variant) { quote!(Box<#ty>) } else { ty }
}

fn declaration(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let docs = type_docs(decl);
    let variants: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| {
            let ident = format_ident!("{}", variant.name);
            let ty = held(plan, variant, scope);
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
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* #unknown }
    }
}

fn variant_docs(plan: &Plan, variant: &VariantDecl) -> String {
    let Type::Named(name) = &variant.ty else { return " A value without a type of its own.".to_owned() };
    let described = plan.types.get(name).and_then(|decl| decl.description.as_deref());
    let text = described.map(|text| format!("{}.", super::docs::first_sentence(&super::docs::prose(text))));
    format!(" {}", text.unwrap_or_else(|| format!("A [`{name}`].")))
}

fn union_impl(plan: &Plan, decl: &TypeDecl, union: &UnionDecl, scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let text = &decl.name;
    let [union_trait, shape, value, json_error, buffered] =
        ["Union", "Shape", "Value", "JsonError", "Buffered"].map(|name| scope.runtime(name));
    let shapes: Vec<TokenStream> =
        union.variants.iter().map(|variant| shape_of(plan, &variant.ty, scope)).collect();
    let discriminator = discriminator(union, scope);
    let decodes = union.variants.iter().enumerate().map(|(index, variant)| {
        let (index, ident) = (Literal::usize_unsuffixed(index), format_ident!("{}", variant.name));
        quote!(#index => value.decode().map(Self::#ident),)
    });
    let (fallback, unknown, otherwise) = match (is_open(union), union.variants.first()) {
        (false, Some(first)) => {
            let ident = format_ident!("{}", first.name);
            (
                quote!(value.decode().map(Self::#ident)),
                quote!(Err(value)),
                quote!(Self::#ident(Default::default())),
            )
        }
        _ => (
            quote!(value.decode().map(Self::Unknown)),
            quote!(Ok(Self::Unknown(value))),
            quote!(Self::Unknown(#value::Null)),
        ),
    };
    quote! {
        impl #union_trait for #name {
            const NAME: &'static str = #text;
            const VARIANTS: &'static [#shape] = &[#(#shapes),*];
            #discriminator

            fn decode(variant: usize, value: &#buffered<'_>) -> Result<Self, #json_error> {
                match variant {
                    #(#decodes)*
                    _ => #fallback,
                }
            }

            fn unknown(value: #value) -> Result<Self, #value> {
                #unknown
            }
        }

        impl Default for #name {
            fn default() -> Self {
                #otherwise
            }
        }
    }
}

fn discriminator(union: &UnionDecl, scope: &mut Scope) -> Option<TokenStream> {
    let (property, mapping) = union.discriminator.as_ref()?;
    let discriminator = scope.runtime("Discriminator");
    let entries = mapping.iter().map(|(text, index)| {
        let index = Literal::usize_unsuffixed(*index);
        quote!((#text, #index))
    });
    Some(quote! {
        const DISCRIMINATOR: Option<#discriminator> =
            Some(#discriminator { property: #property, mapping: &[#(#entries),*] });
    })
}

fn shape_of(plan: &Plan, ty: &Type, scope: &mut Scope) -> TokenStream {
    let shape = scope.runtime("Shape");
    match ty {
        Type::String | Type::Secret | Type::Uuid | Type::Timestamp => quote!(#shape::Text(&[])),
        Type::Integer | Type::Number => quote!(#shape::Number),
        Type::Bool => quote!(#shape::Bool),
        Type::List(_) => quote!(#shape::Array),
        Type::Map(_) => quote!(#shape::Map),
        Type::Any | Type::MaybeArray(_) => quote!(#shape::Any),
        Type::Nullable(inner) => shape_of(plan, inner, scope),
        Type::Named(name) => match plan.types.get(name).map(|decl| &decl.kind) {
            Some(Kind::Object(_)) => {
                let name = scope.generated(name);
                quote!(#shape::of::<#name>())
            }
            Some(Kind::Enum(values)) => {
                let texts = values.iter().map(|value| &value.wire);
                quote!(#shape::Text(&[#(#texts),*]))
            }
            Some(Kind::Union(_)) | None => quote!(#shape::Any),
        },
    }
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
                    fn from(value: #ty) -> Self {
                        Self::#ident(#value)
                    }
                }
            }
        });
    conversions.collect()
}

/// What the unions among the variants are made of, as far as it tells the variant.
fn inner_types<'a>(
    plan: &'a Plan,
    decl: &TypeDecl,
    union: &'a UnionDecl,
) -> Vec<(&'a VariantDecl, &'a Type)> {
    let inner: Vec<(&VariantDecl, &Type)> = union
        .variants
        .iter()
        // A list of a union is made of lists, which say nothing of their items.
        .filter_map(|variant| match &variant.ty {
            Type::Named(name) => Some((variant, plan.types.get(name)?)),
            _ => None,
        })
        .filter_map(|(variant, decl)| match &decl.kind {
            Kind::Union(inner) => Some(inner.variants.iter().map(move |part| (variant, &part.ty))),
            Kind::Object(_) | Kind::Enum(_) => None,
        })
        .flatten()
        .collect();
    let is_new =
        |ty: &Type| ty.named() != Some(&decl.name) && !union.variants.iter().any(|variant| variant.ty == *ty);
    let is_only = |ty: &Type| inner.iter().filter(|(_, other)| *other == ty).count() == 1;
    inner.iter().copied().filter(|(_, ty)| is_new(ty) && is_only(ty)).collect()
}
