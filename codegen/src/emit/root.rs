//! The crate's root: its modules, what it exports, and where everything is.

use quote::{format_ident, quote};

use super::features::{gate, top_namespaces};
use super::output::{Content, Options};
use super::paths::module_name;
use super::{client, docs, guides};
use crate::plan::{Plan, WEBHOOKS};

/// `src/lib.rs`.
pub(super) fn module(plan: &Plan, options: &Options) -> Content {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let modules = top_namespaces(plan).map(|(name, features)| {
        let (gate, module) = (gate(&features), format_ident!("{}", module_name(name)));
        quote! { #gate pub mod #module; }
    });
    let macros = quote! {
        pub use #runtime::{
            ApiError, BoxFuture, Error, ErrorKind, Extra, HeaderMap, HeaderName, HeaderValue, Items, Map, MaybeArray, Method, OpenEnum, Page, Pages, Patch,
            Response, Scopes, Secret, StatusCode, Timestamp, Transport, TransportError, TransportFailure, TransportRequest,
            TransportResponse, Uuid, Value,
        };
        #[cfg(feature = "record")]
        pub use #runtime::record::Recorder;
        #[cfg(feature = "reqwest")]
        pub use #runtime::{HttpTransport, reqwest};
    };
    let webhooks = (!plan.webhooks.is_empty()).then(|| {
        let module = format_ident!("{}", plan.webhooks.module);
        quote! { #[cfg(feature = #WEBHOOKS)] pub mod #module; }
    });
    let error_code = plan.api.error_codes.is_some().then(|| {
        quote! {
            mod error_code;
            pub use error_code::ErrorCode;
        }
    });
    let guide = (!plan.api.guides.is_empty()).then(|| quote! { pub mod guide; });
    let items = quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        mod call;
        mod client;
        #[cfg(feature = "conformance")]
        pub mod conformance;
        #(#modules)*
        #guide
        pub mod operations;
        pub mod types;
        #webhooks

        pub use call::{AnyOperation, Call, Operation};
        pub use client::{Client, ClientBuilder};
        #error_code
        #macros

        /// The outcome of a call.
        pub type Result<T, E = Error> = std::result::Result<T, E>;
    };
    Content::Rust { docs: root_docs(plan, options), items }
}

/// The front page: what the crate is, a first call, and what there is to read.
fn root_docs(plan: &Plan, options: &Options) -> Vec<String> {
    let mut paragraphs =
        vec![format!("A typed client for the {}, version {}.", plan.api.title, plan.api.version)];
    paragraphs.extend(introduction(plan, options));
    if !plan.api.guides.is_empty() {
        paragraphs.push("# Guides".to_owned());
        paragraphs.push(guides::contents(plan, "guide::").join("\n"));
    }
    paragraphs.push("# Operations".to_owned());
    paragraphs.push(
        "Every operation is a method of one of the namespaces of a [`Client`]; [`operations`] lists all of them:"
            .to_owned(),
    );
    paragraphs.push(namespaces(plan));
    paragraphs
}

/// What the document says of itself: its introduction, or else its description.
fn introduction(plan: &Plan, options: &Options) -> Option<String> {
    let introduction = plan.api.package.introduction.as_deref().map(|text| guides::text(text, options));
    introduction.or_else(|| plan.api.description.as_deref().map(|text| docs::sentence(&docs::prose(text))))
}

fn namespaces(plan: &Plan) -> String {
    let mut lines = vec!["| namespace | |".to_owned(), "|---|---|".to_owned()];
    for (name, features) in top_namespaces(plan) {
        let text = client::namespace_text(plan, name, &features).unwrap_or_default();
        lines.push(format!(
            "| [`client.{name}()`]({}) | {} |",
            module_name(name),
            docs::first_sentence(&text)
        ));
    }
    lines.join("\n")
}
