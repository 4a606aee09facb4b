//! The crate's root: its modules, what it exports, and where everything is.

use quote::{format_ident, quote};

use super::features::{gate, top_namespaces};
use super::output::{Content, Options};
use super::paths::{module_name, request, spelled, struct_ident};
use super::{docs, security};
use crate::plan::{Method, Plan};

/// `src/lib.rs`.
pub(super) fn module(plan: &Plan, options: &Options) -> Content {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let modules = top_namespaces(plan).map(|(name, features)| {
        let (gate, module) = (gate(&features), format_ident!("{}", module_name(name)));
        quote! { #gate pub mod #module; }
    });
    let macros = quote! {
        pub use #runtime::{
            AccessToken, ApiError, BoxFuture, Call, Error, ErrorKind, Extra, HeaderMap, Items, Map, MaybeArray, Method, OpenEnum, Page, Pages, Patch,
            Response, Scopes, Secret, StatusCode, Timestamp, TokenError, TokenProvider, Transport, TransportError, TransportFailure, TransportRequest,
            TransportResponse, Uuid, Value, WithResponse,
        };
        #[cfg(feature = "record")]
        pub use #runtime::record::Recorder;
    };
    let security = security::is_needed(plan).then(|| quote!(mod security;));
    let items = quote! {
        mod client;
        #security
        #[cfg(feature = "conformance")]
        pub mod conformance;
        #(#modules)*
        pub mod types;

        pub use client::{Client, ClientBuilder};
        #macros

        /// The outcome of a call.
        pub type Result<T, E = Error> = std::result::Result<T, E>;
    };
    Content::Rust { docs: root_docs(plan), items }
}

fn root_docs(plan: &Plan) -> Vec<String> {
    let mut paragraphs =
        vec![format!("A typed client for the {}, version {}.", plan.api.title, plan.api.version)];
    paragraphs.extend(plan.api.description.as_deref().map(|text| docs::sentence(&docs::prose(text))));
    paragraphs.extend(security::root_docs(plan));
    paragraphs
        .push("Start with a [`Client`]; every operation is a method of one of its namespaces:".to_owned());
    let mut lines = vec!["| namespace | operations |".to_owned(), "|---|---|".to_owned()];
    for (path, space) in &plan.namespaces {
        let module = path.iter().map(|name| module_name(name)).collect::<Vec<_>>().join("::");
        if !space.methods.is_empty() {
            let methods: Vec<String> = space.methods.iter().map(|method| method.name.clone()).collect();
            lines.push(format!(
                "| [`{}`]({module}) | {} |",
                spelled(path, space),
                methods.join(", ").replace('_', "\\_")
            ));
        }
    }
    paragraphs.push(lines.join("\n"));
    paragraphs.extend(found(plan));
    paragraphs
}

/// How to find an operation, and all of them by their paths.
fn found(plan: &Plan) -> Vec<String> {
    let mut calls: Vec<(usize, Option<usize>, String)> = Vec::new();
    for (path, space) in &plan.namespaces {
        let modules = path.iter().map(|name| module_name(name)).collect::<Vec<_>>().join("::");
        let owner = format!("{modules}::{}", struct_ident(path));
        for Method { name, operation, command } in &space.methods {
            let call = format!("[`{}.{name}`]({owner}::{name})", spelled(path, space));
            calls.push((*operation, *command, call));
        }
    }
    calls.sort();
    let Some(example) = plan.operations.iter().find(|operation| operation.path.len() > 1) else {
        return Vec::new();
    };
    let mut lines = vec!["| request | call |".to_owned(), "|---|---|".to_owned()];
    lines.extend(calls.iter().map(|(index, command, call)| {
        let operation = &plan.operations[*index];
        let command = command.and_then(|index| operation.commands.get(index));
        format!("| {} | {call} |", request(operation, command))
    }));
    let (id, path) = (docs::identifier(&example.id), docs::identifier(&example.path));
    vec![
        "# Every operation by its path".to_owned(),
        format!(
            "The search above finds an operation by its id (`{id}`) and by the beginning of its path, with underscores for all that is no letter or digit (`{path}`)."
        ),
        lines.join("\n"),
    ]
}
