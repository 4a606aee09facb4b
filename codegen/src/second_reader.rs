//! A second opinion: progenitor reads the same document, and the two readings are compared.
//!
//! ```text
//! Bundle ──lower──> openapiv3::OpenAPI ──progenitor──> code ──read──> Reading ─┐
//!        └─────────────────────────── plan ───────────────────────────> Plan ──┴─compare──> Comparison ──judge──> Verdict
//! ```
//!
//! The two share the bundle and nothing else: [`lower`] works on the document, never on the plan. Where they agree on
//! every operation and every field, that is evidence for both; where they differ, one of them is wrong, or the
//! difference is [`justified`] in a file beside the document.

pub mod compare;
pub mod justified;
pub mod lower;
pub mod read;
mod run;

pub use run::{PATIENCE, Running, start};
