//! Transports send requests: over the network, or as a test decides.

mod network;
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
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

    /// Sends the request once, and returns as soon as status and headers are there. Unless it is implemented, the body is
    /// read to its end first, as [`Transport::send`] does.
    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            let TransportResponse { status, headers, body } = self.send(request).await?;
            Ok(StreamedResponse { status, headers, body: Box::pin(Whole(Some(body))) })
        })
    }
}

/// The body of a response, piece by piece.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A response whose body has yet to arrive.
pub struct StreamedResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: BodyStream,
}

impl fmt::Debug for StreamedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamedResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// A body in one piece.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (**self).send(request)
    }

    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        (**self).open(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (**self).send(request)
    }

    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        (**self).open(request)
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

    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            let timeout = request.timeout;
            match tokio::time::timeout(timeout, self.0.open(request)).await {
                Ok(result) => result,
                Err(_) => Err(TransportError::new(TransportFailure::Timeout)),
            }
        })
    }
}

/// Changes each request before it is sent.
pub(crate) struct Signing {
    pub inner: Arc<dyn Transport>,
    pub sign: Box<dyn Fn(&mut TransportRequest) + Send + Sync>,
}

impl Transport for Signing {
    fn send(
        &self,
        mut request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (self.sign)(&mut request);
        self.inner.send(request)
    }

    fn open(&self, mut request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        (self.sign)(&mut request);
        self.inner.open(request)
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
    /// The body, if there is one and it is in memory.
    pub body: Option<Bytes>,
    /// The body, if there is one that is read while it is sent.
    pub stream: Option<RequestStream>,
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

/// A body that is read while it is sent: a stream of pieces. It can be read once, and its clones share it.
#[derive(Clone)]
pub struct RequestStream {
    length: Option<u64>,
    pieces: Arc<Mutex<Pin<Box<BodyPieces>>>>,
}

type BodyPieces = dyn Stream<Item = io::Result<Bytes>> + Send;

impl RequestStream {
    pub(crate) fn new(
        length: Option<u64>,
        pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
    ) -> Self {
        Self { length, pieces: Arc::new(Mutex::new(Box::pin(pieces))) }
    }

    /// Returns the number of bytes, if it is known beforehand.
    pub fn length(&self) -> Option<u64> {
        self.length
    }
}

impl Stream for RequestStream {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner).as_mut().poll_next(context)
    }
}

impl fmt::Debug for RequestStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestStream").field("length", &self.length).finish_non_exhaustive()
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
