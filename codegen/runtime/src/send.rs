//! Sends requests: attempts, waits and redirects, whatever the type of the response.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::time::Instant;

use crate::config::{AuthHelp, Config};
use crate::error::{Error, ErrorKind};
use crate::operation::Auth;
use crate::request_parts::RequestParts;
use crate::retry::{self, Cause};
use crate::telemetry::Span;
use crate::transport::{TransportError, TransportFailure, TransportRequest, TransportResponse};
use crate::url;

/// The largest number of redirects of one call.
const MAX_REDIRECTS: u32 = 5;

/// A successful response, not yet decoded.
pub(crate) struct Received {
    pub response: TransportResponse,
    pub attempts: u32,
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
    headers: HeaderMap,
    deadline: Instant,
    attempts: u32,
    redirects: u32,
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
        let headers = headers(parts, config)?;
        Sending { parts, config, url, headers, deadline, attempts: 0, redirects: 0 }.run().await
    }

    async fn run(mut self) -> Result<Received, Error> {
        let retries = self.parts.retries.unwrap_or(self.config.retries);
        let (mut retried, mut last_cost) = (0, None);
        loop {
            let (error, cause) = match self.attempt().await {
                Outcome::Done(response) => {
                    self.config.retry_budget.refund(last_cost);
                    return Ok(Received { response, attempts: self.attempts });
                }
                Outcome::Moved(url) => {
                    self.url = url;
                    continue;
                }
                Outcome::Failed(error, cause) => (self.counted(error, cause), cause),
            };
            let Some(cause) = cause.filter(|_| retried < retries) else { return Err(error) };
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
        let request = TransportRequest {
            method: self.parts.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: self.parts.body.clone(),
            timeout,
            max_body_bytes: self.config.max_body_bytes,
        };
        let result = self.config.transport.send(request).await;
        self.settle().await;
        match result {
            Ok(response) => self.check(response),
            Err(error) => self.broken(error),
        }
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
        let cause = retry::after_status(self.is_repeatable(), *status);
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
        let base = &self.config.base;
        let port = base.port_or_known_default().map(|port| format!(":{port}"));
        format!("{}{}", base.host_str().unwrap_or_default(), port.unwrap_or_default())
    }

    fn is_repeatable(&self) -> bool {
        retry::is_repeatable(&self.parts.method, self.parts.has_idempotency_key)
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

fn headers(parts: &RequestParts, config: &Config) -> Result<HeaderMap, Error> {
    // Capacity for the usual headers, and for those of the HTTP library.
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(header::USER_AGENT, config.user_agent.clone());
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json, text/plain;q=0.5, */*;q=0.1"));
    if parts.body.is_some() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for name in parts.headers.keys() {
        headers.remove(name);
    }
    headers.extend(parts.headers.clone());
    if let Some(credentials) = credentials(parts, config)? {
        headers.insert(header::AUTHORIZATION, credentials);
    }
    Ok(headers)
}

/// Returns the `Authorization` that the operation needs.
fn credentials(parts: &RequestParts, config: &Config) -> Result<Option<HeaderValue>, Error> {
    let Config { basic, bearer, auth_help, .. } = config;
    let either = basic.as_ref().or(bearer.as_ref());
    let found = match parts.auth {
        Auth::None => return Ok(None),
        // An undocumented operation may need no credentials.
        Auth::BasicOrBearer if parts.operation.is_none() => return Ok(either.cloned()),
        Auth::Basic => basic.as_ref(),
        Auth::Bearer => bearer.as_ref(),
        Auth::BasicOrBearer => either,
    };
    found.cloned().map(Some).ok_or_else(|| missing(parts.auth, *auth_help))
}

fn missing(auth: Auth, AuthHelp { basic, bearer, .. }: AuthHelp) -> Error {
    let wanted = match auth {
        Auth::None => String::new(),
        Auth::Basic => format!("a user and a password (HTTP Basic): {basic}"),
        Auth::Bearer => format!("a bearer token: {bearer}"),
        Auth::BasicOrBearer => format!("a user and a password ({basic}), or a bearer token ({bearer})"),
    };
    Error::new(ErrorKind::Configuration, format!("this operation needs {wanted}"))
}
