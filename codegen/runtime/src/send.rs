//! Sends requests: attempts, waits and redirects, whatever the type of the response.

use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::time::Instant;

use crate::auth::{Signature, sign};
use crate::config::Config;
use crate::error::{Error, ErrorKind};
use crate::multipart::Multipart;
use crate::operation::ResponseFormat;
use crate::request_parts::RequestParts;
use crate::retry::{self, Cause};
use crate::telemetry::Span;
use crate::transport::{
    BodyStream, StreamedResponse, TransportError, TransportFailure, TransportRequest, TransportResponse,
};
use crate::url;

/// The largest number of redirects of one call.
const MAX_REDIRECTS: u32 = 5;

/// A successful response, not yet decoded.
pub(crate) struct Received {
    pub response: TransportResponse,
    pub attempts: u32,
    /// The body, when it is read while it arrives.
    pub stream: Mutex<Option<BodyStream>>,
}

impl Received {
    /// Takes the body, which is there once.
    pub(crate) fn take_stream(&self) -> Option<BodyStream> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Returns the time at which a call that starts now must be over.
pub(crate) fn deadline(parts: &RequestParts) -> Instant {
    after(parts.deadline.unwrap_or(parts.config.deadline))
}

/// Sends a request until it succeeds or may not be retried. Errors are not yet redacted.
pub(crate) async fn send(parts: &RequestParts, deadline: Instant) -> Result<Received, Error> {
    let span = Span::new(parts);
    let outcome = span.around(Sending::prepare(parts, deadline)).await;
    match &outcome {
        Ok(received) => span.end(Some(received.response.status), received.attempts, None),
        Err(error) => span.end(error.status(), error.attempts(), Some(error.kind())),
    }
    outcome
}

/// A request in progress.
struct Sending<'a> {
    parts: &'a RequestParts,
    config: &'a Config,
    url: String,
    signature: Signature,
    headers: HeaderMap,
    deadline: Instant,
    attempts: u32,
    redirects: u32,
    /// The body of the response, when it is read while it arrives.
    stream: Mutex<Option<BodyStream>>,
}

/// The outcome of an attempt.
enum Outcome {
    Done(TransportResponse),
    Moved(String),
    /// The error, and why the request may be retried, if it may.
    Failed(Error, Option<Cause>),
}

impl<'a> Sending<'a> {
    async fn prepare(parts: &'a RequestParts, deadline: Instant) -> Result<Received, Error> {
        if let Some((kind, why)) = &parts.problem {
            return Err(Error::new(*kind, why.clone()));
        }
        let (url, config) = (parts.url()?, &*parts.config);
        let (signature, headers) = signed(parts, config, deadline).await?;
        Sending {
            parts,
            config,
            url,
            signature,
            headers,
            deadline,
            attempts: 0,
            redirects: 0,
            stream: Mutex::default(),
        }
        .run()
        .await
    }

    /// Gets another token for the one that the server refused, if there is a provider.
    async fn renew(&mut self) -> Result<bool, Error> {
        let tokens = self.config.tokens.as_ref().filter(|_| self.signature.is_renewable);
        let Some(tokens) = tokens.filter(|_| self.parts.can_repeat()) else { return Ok(false) };
        tokens.refuse(self.headers.get(header::AUTHORIZATION)).await;
        (self.signature, self.headers) = signed(self.parts, self.config, self.deadline).await?;
        self.signature.is_renewable = false;
        Ok(true)
    }

    async fn run(mut self) -> Result<Received, Error> {
        let retries = self.parts.retries.unwrap_or(self.config.retries);
        let (mut retried, mut last_cost) = (0, None);
        loop {
            let (error, cause) = match self.attempt().await {
                Outcome::Done(response) => {
                    self.config.retry_budget.refund(last_cost);
                    let stream = std::mem::take(&mut self.stream);
                    return Ok(Received { response, attempts: self.attempts, stream });
                }
                Outcome::Moved(url) => {
                    self.url = url;
                    continue;
                }
                Outcome::Failed(error, cause) => (self.counted(error, cause), cause),
            };
            // The server did nothing, and the request may be sent again whatever its method.
            if error.is_unauthorized() && self.renew().await? {
                continue;
            }
            let may_repeat = retried < retries && self.parts.can_repeat();
            let Some(cause) = cause.filter(|_| may_repeat) else { return Err(error) };
            let Some(wait) = retry::wait(retried + 1, error.retry_after()) else {
                return Err(error.with_note("the server asks for a longer wait than a call makes"));
            };
            if wait >= self.remaining() {
                return Err(error);
            }
            last_cost = self.config.retry_budget.pay(cause);
            if last_cost.is_none() {
                return Err(error.with_note("too many calls fail for another retry"));
            }
            retried += 1;
            tokio::time::sleep(wait).await;
        }
    }

    /// A request that waited for its turn was not sent, and may be repeated as well.
    fn counted(&self, error: Error, cause: Option<Cause>) -> Error {
        let is_retryable = cause.is_some() || self.attempts == 0;
        error.with_attempts(self.attempts).with_retryable(is_retryable)
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    async fn attempt(&mut self) -> Outcome {
        let slot = tokio::time::timeout(self.remaining(), self.config.slots.acquire()).await;
        // The slots are never closed, so that only time can run out.
        let Ok(Ok(_slot)) = slot else {
            let why = "other calls occupied every connection for too long";
            return Outcome::Failed(Error::new(ErrorKind::Timeout, why), None);
        };
        self.attempts += 1;
        let timeout = self.parts.timeout.unwrap_or(self.config.timeout).min(self.remaining());
        let stream = match self.parts.multipart.as_ref().map(Multipart::open).transpose() {
            Ok(stream) => stream,
            Err(source) => {
                let why = "a file of the body cannot be read";
                return Outcome::Failed(Error::new(ErrorKind::InvalidRequest, why).with_source(source), None);
            }
        };
        let request = TransportRequest {
            method: self.parts.method.clone(),
            url: self.signature.url(&self.url),
            headers: self.headers.clone(),
            body: self.parts.body.clone(),
            stream,
            timeout,
            max_body_bytes: self.config.max_body_bytes,
        };
        let result = match self.parts.response {
            ResponseFormat::Stream => self.open(request).await,
            _ => self.config.transport.send(request).await,
        };
        self.settle().await;
        match result {
            Ok(response) => self.check(response),
            Err(error) => self.broken(error),
        }
    }

    /// Sends a request whose response is read while it arrives, unless it is an error.
    async fn open(&mut self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let limit = request.max_body_bytes;
        let StreamedResponse { status, headers, mut body } = self.config.transport.open(request).await?;
        let mut whole = bytes::BytesMut::new();
        if status.is_success() {
            self.stream = Mutex::new(Some(body));
            return Ok(TransportResponse { status, headers, body: whole.freeze() });
        }
        let whole_body = async {
            while let Some(Ok(piece)) = poll_fn(|context| body.as_mut().poll_next(context)).await {
                if whole.len() + piece.len() > limit {
                    break;
                }
                whole.extend_from_slice(&piece);
            }
        };
        // The status says enough, should its body not come to an end.
        let _ = tokio::time::timeout_at(self.deadline, whole_body).await;
        Ok(TransportResponse { status, headers, body: whole.freeze() })
    }

    /// Lets the tasks of the connection run before the slot is released, when every slot is taken: the connection is free
    /// only when they have noticed that the response is complete, and the next call would open another one.
    async fn settle(&self) {
        const TASKS: usize = 3;
        for _ in 0..TASKS {
            if self.config.slots.available_permits() == 0 {
                tokio::task::yield_now().await;
            }
        }
    }

    fn check(&mut self, response: TransportResponse) -> Outcome {
        let TransportResponse { status, headers, body } = &response;
        if body.len() > self.config.max_body_bytes {
            let head = Some((*status, headers.clone()));
            return self
                .broken(TransportError { head, ..TransportError::new(TransportFailure::BodyTooLarge) });
        }
        if status.is_success() {
            return Outcome::Done(response);
        }
        if is_redirect(*status) {
            return self.redirect(response);
        }
        let asked = retry::retry_after(headers, SystemTime::now());
        let cause = retry::after_status(self.is_repeatable(), *status, &self.config.retry_statuses);
        let error = Error::of_status(*status, headers.clone(), body.clone());
        Outcome::Failed(error.with_retry_after(asked), cause)
    }

    /// Follows a redirect within the origin if method and body are kept and may be sent twice, and not without end.
    fn redirect(&mut self, response: TransportResponse) -> Outcome {
        let location = response.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        let target = location.and_then(|location| url::follow_from(location, &self.url));
        let (method, status) = (&self.parts.method, response.status.as_u16());
        let keeps_method = matches!(*method, Method::GET | Method::HEAD) || matches!(status, 307 | 308);
        let is_repeatable = self.is_repeatable();
        self.redirects += 1;
        let why = match (target, location) {
            (Some(_), _) if !keeps_method => "the server redirects a request that would change its method",
            (Some(_), _) if !is_repeatable => "the server redirects a request that must not be sent twice",
            (Some(_), _) if self.redirects > MAX_REDIRECTS => "the server redirects in circles",
            (Some(url), _) => return Outcome::Moved(url),
            (None, Some(_)) => "the server redirects to another origin, which is not followed",
            (None, None) => "the server redirects without a location",
        };
        let error = Error::new(ErrorKind::Redirect, why).with_response(
            response.status,
            response.headers,
            response.body,
        );
        Outcome::Failed(error, None)
    }

    fn broken(&self, error: TransportError) -> Outcome {
        let TransportError { failure, head, message: custom, source } = error;
        let cause = retry::after_failure(self.is_repeatable(), failure);
        let limit = self.config.max_body_bytes;
        let (kind, message) = match failure {
            TransportFailure::Connect => {
                (ErrorKind::Connect, format!("no connection to {} could be made", self.server()))
            }
            TransportFailure::Timeout => (ErrorKind::Timeout, "the server took too long".to_owned()),
            TransportFailure::Interrupted => (ErrorKind::Transport, "the connection broke".to_owned()),
            TransportFailure::BodyTooLarge => {
                (ErrorKind::BodyTooLarge, format!("the response is larger than {limit} bytes"))
            }
            TransportFailure::Invalid => {
                (ErrorKind::InvalidRequest, "the request could not be made".to_owned())
            }
        };
        let mut error = Error::new(kind, custom.unwrap_or(message));
        if let Some((status, headers)) = head {
            error = error.with_response(status, headers, bytes::Bytes::new());
        }
        if let Some(source) = source {
            error = error.with_source(source);
        }
        Outcome::Failed(error, cause)
    }

    /// The host and the port that requests go to.
    fn server(&self) -> String {
        // An operation may have a server of its own.
        let base = ::url::Url::parse(&self.url).unwrap_or_else(|_| self.config.base.clone());
        let port = base.port_or_known_default().map(|port| format!(":{port}"));
        format!("{}{}", base.host_str().unwrap_or_default(), port.unwrap_or_default())
    }

    /// Whether the request may arrive twice, and can be sent twice.
    fn is_repeatable(&self) -> bool {
        self.parts.can_repeat() && retry::is_repeatable(&self.parts.method, self.parts.has_idempotency_key)
    }
}

/// Returns the time after a wait; a time beyond all clocks counts as never.
fn after(wait: Duration) -> Instant {
    const NEVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    let now = Instant::now();
    now.checked_add(wait.min(NEVER)).unwrap_or(now)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Authenticates the request; a provider of tokens takes no longer than the call may.
async fn signed(
    parts: &RequestParts,
    config: &Config,
    deadline: Instant,
) -> Result<(Signature, HeaderMap), Error> {
    let late = |_| Error::new(ErrorKind::Timeout, "the token provider took too long");
    let signature = tokio::time::timeout_at(deadline, sign(parts, config)).await.map_err(late)??;
    let mut headers = headers(parts, config);
    signature.add_to(&mut headers)?;
    Ok((signature, headers))
}

fn headers(parts: &RequestParts, config: &Config) -> HeaderMap {
    // Capacity for the usual headers, and for those of the HTTP library.
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(header::USER_AGENT, config.user_agent.clone());
    headers.insert(header::ACCEPT, HeaderValue::from_static(parts.accept.unwrap_or_else(|| accepted(parts))));
    if parts.body.is_some() {
        let media_type = parts.content_type.unwrap_or("application/json");
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    for name in parts.headers.keys() {
        headers.remove(name);
    }
    headers.extend(parts.headers.clone());
    headers
}

/// What is asked for by the format of the response.
fn accepted(parts: &RequestParts) -> &'static str {
    match (parts.operation, parts.response) {
        (None, _) => "application/json, text/plain;q=0.5, */*;q=0.1",
        (_, ResponseFormat::Json) => "application/json",
        (_, ResponseFormat::Text) => "text/plain",
        (
            _,
            ResponseFormat::Bytes | ResponseFormat::Empty | ResponseFormat::ByStatus | ResponseFormat::Stream,
        ) => "*/*",
    }
}
