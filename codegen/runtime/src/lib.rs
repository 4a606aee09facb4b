//! What every call of a generated client goes through, written by hand and once.
//!
//! Two halves that know nothing of each other: the [`Client`] with its [`Call`]s, which signs in, sends, retries, pages
//! and reports errors; and the model, with which generated types are read from JSON and written back.
//!
//! Promises that hold for every call: ids and query values are percent-encoded; credentials never travel to another
//! origin; what may already have reached the server is not sent twice unless the method allows it; no secret shows in
//! any `Debug`, `Display` or span; and no answer, however odd, makes anything panic.

mod builder;
mod call;
mod client;
#[cfg(feature = "conformance")]
mod conformance;
mod decode;
mod echo;
mod error;
mod model;
mod operation;
mod page;
mod parts;
#[cfg(feature = "record")]
pub mod record;
mod request;
mod response;
mod retry;
#[cfg(feature = "conformance")]
mod sample_call;
mod secret;
mod send;
mod telemetry;
mod transport;
mod url;

pub use builder::ClientBuilder;
pub use call::{Call, WithResponse};
pub use client::Client;
#[cfg(feature = "conformance")]
pub use conformance::{Conformance, RoundTrip, Unreadable, round_trip};
pub use decode::Bytes;
pub use error::{ApiError, Error, ErrorKind};
pub use model::*;
pub use operation::{Answer, Auth, Operation, Scopes};
pub use page::{Items, Page, Pages};
pub use response::Response;
#[cfg(feature = "conformance")]
pub use sample_call::{Ids, Sample, SampleCall, sample};
pub use secret::Secret;
pub use transport::{
    BoxFuture, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse,
};
pub use url::expand_server;

pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
// For the macros and for generated code.
#[doc(hidden)]
pub use serde;
