//! Pages: where the items of a list are, and where the link to the next page is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::presence::Presence;
use super::scope::Scope;
use super::values::rust_type;
use crate::plan::{FieldDecl, Plan, TypeDecl};

/// `Page` for a type that some operation returns as one page of a list.
pub(super) fn item(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> Option<TokenStream> {
    let mut paged = plan.operations.iter().filter_map(|operation| operation.response.paged.as_ref());
    let paged = paged.find(|paged| paged.page == decl.name)?;
    let items = decl.fields().iter().find(|field| field.wire == paged.items)?;
    let (page, name, item) =
        (scope.runtime("Page"), format_ident!("{}", decl.name), rust_type(&paged.item, scope));
    let into_items = into_items(items, decl);
    let next = next_link(plan, decl, &paged.next)?;
    Some(quote! {
        impl #name {
            /// Returns the items of this page.
            pub fn into_items(self) -> Vec<#item> {
                #into_items
            }
        }

        impl IntoIterator for #name {
            type Item = #item;
            type IntoIter = std::vec::IntoIter<#item>;

            fn into_iter(self) -> Self::IntoIter {
                self.into_items().into_iter()
            }
        }

        impl #page for #name {
            type Item = #item;

            fn next_link(&self) -> Option<&str> {
                #next
            }

            fn into_items(self) -> Vec<Self::Item> {
                self.into_items()
            }
        }
    })
}

fn into_items(items: &FieldDecl, decl: &TypeDecl) -> TokenStream {
    let field = format_ident!("{}", items.name);
    match Presence::of(items, decl) {
        Presence::Plain | Presence::Items => quote!(self.#field),
        Presence::Patch => quote!(self.#field.into_value().unwrap_or_default()),
        Presence::Optional | Presence::Nullable => quote!(self.#field.unwrap_or_default()),
    }
}

fn next_link(plan: &Plan, decl: &TypeDecl, steps: &[String]) -> Option<TokenStream> {
    let (last, way) = steps.split_last()?;
    let mut owner = decl;
    let mut place = quote!(self);
    let mut sure = true;
    for step in way {
        let field = owner.fields().iter().find(|field| field.wire == *step)?;
        place = reach(&place, field, owner, sure);
        sure &= Presence::of(field, owner) == Presence::Plain;
        owner = plan.types.get(field.ty.named()?)?;
    }
    let field = owner.fields().iter().find(|field| field.wire == *last)?;
    let ident = format_ident!("{}", field.name);
    let text = |place: TokenStream| match Presence::of(field, owner) {
        Presence::Plain | Presence::Items => quote!(Some(#place.#ident.as_str())),
        Presence::Patch => quote!(#place.#ident.value().map(String::as_str)),
        Presence::Optional | Presence::Nullable => quote!(#place.#ident.as_deref()),
    };
    Some(if sure {
        text(place)
    } else {
        let text = text(quote!(links));
        quote!(#place.and_then(|links| #text))
    })
}

/// One step down: the field itself, or an `Option` of it.
fn reach(place: &TokenStream, field: &FieldDecl, owner: &TypeDecl, sure: bool) -> TokenStream {
    let ident = format_ident!("{}", field.name);
    let step = |place: TokenStream| match Presence::of(field, owner) {
        Presence::Plain | Presence::Items => quote!(#place.#ident),
        Presence::Patch => quote!(#place.#ident.value()),
        Presence::Optional | Presence::Nullable => quote!(#place.#ident.as_ref()),
    };
    match (sure, Presence::of(field, owner)) {
        (true, _) => step(place.clone()),
        (false, Presence::Plain) => quote!(#place.map(|links| &links.#ident)),
        (false, _) => {
            let below = step(quote!(links));
            quote!(#place.and_then(|links| #below))
        }
    }
}
