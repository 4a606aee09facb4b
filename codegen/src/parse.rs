//! From emitted tokens to syntax, once for all that look at it: parsing is the dearest thing the generator does.

use std::collections::BTreeMap;

use document::source::Location;

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
/// When what was emitted is not Rust, which is a defect of the generator. `place` says what part of the document a file is
/// made from.
pub fn parse(
    emitted: Emitted,
    place: impl Fn(&str) -> Option<Location>,
) -> Result<ParsedFiles, Vec<Problem>> {
    let parsed = emitted.into_iter().map(|(path, content)| {
        let parsed = match content {
            Content::Text(text) => Parsed::Text(text),
            Content::Rust { docs, items } => {
                let file = syn::parse2(items).map_err(|error| vec![defect(&path, place(&path), &error)])?;
                Parsed::Rust { docs, file }
            }
        };
        Ok((path, parsed))
    });
    parsed.collect()
}

fn defect(path: &str, at: Option<Location>, error: &syn::Error) -> Problem {
    Problem {
        rule: "generator-limit",
        severity: Severity::Error,
        at,
        message: format!("the text made for {path}, of which this is the first source, is not valid Rust: {error}"),
        help: "this is a defect of the generator: please report it with the document; `--skip-unsupported` and `--only` leave parts out"
            .to_owned(),
    }
}
