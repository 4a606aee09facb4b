//! Turns a document of OpenAPI 3.0 or 3.1 into a typed Rust client crate.
//!
//! ```text
//! spec/*.yaml ──> Document ──sound──> Sound ──plan──> Plan ──emit──> tokens ──parse──> syntax ──render──> text
//!                    └──lint──> warnings
//! ```
//!
//! The package [`document`] reads the files; writing is the caller's business; everything between is pure and
//! deterministic. The stages hand on ever more certain values: a [`Sound`](document::soundness::Sound) document has no
//! errors, so that no later stage fails on what it says. [`generate()`] reads as one statement per stage.
//!
//! Beside that line progenitor reads the document once more, and the two readings are compared ([`second_reader`]).
//!
//! Nothing here knows any particular API. Its document declares what is special about it, with the `x-` extensions that
//! `spec/README.md` describes.

pub mod compare;
pub mod diff;
pub mod emit;
pub mod generate;
pub mod lint;
pub mod names;
pub mod parse;
pub mod plan;
pub mod render;
pub mod second_reader;
pub mod surface;

/// The document and its files are read in a package of their own, which the simulator uses as well.
pub use document::{Document, bundle, load, node, problem, source};
pub use generate::{Generated, Pending, SecondOpinion, generate, generate_and_compare};
