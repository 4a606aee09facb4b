//! From a request to its decoded response or its redacted error, within the deadline of the call.
//!
//! Only [`Exchange`] knows the type of a response; everything else is compiled once.

use std::any::Any;
use std::collections::HashSet;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::multipart::Multipart;
use crate::offload;
use crate::operation::ResponseFormat;
use crate::redactor::{self, Redactor, Sent};
use crate::request_parts::RequestParts;
use crate::response::{REQUEST_ID_HEADERS, Response};
use crate::send::{Received, deadline, send};
use crate::transport::{BoxFuture, TransportResponse};
use crate::url::Written;

/// Makes the result of a call.
pub(crate) enum Decode<T> {
    /// From the body.
    Body(fn(ResponseFormat, &TransportResponse) -> Result<T, Error>),
    /// From the whole response.
    Whole(Arc<DecodeWhole<T>>),
}

type DecodeWhole<T> = dyn Fn(ResponseFormat, &Received) -> Result<T, Error> + Send + Sync;

impl<T> Clone for Decode<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Body(decode) => Self::Body(*decode),
            Self::Whole(decode) => Self::Whole(Arc::clone(decode)),
        }
    }
}

impl<T: 'static> Decode<T> {
    /// The same with status and headers.
    pub(crate) fn with_response(self) -> Decode<Response<T>> {
        Decode::Whole(Arc::new(move |format, received| {
            let body = self.decode(format, received)?;
            let TransportResponse { status, headers, .. } = &received.response;
            Ok(Response { status: *status, headers: headers.clone(), attempts: received.attempts, body })
        }))
    }

    fn decode(&self, format: ResponseFormat, received: &Received) -> Result<T, Error> {
        match self {
            Self::Body(decode) => decode(format, &received.response),
            Self::Whole(decode) => decode(format, received),
        }
    }
}

/// Sends a request and returns what is made of its response.
pub(crate) fn start<T: Send + 'static>(
    parts: Box<RequestParts>,
    decode: Decode<T>,
) -> BoxFuture<'static, Result<T, Error>> {
    let shows_headers = matches!(decode, Decode::Whole(_));
    let finish = move |format, received: Received| decode.decode(format, &received);
    Box::pin(Exchange::new(parts, shows_headers, finish))
}

type AnyResult = Result<Box<dyn Any + Send>, Error>;

/// The last step, which makes a value of some type.
type Finish = Box<dyn FnOnce(ResponseFormat, Received) -> AnyResult + Send>;

/// An exchange with a result of type `R`.
struct Exchange<R> {
    result: BoxFuture<'static, AnyResult>,
    of: PhantomData<fn() -> R>,
}

impl<R: Send + 'static> Exchange<R> {
    fn new(
        parts: Box<RequestParts>,
        shows_headers: bool,
        finish: impl FnOnce(ResponseFormat, Received) -> Result<R, Error> + Send + 'static,
    ) -> Self {
        let finish: Finish = Box::new(|format, received| Ok(Box::new(finish(format, received)?)));
        Self { result: Box::pin(exchange(Arc::from(parts), shows_headers, finish)), of: PhantomData }
    }
}

impl<R: 'static> Future for Exchange<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(self.result.as_mut().poll(context));
        // `finish` made an `R`.
        let other = |_| Error::new(ErrorKind::Decode, "the response is of another type");
        Poll::Ready(result.and_then(|result| result.downcast().map(|result| *result).map_err(other)))
    }
}

async fn exchange(parts: Arc<RequestParts>, shows_headers: bool, finish: Finish) -> AnyResult {
    if Handle::try_current().is_err() {
        let why = "no Tokio runtime is running: await the call within one, such as that of `#[tokio::main]`";
        return Err(Error::new(ErrorKind::Configuration, why).with_call(parts.failed_call()));
    }
    let deadline = deadline(&parts);
    let result = match send(&parts, deadline).await {
        Ok(received) => receive(&parts, received, shows_headers, finish, deadline).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(value) => Ok(value),
        Err(error) => Err(redact(&parts, error, deadline).await),
    }
}

async fn receive(
    parts: &Arc<RequestParts>,
    mut received: Received,
    shows_headers: bool,
    finish: Finish,
    deadline: Instant,
) -> AnyResult {
    if shows_headers {
        let headers = &mut received.response.headers;
        let words = headers.values().flat_map(|value| redactor::candidates(value.as_bytes())).collect();
        redactor(parts, words, deadline).await.hide_headers(headers);
    }
    let (format, attempts, status) = (parts.response, received.attempts, received.response.status);
    let bytes = received.response.body.len();
    let result = offload::run(bytes, deadline, move || finish(format, received)).await;
    let result = result.unwrap_or_else(|_| {
        let late = Error::new(ErrorKind::Timeout, "the deadline passed while the response was decoded");
        Err(late.with_status(status))
    });
    result.map_err(|error| error.with_attempts(attempts))
}

/// Completes an error with its call, and hides in it what only repeats the request.
async fn redact(parts: &Arc<RequestParts>, error: Error, deadline: Instant) -> Error {
    let redactor = redactor(parts, error.words(), deadline).await;
    error.with_call(parts.failed_call()).redact(&redactor)
}

/// Looks for these words in what was sent.
async fn redactor(parts: &Arc<RequestParts>, words: HashSet<String>, deadline: Instant) -> Redactor {
    let bytes = if words.is_empty() { 0 } else { bodies(parts).map(bytes::Bytes::len).sum() };
    let parts = Arc::clone(parts);
    let work = move || Redactor::new(words, &sent(&parts), &parts.config.secrets());
    offload::run(bytes, deadline, work).await.unwrap_or_else(|_| Redactor::hide_all())
}

/// What was sent as the body, or as parts of it, and is in memory.
fn bodies(parts: &RequestParts) -> impl Iterator<Item = &bytes::Bytes> {
    parts.body.iter().chain(parts.multipart.iter().flat_map(Multipart::texts))
}

fn sent(parts: &RequestParts) -> Sent<'_> {
    let RequestParts { path_values, query, headers, .. } = parts;
    let written = path_values.iter().chain(query.iter().map(|(_, value)| value));
    // What a style wrote may have names in it.
    let (values, styled): (Vec<&Written>, Vec<&Written>) =
        written.partition(|value| matches!(value, Written::Plain(_)));
    // A server is asked to repeat the id of a request.
    let headers = headers.iter().filter(|(name, _)| !REQUEST_ID_HEADERS.contains(&name.as_str()));
    let headers = headers.map(|(_, value)| value.as_bytes());
    Sent {
        values: values.into_iter().map(|value| value.as_str().as_bytes()).collect(),
        texts: headers
            .chain(bodies(parts).map(|body| &body[..]))
            .chain(styled.into_iter().map(|value| value.as_str().as_bytes()))
            .collect(),
    }
}
