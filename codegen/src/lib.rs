//! Turns an OpenAPI 3.0 document into a typed Rust client crate.
//!
//! ```text
//! spec/*.yaml ──load──> Document ──bundle──> Bundle ──check──> problems, all at once, with their places
//!                                              └────plan───> Plan ──emit──> tokens ──parse──> syntax ──render──> text
//! ```
//!
//! Beside that line progenitor reads the bundle once more, and the two readings are compared ([`second_reader`]).
//!
//! One reader of files ([`load`]); writing is the caller's business; everything between is pure and deterministic. The stages
//! hand on ever more certain values: after [`check`](check::check) found no error, no later stage can fail on what the
//! document says. [`generate()`] reads as one statement per stage.
//!
//! Nothing here knows any particular API. Its document declares what is special about it, with the `x-` extensions that
//! `spec/README.md` describes.

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
