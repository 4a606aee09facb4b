//! Cargo features: which parts of the crate need which.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;

/// Compiles an item only when one of the features that need it is on.
pub(super) fn gate<'a>(features: impl IntoIterator<Item = &'a String>) -> Option<TokenStream> {
    let features: Vec<&String> = features.into_iter().collect();
    match features.as_slice() {
        [] => None,
        [only] => Some(quote!(#[cfg(feature = #only)])),
        several => Some(quote!(#[cfg(any(#(feature = #several),*))])),
    }
}

/// Top-level namespaces with the features that enable them.
pub(super) fn top_namespaces(plan: &Plan) -> impl Iterator<Item = (&str, Vec<String>)> {
    plan.namespaces.keys().filter(|path| path.len() == 1).map(|path| {
        let name = path[0].as_str();
        (name, plan.api.feature_of(name).map(str::to_owned).into_iter().collect())
    })
}
