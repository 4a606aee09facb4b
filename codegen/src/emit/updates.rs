//! Updates made of responses: `From<&Queue> for QueueUpdate`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::features::gate;
use super::presence::Presence;
use super::requests::rest;
use super::scope::Scope;
use crate::plan::{CommonField, Conversion, FieldDecl, Plan, Source, Type, TypeDecl, TypeModule};

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
        Source::Fields(fields) => {
            let fields = fields.iter().filter_map(|field| common_field(plan, decl, field, scope));
            let fields: Vec<TokenStream> = fields.collect();
            // Where `new` takes nothing, the type has a default.
            let rest = rest(!decl.fields().iter().any(FieldDecl::is_argument), scope);
            quote!(Self { #(#fields,)* ..#rest })
        }
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

fn common_field(
    plan: &Plan,
    decl: &TypeDecl,
    common: &CommonField,
    scope: &mut Scope,
) -> Option<TokenStream> {
    let owner = plan.types.get(&common.owner)?;
    let known = owner.fields().iter().find(|field| field.wire == common.wire)?;
    let field = decl.fields().iter().find(|field| field.wire == common.wire)?;
    let (name, known_name) = (format_ident!("{}", field.name), format_ident!("{}", known.name));
    let inside = common.inside.as_ref().map(|inside| format_ident!("{inside}"));
    let path = match inside {
        Some(inside) => quote!(response.#inside.#known_name),
        None => quote!(response.#known_name),
    };
    let is_copy = matches!(known.ty, Type::Integer | Type::Unsigned | Type::Number | Type::Bool);
    let value = if is_copy { path } else { quote!(#path.clone()) };
    let value = match (Presence::of(field, decl), Presence::of(known, owner)) {
        (to, from) if to == from => value,
        (Presence::Nullable, Presence::Optional) | (Presence::Optional, Presence::Nullable) => value,
        (Presence::Nullable | Presence::Optional, Presence::Plain) => quote!(Some(#value)),
        (Presence::Patch, Presence::Plain) => {
            let patch = scope.runtime("Patch");
            quote!(#patch::Value(#value))
        }
        (Presence::Patch, Presence::Nullable) => {
            let patch = scope.runtime("Patch");
            quote!(#patch::set_or_clear(#value))
        }
        (Presence::Patch, Presence::Optional) => {
            let patch = scope.runtime("Patch");
            quote!(#patch::set_or_keep(#value))
        }
        _ => return None,
    };
    Some(quote!(#name: #value))
}
