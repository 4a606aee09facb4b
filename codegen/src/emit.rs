//! From a [`Plan`] to files: Rust modules as tokens, and the crate's manifest and README as text.
//!
//! Each submodule emits one kind of thing. None of them decides a name or a type: that was planned. What they emit is
//! plain Rust, written out, over the small runtime crate.

mod builder;
mod client;
mod commands;
mod conformance;
mod descriptions;
mod docs;
mod enums;
mod examples;
mod manifest;
mod namespaces;
mod objects;
mod operations;
mod pages;
mod readme;
mod request_builders;
mod requests;
mod root;
mod sample_calls;
mod scope;
mod types;
mod unions;
mod values;
mod views;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

pub(crate) use namespaces::module_name;

use crate::plan::Plan;

/// What the user of the generator chooses.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the generated package, such as `signalwire-rest`.
    pub package: String,
    /// Name of the runtime's package.
    pub runtime: String,
    /// Path from the generated crate to the runtime crate.
    pub runtime_path: String,
    /// The command that writes the crate, for the head of each file.
    pub command: String,
    /// Whether the crate is a member of the workspace around it.
    pub workspace_member: bool,
}

impl Options {
    /// The name by which Rust code refers to the generated crate.
    pub fn crate_name(&self) -> String {
        self.package.replace('-', "_")
    }
}

/// The content of one file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Rust, to be formatted: the module's own documentation, and its items.
    Rust {
        /// Paragraphs for the head of the module.
        docs: Vec<String>,
        /// The items.
        items: TokenStream,
    },
    /// Anything else, as it is.
    Text(String),
}

/// Files by their path within the crate.
pub type Emitted = BTreeMap<String, Content>;

/// Emits the whole crate.
pub fn emit(plan: &Plan, options: &Options) -> Emitted {
    let mut files = Emitted::new();
    files.extend(types::modules(plan, options));
    files.extend(namespaces::modules(plan, options));
    files.insert("src/client.rs".to_owned(), client::module(plan, options));
    files.insert("src/conformance.rs".to_owned(), conformance::module(plan, options));
    files.extend(sample_calls::modules(plan, options));
    files.insert("src/lib.rs".to_owned(), root::module(plan, options));
    files.insert("Cargo.toml".to_owned(), Content::Text(manifest::cargo_toml(plan, options)));
    files.insert("README.md".to_owned(), Content::Text(readme::text(plan, options)));
    files.insert("rustfmt.toml".to_owned(), Content::Text(manifest::RUSTFMT.to_owned()));
    files
}
