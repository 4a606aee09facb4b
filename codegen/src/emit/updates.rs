//! Updates made of responses: `From<&Queue> for QueueUpdate`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::features::gate;
use super::presence::Presence;
use super::requests::rest;
use super::scope::Scope;
use crate::plan::{CommonField, Conversion, FieldDecl, Plan, Source, TypeDecl, TypeModule};

/// The conversions into a type.
pub(super) fn items(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> Vec<TokenStream> {
    let conversions = plan.updates.get(&decl.name).into_iter().flatten();
    conversions.map(|(response, conversion)| item(plan, decl, response, conversion, scope)).collect()
}

/// The responses that convert into a type, each with what comes of it.
pub(super) fn purposes<'p>(plan: &'p Plan, decl: &TypeDecl) -> Vec<(&'p str, String)> {
    let conversions = plan.updates.get(&decl.name).into_iter().flatten();
    let purposes = conversions.map(|(response, conversion)| {
        let text = match &conversion.source {
            Source::Fields(fields) => purpose(decl, response, fields),
            Source::Variants(_) => {
                format!("The update that leaves a [`{response}`] as it is, whichever variant it is.")
            }
        };
        (response.as_str(), text)
    });
    purposes.collect()
}

fn item(
    plan: &Plan,
    decl: &TypeDecl,
    response: &str,
    conversion: &Conversion,
    scope: &mut Scope,
) -> TokenStream {
    let gate = is_gated(plan, decl, response).then(|| gate(&conversion.features)).flatten();
    let from = scope.generated(response);
    let name = format_ident!("{}", decl.name);
    let body = match &conversion.source {
        Source::Fields(fields) => copied(plan, decl, fields, scope),
        Source::Variants(variants) => {
            let arms = variants.iter().map(|(variant, _)| {
                let variant = format_ident!("{variant}");
                quote!(#from::#variant(value) => Self::from(&**value),)
            });
            quote!(match response { #(#arms)* })
        }
    };
    quote! {
        #gate
        impl From<&#from> for #name {
            #[inline]
            fn from(response: &#from) -> Self {
                #body
            }
        }
    }
}

/// Whether the type of the update may be compiled where that of the response is not.
fn is_gated(plan: &Plan, decl: &TypeDecl, response: &str) -> bool {
    let module = |name: &str| plan.modules.values().find(|module| module.types.contains(name));
    let features =
        |module: Option<&TypeModule>| module.map(|module| module.features.clone()).unwrap_or_default();
    let (own, other) = (features(module(&decl.name)), features(module(response)));
    !other.is_empty() && (own.is_empty() || !own.is_subset(&other))
}

fn purpose(decl: &TypeDecl, response: &str, fields: &[CommonField]) -> String {
    let is_common = |wire: &str| fields.iter().any(|field| field.wire == wire);
    let others = decl.fields().iter().filter(|field| !is_common(&field.wire));
    let others: Vec<String> = others.map(|field| format!("`{}`", field.name)).collect();
    let left_out = match others.as_slice() {
        [] => String::new(),
        others => format!(" It leaves out {}.", others.join(", ")),
    };
    format!("The update that leaves a [`{response}`] as it is, to be changed.{left_out}")
}

/// Copies the fields that both have: those of the response itself, and those of each object in it.
fn copied(plan: &Plan, decl: &TypeDecl, fields: &[CommonField], scope: &mut Scope) -> TokenStream {
    let mut names: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    for field in fields.iter().filter(|field| fits(plan, decl, field)) {
        names.entry(field.inside.as_deref()).or_default().push(&field.wire);
    }
    let copy_fields = scope.runtime("copy_fields");
    let copies = names.into_iter().map(|(inside, names)| {
        let inside = inside.map(|inside| format_ident!("{inside}"));
        let from = inside.map_or_else(|| quote!(response), |inside| quote!(&response.#inside));
        quote!(#copy_fields(#from, &mut update, &[#(#names),*]);)
    });
    // Where `new` takes nothing, the type has a default.
    let has_default = !decl.fields().iter().any(FieldDecl::is_argument);
    let (ty, fresh) = ((!has_default).then(|| quote!(: Self)), rest(has_default, scope));
    quote! {
        let mut update #ty = #fresh;
        #(#copies)*
        update
    }
}

/// Whether a field can hold what the other may hold.
fn fits(plan: &Plan, decl: &TypeDecl, common: &CommonField) -> bool {
    let presence = |decl: &TypeDecl| {
        let field = decl.fields().iter().find(|field| field.wire == common.wire);
        field.map(|field| Presence::of(field, decl))
    };
    let (to, from) = (presence(decl), plan.types.get(&common.owner).and_then(presence));
    match (to, from) {
        (Some(Presence::Nullable | Presence::Optional), Some(from)) => {
            matches!(from, Presence::Plain | Presence::Nullable | Presence::Optional)
        }
        (Some(Presence::Patch), Some(from)) => from != Presence::Items,
        (Some(to), from) => Some(to) == from,
        (None, _) => false,
    }
}
