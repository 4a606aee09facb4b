#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! Everything follows from the document: routes, authentication, validation, responses, and which paths are collections,
//! their items, or settings of which there is one. There is no code for any particular resource, so none is needed
//! for a new one. Faults, which a document cannot describe, are requested by a control path or by a request header.
//!
//! Webhooks of the document are sent to programs on this machine, signed: by a control call, or when an operation leads to them.
//!
//! Responses are deterministic: the same calls in the same order get the same responses, ids and times included.

mod auth;
mod builder;
mod control;
mod direct;
mod fault;
mod form;
mod handler;
mod history;
mod multipart;
mod outcome;
mod page;
mod parameters;
mod record;
mod routes;
mod sample;
mod server;
mod specification;
mod store;
mod template;
mod validate;
mod webhooks;

pub use builder::{InvalidDocument, SimulatorBuilder};
pub use direct::{Broken, Direct};
pub use fault::{Fault, FaultKind, MAX_BODY_BYTES};
pub use history::Recorded;
pub use server::{Links, Simulator};
pub use specification::SPECIFICATION;
pub use webhooks::{Delivery, SIGNING_KEY};
