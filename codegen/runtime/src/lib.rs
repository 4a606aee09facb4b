//! The runtime of generated clients, written by hand.
//!
//! It has two halves: the [`Client`] with its [`Call`]s, which authenticates, sends, retries, pages and reports errors;
//! and the model, with which generated types are read from JSON and written back.
//!
//! Modules of the first half use only those further down: `builder`, `page`, `client`, `call`, `exchange` (from request
//! to decoded response or redacted error), `send` (attempts), `telemetry`, `request_parts`, `config`, `credentials`, `record`, `retry`,
//! `transport`, `url`, `decode`, `draft`, `error`, `redactor`, and the leaves `operation`, `response`, `paged`, `secret`, `offload`. A test watches over that.
//!
//! `webhooks` stands beside the two: it verifies what the API sends, and reads it with the model.
//!
//! For every call: ids and query values are percent-encoded; credentials never travel to another origin; a request that
//! may have reached the server is not sent twice unless its method or an idempotency key allows it; no secret shows in
//! any `Debug`, `Display` or span; no response causes a panic, or costs more time than its size justifies.

mod builder;
mod call;
mod call_macro;
mod client;
mod config;
#[cfg(feature = "conformance")]
mod conformance;
mod credentials;
mod decode;
mod draft;
mod error;
mod exchange;
mod model;
mod offload;
mod operation;
mod page;
mod paged;
#[cfg(feature = "record")]
pub mod record;
mod redactor;
mod request_parts;
mod response;
mod retry;
#[cfg(feature = "conformance")]
mod sample_call;
mod secret;
mod send;
mod telemetry;
mod transport;
mod url;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use builder::ClientBuilder;
pub use call::Call;
pub use client::Client;
#[cfg(feature = "conformance")]
pub use conformance::{Conformance, RoundTrip, Unreadable, round_trip};
#[doc(hidden)]
pub use draft::Draft;
pub use error::{ApiError, CodedAs, Error, ErrorKind};
pub use model::*;
pub use operation::{Auth, Operation, ResponseFormat, Scopes};
pub use page::{Items, Pages};
pub use paged::Page;
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use response::Response;
#[cfg(feature = "conformance")]
pub use sample_call::{Ids, Sample, SampleCall, sample};
pub use secret::Secret;
#[cfg(feature = "reqwest")]
pub use transport::HttpTransport;
pub use transport::{
    BoxFuture, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse,
};
pub use url::expand_server;

pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
// For the macros and for generated code.
#[doc(hidden)]
pub use serde;
