//! Shortcuts: constructors and methods that set what is inside of the objects that an object requires.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::presence::Presence;
use super::requests::named_argument;
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use crate::plan::{FieldDecl, Plan, Shortcut, TypeDecl};

/// The methods of an object.
pub(super) fn methods(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> Vec<TokenStream> {
    let methods = decl.shortcuts.iter().filter_map(|shortcut| {
        let way = way(plan, decl, &shortcut.fields)?;
        match shortcut.is_any {
            true => adder(plan, decl, shortcut, &way, scope),
            false => constructor(plan, shortcut, &way, scope),
        }
    });
    methods.collect()
}

/// Each field on the way, with the object that it belongs to.
fn way<'a>(
    plan: &'a Plan,
    decl: &'a TypeDecl,
    names: &[String],
) -> Option<Vec<(&'a TypeDecl, &'a FieldDecl)>> {
    let mut owner = Some(decl);
    let mut way = Vec::new();
    for name in names {
        let decl = owner?;
        let field = decl.fields().iter().find(|field| field.wire == *name)?;
        owner = field.ty.named().and_then(|name| plan.types.get(name));
        way.push((decl, field));
    }
    Some(way)
}

fn constructor(
    plan: &Plan,
    shortcut: &Shortcut,
    way: &[(&TypeDecl, &FieldDecl)],
    scope: &mut Scope,
) -> Option<TokenStream> {
    let (&(owner, field), around) = way.split_last()?;
    let (name, ident) = (format_ident!("{}", shortcut.name), format_ident!("{}", field.name));
    let Argument { ty, .. } = named_argument(plan, owner, field, &ident, scope);
    let mut value = quote!(#ident);
    for (_, field) in around.iter().rev() {
        let object = rust_type(&field.ty, scope);
        value = quote!(#object::new(#value));
    }
    let docs = method_docs(field);
    Some(quote! {
        #docs
        pub fn #name(#ident: #ty) -> Self {
            Self::new(#value)
        }
    })
}

/// The value is written at once, so that fields of any name stay what they are: JSON.
fn adder(
    plan: &Plan,
    decl: &TypeDecl,
    shortcut: &Shortcut,
    way: &[(&TypeDecl, &FieldDecl)],
    scope: &mut Scope,
) -> Option<TokenStream> {
    let holder = match way.last() {
        Some((_, field)) => plan.types.get(field.ty.named()?)?,
        None => decl,
    };
    let ty = holder.additional.as_ref()?;
    if way.iter().any(|(owner, field)| Presence::of(field, owner) != Presence::Plain) {
        return None;
    }
    let (name, value) = (format_ident!("{}", shortcut.name), format_ident!("value"));
    let rust = rust_type(ty, scope);
    let Argument { ty, value: converted } = argument(ty, &value, plan, scope);
    let fields = way.iter().map(|(_, field)| format_ident!("{}", field.name));
    let docs = docs::attributes(&[format!("Sets the {} of this name.", shortcut.name.replace('_', " "))]);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, name: impl Into<String>, value: #ty) -> Self {
            let value: #rust = #converted;
            self #(.#fields)* .extra.insert_model(name, &value);
            self
        }
    })
}

fn method_docs(field: &FieldDecl) -> TokenStream {
    let described = field.docs.first().map(|text| docs::sentence(&docs::prose(text)));
    let argument = described.map(|text| format!("* `{}`: {}", field.name, text.replace('\n', "\n  ")));
    let purpose = "Sets what is required; everything else is left out.".to_owned();
    docs::attributes(&[Some(purpose), argument].into_iter().flatten().collect::<Vec<_>>())
}
