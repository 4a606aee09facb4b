//! The table of the types of every operation, for tools that compare recorded traffic with them, and the list of sample
//! calls of every method, for tests.
//!
//! It stands behind a feature of its own: without it, nothing of it is compiled.

use proc_macro2::TokenStream;
use quote::quote;

use super::features::gate;
use super::output::{Content, Options};
use super::sample_calls;
use super::scope::Scope;
use super::values::rust_type;
use crate::plan::{Encoding, Operation, Plan, ResponseFormat, Type, WEBHOOKS};

/// `src/conformance.rs`.
pub(super) fn module(plan: &Plan, options: &Options) -> Content {
    let mut scope = Scope::qualified();
    let entry = scope.runtime("Conformance");
    let entries: Vec<TokenStream> =
        plan.operations.iter().map(|operation| row(operation, &mut scope)).collect();
    let calls = sample_calls::list(plan, &mut scope);
    let webhooks = webhooks(plan, &mut scope);
    let imports = scope.imports(options);
    Content::Rust {
        docs: vec![
            "The types of every operation as functions that read JSON and write it back, and a sample call of every method.".to_owned(),
            "For tools and tests; a client needs none of it.".to_owned(),
        ],
        items: quote! {
            #imports
            #calls

            /// Every operation of the features that are on, sorted by path and method.
            pub static OPERATIONS: &[#entry] = &[#(#entries),*];
            #webhooks
        },
    }
}

/// The types of webhooks: what the API sends is the request, as it is for it.
fn webhooks(plan: &Plan, scope: &mut Scope) -> Option<TokenStream> {
    if plan.webhooks.is_empty() {
        return None;
    }
    let entry = scope.runtime("Conformance");
    let rows: Vec<TokenStream> = plan
        .webhooks
        .all
        .iter()
        .map(|webhook| {
            let (name, payload) = (&webhook.name, function(Some(&webhook.payload), scope));
            let reply = function(webhook.reply.as_ref(), scope);
            quote!(#entry::new(#name, #payload, #reply))
        })
        .collect();
    Some(quote! {
        /// Every webhook, in the order of the document.
        #[cfg(feature = #WEBHOOKS)]
        pub static WEBHOOKS: &[#entry] = &[#(#rows),*];
    })
}

fn row(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let gate = gate(&operation.features);
    let entry = scope.runtime("Conformance");
    let id = &operation.id;
    let body = operation.body.as_ref().filter(|body| body.encoding == Encoding::Json);
    let request = function(body.map(|body| &body.ty), scope);
    let response = function(
        (operation.response.format == ResponseFormat::Json).then_some(&operation.response.ty),
        scope,
    );
    quote! { #gate #entry::new(#id, #request, #response) }
}

fn function(ty: Option<&Type>, scope: &mut Scope) -> TokenStream {
    let Some(ty) = ty else { return quote!(None) };
    let (round_trip, ty) = (scope.runtime("round_trip"), rust_type(ty, scope));
    quote!(Some(#round_trip::<#ty>))
}
