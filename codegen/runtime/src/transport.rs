//! Transports send requests: over the network, or as a test decides.

mod network;
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

#[cfg(feature = "reqwest")]
pub use network::HttpTransport;
#[cfg(not(feature = "reqwest"))]
pub(crate) use network::HttpTransport;
pub(crate) use network::Settings;

/// A future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends a request and returns its response.
///
/// Implement it to send requests in a way of your own, or around another transport to count, trace or change what goes
/// through; see `ClientBuilder::wrap_transport`.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once: no retries, no redirects.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (**self).send(request)
    }
}

/// Adds the time-out to a custom transport, which may ignore it.
pub(crate) struct Timed(pub Arc<dyn Transport>);

impl Transport for Timed {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let timeout = request.timeout;
            match tokio::time::timeout(timeout, self.0.send(request)).await {
                Ok(result) => result,
                Err(_) => Err(TransportError::new(TransportFailure::Timeout)),
            }
        })
    }
}

/// A request, ready to be sent.
#[derive(Clone)]
pub struct TransportRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// The headers, credentials included.
    pub headers: HeaderMap,
    /// The body, if there is one.
    pub body: Option<Bytes>,
    /// The time-out of this attempt.
    pub timeout: Duration,
    /// The size of the largest response body that may be read.
    pub max_body_bytes: usize,
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

/// A complete response.
#[derive(Clone)]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// No connection was made: no byte of the request can have reached the server.
    Connect,
    /// It took too long; the request may have arrived.
    Timeout,
    /// The connection broke; the request may have arrived.
    Interrupted,
    /// The response is larger than allowed.
    BodyTooLarge,
    /// The request could not be made at all.
    Invalid,
}

/// Why an attempt failed.
pub struct TransportError {
    /// How it failed.
    pub failure: TransportFailure,
    /// Status and headers of the response, if they had arrived.
    pub head: Option<(StatusCode, HeaderMap)>,
    /// What happened, in place of the usual text. It must contain no secret.
    pub message: Option<String>,
    /// The cause. It must contain neither URL nor header.
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Returns a failure without details.
    pub fn new(failure: TransportFailure) -> Self {
        Self { failure, head: None, message: None, source: None }
    }

    /// Sets what errors say, in place of the usual text. It must contain no secret.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Debug for TransportError {
    /// Omits the headers of the response.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("failure", &self.failure)
            .field("status", &self.head.as_ref().map(|(status, _)| status))
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(message) = &self.message {
            return f.write_str(message);
        }
        f.write_str(match self.failure {
            TransportFailure::Connect => "no connection could be made",
            TransportFailure::Timeout => "the server took too long",
            TransportFailure::Interrupted => "the connection broke",
            TransportFailure::BodyTooLarge => "the response is too large",
            TransportFailure::Invalid => "the request could not be made",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
