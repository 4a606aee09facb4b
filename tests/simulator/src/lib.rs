//! An HTTP server on loopback that behaves as an OpenAPI 3.0 document says, for every operation in it.
//!
//! Everything follows from the document: routes, sign-in, validation, what is answered, and which paths are collections,
//! their items, or settings of which there is one. There is no code for any particular resource, and so none is needed
//! for a new one. What the document cannot say is asked for: faults, by a control path or by a header of the request.
//!
//! Answers are deterministic: the same calls in the same order get the same answers, ids and times included.

mod answer;
mod auth;
mod control;
mod direct;
mod document;
mod fault;
mod handler;
mod page;
mod sample;
mod server;
mod store;
mod validate;

pub use direct::{Broken, Direct};
pub use document::DocumentError;
pub use fault::{Fault, FaultKind};
pub use server::{Links, Recorded, Running, Simulator};
