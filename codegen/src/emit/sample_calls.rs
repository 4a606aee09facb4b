//! A sample call of every method, for tests that send each and look at what arrives.
//!
//! There are two calls of a method with optional parameters or fields: one without them, and one with all of them.
//! The ids of the path are left to the caller, who knows what exists. All of it is behind the feature `conformance`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{MethodContext, contexts, id_of};
use super::examples;
use super::features::{gate, top_namespaces};
use super::output::{Content, Emitted, Options};
use super::parameters::is_plain_path;
use super::paths::{module_name, spelled};
use super::scope::Scope;
use crate::plan::{Parameter, Place, Plan};

/// `src/conformance/<namespace>.rs` for each namespace of the client.
pub(super) fn modules(plan: &Plan, options: &Options) -> Emitted {
    // The crate refers to itself.
    let within = Options { package: "crate".to_owned(), ..options.clone() };
    let files = top_namespaces(plan).map(|(name, _)| {
        (format!("src/conformance/{}.rs", module_name(name)), content(plan, options, &within, name))
    });
    files.collect()
}

/// The modules and the list of what is in them, for `src/conformance.rs`.
pub(super) fn list(plan: &Plan, scope: &mut Scope) -> TokenStream {
    let entry = scope.runtime("SampleCall");
    let (modules, lists): (Vec<TokenStream>, Vec<TokenStream>) = top_namespaces(plan)
        .map(|(name, features)| {
            let (gate, module) = (gate(&features), format_ident!("{}", module_name(name)));
            (quote! { #gate mod #module; }, quote! { #gate #module::CALLS })
        })
        .unzip();
    quote! {
        #(#modules)*

        /// Sample calls of every method of the features that are on, by namespace.
        pub static CALLS: &[&[#entry<crate::Client>]] = &[#(#lists),*];
    }
}

fn content(plan: &Plan, options: &Options, within: &Options, top: &str) -> Content {
    let mut scope = Scope::default();
    let entry = scope.runtime("SampleCall");
    let spaces = plan.namespaces.iter().filter(|(path, _)| path.first().is_some_and(|first| first == top));
    let rows: Vec<TokenStream> = spaces
        .flat_map(|(path, space)| contexts(plan, within, (path, space)))
        .flat_map(|context| rows(&context, &mut scope))
        .collect();
    let imports = scope.imports(options);
    Content::Rust {
        docs: vec![format!("Sample calls of every method below `client.{top}()`.")],
        items: quote! {
            #![allow(deprecated, unused_imports, clippy::too_many_lines)]

            use crate::types::*;
            #imports

            pub(super) static CALLS: &[#entry<crate::Client>] = &[#(#rows),*];
        },
    }
}

/// One call with what the method asks for, and one with everything.
fn rows(context: &MethodContext<'_>, scope: &mut Scope) -> Vec<TokenStream> {
    let id = |parameter: &Parameter| format!("id({:?})", parameter.wire);
    let (call, setters) = (examples::call(context, "client", &id, true), examples::setters(context));
    let whole = (!setters.is_empty()).then(|| row(context, &format!("{call}{setters}"), true, scope));
    [Some(row(context, &call, false, scope)), whole].into_iter().flatten().collect()
}

fn row(context: &MethodContext<'_>, call: &str, whole: bool, scope: &mut Scope) -> TokenStream {
    let [entry, sample] = ["SampleCall", "sample"].map(|name| scope.runtime(name));
    let (operation, id) = (&context.operation.id, id_of(context));
    let method = format!("{}.{}", spelled(context.path, context.space), context.method);
    // A call that is no Rust leaves a hole, which the parser of the whole file reports.
    let call: TokenStream = call.parse().unwrap_or_default();
    let is_bound = |wire: &str| context.space.bound.iter().any(|(_, bound)| bound == wire);
    let takes_id = context.operation.parameters.iter().any(|parameter| {
        let is_id = parameter.is_id && is_plain_path(context.plan, parameter);
        parameter.place == Place::Path && (is_id || is_bound(&parameter.wire))
    });
    let ids = format_ident!("{}", if takes_id { "id" } else { "_" });
    let gate = gate(&context.operation.features);
    quote! {
        #gate
        #entry {
            operation: #operation,
            id: #id,
            method: #method,
            whole: #whole,
            call: |client, #ids| #sample(#call.into_future()),
        }
    }
}
