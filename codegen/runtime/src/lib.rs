//! The runtime of generated clients, written by hand.
//!
//! It has two halves: the [`Client`] with its [`Call`]s, which authenticates, sends, retries, pages and reports errors;
//! and the model, with which generated types are read from JSON and written back.
//!
//! Modules of the first half use only those further down: `blocking`, `builder`, `page`, `client`, `call`, `exchange`
//! (from request to decoded response or redacted error), `send` (attempts), `auth`, `telemetry`, `request_parts`, `config`,
//! `credentials`, `record`, `retry`, `mock`, `token`, `stream`, `multipart`, `transport`, `url`, `decode`, `draft`, `error`,
//! `redactor`, `style`, and the leaves `operation`, `response`, `paged`, `secret`, `offload`. A test watches over that.
//!
//! `webhooks` stands beside the two: it verifies what the API sends, and reads it with the model.
//!
//! For every call: ids and query values are percent-encoded; credentials never travel to another origin; a request that
//! may have reached the server is not sent twice unless its method or an idempotency key allows it; no secret shows in
//! any `Debug`, `Display` or span; no response causes a panic, or costs more time than its size justifies.

mod auth;
#[cfg(feature = "blocking")]
mod blocking;
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
mod feature_off;
#[cfg(feature = "test")]
mod mock;
mod model;
mod multipart;
mod offload;
mod operation;
mod page;
mod paged;
mod rate_limit;
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
mod stream;
mod style;
mod telemetry;
mod token;
mod transport;
mod url;
#[cfg(feature = "webhooks")]
pub mod webhooks;

#[cfg(feature = "blocking")]
pub use blocking::{Items as BlockingItems, Pages as BlockingPages};
pub use builder::ClientBuilder;
pub use call::Call;
pub use client::Client;
#[cfg(feature = "conformance")]
pub use conformance::{Conformance, RoundTrip, Unreadable, round_trip};
pub use draft::Draft;
pub use error::{ApiError, CodedAs, Error, ErrorKind};
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
pub use feature_off::BlockingIsOn;
#[cfg(feature = "test")]
pub use mock::{Expectation, MockTransport, RecordedRequest};
pub use model::*;
pub use operation::{Auth, KeyPlace, Operation, ResponseFormat, Scheme, Scopes};
pub use page::{Checkpoint, Items, Pages};
pub use paged::Page;
pub use rate_limit::RateLimit;
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use response::Response;
#[cfg(feature = "conformance")]
pub use sample_call::{Ids, Sample, SampleCall, sample};
pub use secret::Secret;
pub use stream::{ByteStream, Event, EventStream, JsonLines};
pub use style::Style;
pub use token::{AccessToken, TokenError, TokenProvider};
#[cfg(feature = "reqwest")]
pub use transport::HttpTransport;
pub use transport::{
    BodyStream, BoxFuture, RequestStream, StreamedResponse, Transport, TransportError, TransportFailure,
    TransportRequest, TransportResponse,
};
pub use url::expand_server;

pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
// For the macros and for generated code.
#[doc(hidden)]
pub use serde;
