//! The crate's root: its modules, what it exports, and where everything is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::features::{gate, top_namespaces};
use super::output::{Content, Options};
use super::paths::module_name;
use super::{client, docs, guides, security};
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
            AccessToken, ApiError, BoxFuture, ByteStream, Checkpoint, Error, ErrorKind, Event, EventStream, Extra, FilePart, HeaderMap, HeaderName, HeaderValue, Items, JsonLines, Map, MaybeArray, Method, OpenEnum, Page, Pages, Patch,
            RateLimit, RequestStream, Response, Scopes, Secret, StatusCode, Timestamp, TokenError, TokenProvider, UnknownValue, Transport, TransportError, TransportFailure, TransportRequest,
            TransportResponse, Uuid,
        };
        #[doc(no_inline)]
        pub use #runtime::Value;
        #[cfg(feature = "record")]
        pub use #runtime::record::Recorder;
        #[cfg(feature = "blocking")]
        pub use #runtime::{BlockingItems, BlockingPages};
        #[cfg(feature = "test")]
        pub use #runtime::{Expectation, MockTransport, RecordedRequest};
        #[cfg(feature = "reqwest")]
        pub use #runtime::{HttpTransport, reqwest};
    };
    let security = security::is_needed(plan).then(|| {
        quote!(
            mod security;
        )
    });
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
    let types = (!plan.types.is_empty()).then(|| prelude_types(plan));
    let items = quote! {
        #![forbid(unsafe_code)]
        #![cfg_attr(docsrs, feature(doc_cfg))]
        mod call;
        mod client;
        #security
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

        /// What most programs use: `use prelude::*`.
        pub mod prelude {
            #types
            #[doc(no_inline)]
            pub use crate::{Call, Client, Error, Page, Patch};
        }

        /// The outcome of a call.
        pub type Result<T, E = Error> = std::result::Result<T, E>;
    };
    Content::Rust { docs: root_docs(plan, options), items }
}

/// All types, which may be none where every one of them belongs to a feature.
fn prelude_types(plan: &Plan) -> TokenStream {
    let allow = plan.modules.values().all(|module| !module.features.is_empty());
    let allow =
        allow.then(|| quote!(#[allow(unused_imports, reason = "without features there are no types")]));
    quote! { #allow pub use crate::types::*; }
}

/// The front page: what the crate is, a first call, and what there is to read.
fn root_docs(plan: &Plan, options: &Options) -> Vec<String> {
    let mut paragraphs =
        vec![format!("A typed client for the {}, version {}.", plan.api.title, plan.api.version)];
    paragraphs.extend(introduction(plan, options));
    paragraphs.extend(security::root_docs(plan));
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
    for (name, _) in top_namespaces(plan) {
        let text = client::namespace_text(plan, name).unwrap_or_default();
        lines.push(format!(
            "| [`client.{name}()`]({}) | {} |",
            module_name(name),
            docs::first_sentence(text)
        ));
    }
    lines.join("\n")
}
