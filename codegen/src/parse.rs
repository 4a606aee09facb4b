//! From emitted tokens to syntax, once for all that look at it: parsing is the dearest thing the generator does.

use std::collections::BTreeMap;

use crate::emit::{Content, Emitted};
use crate::problem::{Problem, Severity};

/// The content of one file.
#[derive(Clone, Debug)]
pub enum Parsed {
    /// Rust, to be formatted: the module's own documentation, and its items.
    Rust {
        /// Paragraphs for the head of the module.
        docs: Vec<String>,
        /// The items.
        file: syn::File,
    },
    /// Anything else, as it is.
    Text(String),
}

/// Files by their path within the crate.
pub type ParsedFiles = BTreeMap<String, Parsed>;

/// Parses every file.
///
/// # Errors
///
/// When what was emitted is not Rust, which is a defect of the generator.
pub fn parse(emitted: Emitted) -> Result<ParsedFiles, Vec<Problem>> {
    let parsed = emitted.into_iter().map(|(path, content)| {
        let parsed = match content {
            Content::Text(text) => Parsed::Text(text),
            Content::Rust { docs, items } => {
                let file = syn::parse2(items).map_err(|error| vec![defect(&path, &error)])?;
                Parsed::Rust { docs, file }
            }
        };
        Ok((path, parsed))
    });
    parsed.collect()
}

fn defect(path: &str, error: &syn::Error) -> Problem {
    Problem {
        rule: "generator-limit",
        severity: Severity::Error,
        at: None,
        message: format!("the text made for {path} is not valid Rust: {error}"),
        help: "this is a defect of the generator: please report it with the document".to_owned(),
    }
}
