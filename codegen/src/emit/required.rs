//! Required fields by name: where there are many, a constructor takes a struct of them instead of arguments that could be
//! swapped.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::objects::{field_docs, with_presence};
use super::presence::Presence;
use super::scope::Scope;
use super::values::field_type;
use super::{docs, implements};
use crate::plan::{Kind, Plan, TypeDecl};

/// The most required fields that are arguments.
const MAX_ARGUMENTS: usize = 3;

/// The name of the struct of required fields, where the constructor takes one.
pub(super) fn name(plan: &Plan, decl: &TypeDecl) -> Option<String> {
    let required = decl.fields().iter().filter(|field| field.is_argument()).count();
    if !decl.usage.sent || required <= MAX_ARGUMENTS {
        return None;
    }
    let mut name = format!("{}Required", decl.name);
    while plan.types.contains_key(&name) {
        name.push_str("Fields");
    }
    Some(name)
}

/// Whether an object is passed as anything that converts into it: itself, the struct of its required fields, or the value
/// of its only one.
pub(super) fn converts(plan: &Plan, declared: &str) -> bool {
    let decl = plan.types.get(declared);
    let from_value = plan.conversions.contains_key(declared);
    decl.is_some_and(|decl| from_value || !matches!(decl.kind, Kind::Object(_)) || name(plan, decl).is_some())
}

/// The struct and its conversion into the object.
pub(super) fn item(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> Option<TokenStream> {
    let required = format_ident!("{}", name(plan, decl)?);
    let object = format_ident!("{}", decl.name);
    let docs = docs::attributes(&[
        format!("The required fields of a [`{object}`], to be filled in by name."),
        format!(
            "It converts into a [`{object}`], for which [`{object}::new`] takes it. Implements `Clone` and `Debug`."
        ),
    ]);
    let fields: Vec<TokenStream> = decl
        .fields()
        .iter()
        .filter(|field| field.is_argument())
        .map(|field| {
            let (docs, ident) = (field_docs(field), format_ident!("{}", field.name));
            let presence = match Presence::of(field, decl) {
                Presence::Optional => Presence::Plain,
                presence => presence,
            };
            let ty = with_presence(&field_type(field, scope), presence, scope);
            quote! { #docs pub #ident: #ty, }
        })
        .collect();
    let hidden = implements::hidden();
    Some(quote! {
        #docs
        #hidden
        #[derive(Clone, Debug)]
        pub struct #required { #(#fields)* }

        impl From<#required> for #object {
            #[inline]
            fn from(required: #required) -> Self {
                Self::new(required)
            }
        }
    })
}
