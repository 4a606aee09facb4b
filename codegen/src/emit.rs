//! From a [`Plan`] to files: Rust modules as tokens, and the crate's manifest and README as text.
//!
//! Each submodule emits one kind of thing. None of them decides a name or a type, which the plan has done. They emit plain
//! Rust over the small runtime crate.
//!
//! The submodules use each other in one direction only. At the bottom are those that emit nothing: `output`, `scope`,
//! `features`, `paths`, `presence`, `docs` and `context`, which answers queries about an operation.

mod accessors;
mod affected;
mod aliases;
mod builder;
mod call;
mod client;
mod commands;
mod conformance;
mod constructors;
mod context;
mod conversions;
mod descriptions;
mod docs;
mod enums;
mod error_codes;
mod example_values;
mod examples;
mod features;
mod guides;
mod implements;
mod manifest;
mod media;
mod namespaces;
mod objects;
mod operation_list;
mod operations;
mod output;
mod pages;
mod parameters;
mod paths;
mod presence;
mod readme;
mod request_builders;
mod requests;
mod required;
mod responses;
mod root;
mod sample_calls;
mod scope;
mod security;
mod shortcuts;
mod simulated;
mod type_docs;
mod types;
mod unions;
mod updates;
mod values;
mod webhooks;

pub(crate) use affected::{Wanted, affected};
pub(crate) use docs::visible;
pub use output::{Content, Emitted, Options, Simulator};
pub(crate) use paths::module_name;

use crate::plan::Plan;

/// Emits the whole crate.
pub fn emit(plan: &Plan, options: &Options) -> Emitted {
    emit_only(plan, options, &Wanted::All)
}

/// Emits the crate, with some of its files of types and of namespaces.
pub(crate) fn emit_only(plan: &Plan, options: &Options, wanted: &Wanted) -> Emitted {
    let mut files = Emitted::new();
    files.extend(types::modules(plan, options, wanted));
    files.extend(namespaces::modules(plan, options, wanted));
    files.insert("src/call.rs".to_owned(), call::module(options));
    files.insert("src/client.rs".to_owned(), client::module(plan, options));
    files.extend(security::module(plan, options).map(|content| ("src/security.rs".to_owned(), content)));
    files.insert("src/conformance.rs".to_owned(), conformance::module(plan, options));
    files.extend(error_codes::module(plan, options).map(|module| ("src/error_code.rs".to_owned(), module)));
    files.extend(sample_calls::modules(plan, options));
    if !plan.webhooks.is_empty() {
        let name = format!("src/{}.rs", plan.webhooks.module);
        files.insert(name, webhooks::module(plan, options));
    }
    files.extend(guides::modules(plan, options));
    files.insert("src/operations.rs".to_owned(), operation_list::module(plan));
    files.insert("src/lib.rs".to_owned(), root::module(plan, options));
    files.insert("Cargo.toml".to_owned(), Content::Text(manifest::cargo_toml(plan, options)));
    files.insert("README.md".to_owned(), Content::Text(visible(&readme::text(plan, options))));
    if options.simulator.is_some() {
        files.insert("tests/simulated.rs".to_owned(), Content::Text(simulated::text(plan, options)));
    }
    files.extend(options.licenses.iter().map(|(name, text)| (name.clone(), Content::Text(text.clone()))));
    files.insert("rustfmt.toml".to_owned(), Content::Text(manifest::RUSTFMT.to_owned()));
    files
}
