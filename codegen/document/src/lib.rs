//! An OpenAPI document, read once.
//!
//! ```text
//! files ──load──> trees with places ──upgrade──> 3.0 ──bundle──> one tree ──structure, references──> read ──> Document
//! ```
//!
//! Whoever has a [`Document`] asks it by name: its operations with their effective parameters, bodies and responses; its
//! schemas as they are written ([`Schema`]) and as they resolve ([`Schema::target`], [`Schema::composition`],
//! [`Schema::kind`]); its extensions. Nobody outside of this package reads a key of the document by its name, follows a
//! `$ref` or merges an `allOf`.
//!
//! What is wrong with a document is reported here, all at once and with `file:line:column`; a [`Document`] has none of it.
//! The work is linear in the document, however often its parts are shared.
//!
//! The keywords are carried by the types of [`openapiv3`]. Its own deserializer is not used: it stops at the first error
//! and does not know where that is. Where its types lose something, the modules that fill them say so
//! ([`schema`](mod@schema)).

pub mod annotations;
pub mod bundle;
pub mod document;
pub mod extensions;
pub mod json_schema;
pub mod load;
pub mod media;
pub mod node;
mod openapi31;
pub mod operation;
pub mod path;
pub mod place;
pub mod problem;
mod read;
mod references;
pub mod schema;
pub mod security;
pub mod slice;
pub mod soundness;
pub mod source;
mod structure;
pub mod tree;
mod upgrade;

pub use document::{Document, PathItem};
pub use openapi31::to_openapi_3_1;
pub use operation::{
    Body, Header, MediaType, Method, Operation, Parameter, ParameterLocation, Response, Server, Style,
};
pub use place::Place;
pub use schema::{Additional, Direction, Schema, SchemaId};
