//! The results of the emitter, and its options.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

/// What the user of the generator chooses.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the generated package, such as `signalwire-rest`.
    pub package: String,
    /// Name of the runtime's package.
    pub runtime: String,
    /// Path from the generated crate to the runtime crate; without one, its published version is used.
    pub runtime_path: Option<String>,
    /// The simulator; with one, the crate has a test against it.
    pub simulator: Option<Simulator>,
    /// The command that writes the crate, for the head of each file.
    pub command: String,
    /// Whether the crate leaves it to a workspace around it to name it as a member, and is no workspace of its own.
    pub workspace_member: bool,
    /// Whether Rust code in the document's guides is compiled and run with the tests of the documentation. Only for
    /// documents whose authors are trusted like the authors of code.
    pub trusted: bool,
    /// Texts of licences that are part of the package, by file name.
    pub licenses: Vec<(String, String)>,
}

impl Options {
    /// The name by which Rust code refers to the generated crate.
    pub fn crate_name(&self) -> String {
        self.package.replace('-', "_")
    }
}

/// The package with the simulator.
#[derive(Clone, Debug)]
pub struct Simulator {
    /// Its name.
    pub package: String,
    /// The path to it from the generated crate.
    pub path: String,
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
