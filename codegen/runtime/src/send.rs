//! The one way out: attempts, waits and redirects of every call, whatever the type of its answer.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::time::Instant;

use crate::client::{Advice, Shared};
use crate::error::{Error, ErrorKind};
use crate::operation::Auth;
use crate::parts::Parts;
use crate::telemetry::Span;
use crate::transport::{TransportError, TransportFailure, TransportRequest, TransportResponse};
use crate::{retry, url};

/// More redirects than this lead nowhere.
const MAX_REDIRECTS: u32 = 5;

/// Sends a call until it succeeds or may not be tried again; answers with the number of attempts.
pub(crate) async fn send(parts: &Parts) -> Result<(TransportResponse, u32), Error> {
    let span = Span::of(parts);
    let outcome = span.around(Sending::prepare(parts)).await;
    span.end(&outcome);
    outcome.map_err(|error| parts.error(error))
}

/// A call that is under way.
struct Sending<'a> {
    parts: &'a Parts,
    shared: &'a Shared,
    url: String,
    headers: HeaderMap,
    deadline: Instant,
    attempts: u32,
    redirects: u32,
}

/// What became of one attempt.
enum Outcome {
    Done(TransportResponse),
    Moved(String),
    /// The error, whether it may be tried again, and the headers that may say when.
    Failed(Error, bool, HeaderMap),
}

impl<'a> Sending<'a> {
    async fn prepare(parts: &'a Parts) -> Result<(TransportResponse, u32), Error> {
        if let Some((kind, why)) = &parts.problem {
            return Err(Error::new(*kind, why.clone()));
        }
        let shared = parts.client.shared();
        let path = url::fill_path(&parts.template, &parts.path_values)?;
        let start = url::request(&shared.base, &path, &url::query_string(&parts.query))?;
        let url = match &parts.link {
            None => start,
            Some(link) => url::follow_from(link, &start).ok_or_else(|| {
                Error::new(
                    ErrorKind::Pagination,
                    "the link to a page leads to another origin or is no URL, and is not followed",
                )
            })?,
        };
        let deadline = after(parts.deadline.unwrap_or(shared.deadline));
        let headers = headers(parts, shared)?;
        Sending { parts, shared, url, headers, deadline, attempts: 0, redirects: 0 }.run().await
    }

    async fn run(mut self) -> Result<(TransportResponse, u32), Error> {
        let retries = self.parts.retries.unwrap_or(self.shared.retries);
        let mut tried_again = 0;
        loop {
            match self.attempt().await {
                Outcome::Done(answer) => return Ok((answer, self.attempts)),
                Outcome::Moved(url) => self.url = url,
                Outcome::Failed(error, again, answer_headers) => {
                    let wait = retry::wait(tried_again + 1, Some(&answer_headers));
                    let in_time = wait < self.remaining();
                    if !again || tried_again >= retries || !in_time {
                        return Err(error.with_attempts(self.attempts));
                    }
                    tried_again += 1;
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    async fn attempt(&mut self) -> Outcome {
        let slot = tokio::time::timeout(self.remaining(), self.shared.slots.acquire()).await;
        // The slots are never closed, so that only time can run out.
        let Ok(Ok(_slot)) = slot else {
            let why = "other calls held every connection for too long";
            return Outcome::Failed(Error::new(ErrorKind::Timeout, why), false, HeaderMap::new());
        };
        self.attempts += 1;
        let timeout = self.parts.timeout.unwrap_or(self.shared.timeout).min(self.remaining());
        let request = TransportRequest {
            method: self.parts.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: self.parts.body.clone(),
            timeout,
            max_body_bytes: self.shared.max_body_bytes,
        };
        let answered = self.shared.transport.send(request).await;
        self.settle().await;
        match answered {
            Ok(answer) => self.judge(answer),
            Err(error) => self.broken(error),
        }
    }

    /// When every slot is taken, the next call may begin the moment this one gives its own back. The connection is free
    /// only when the tasks that drive it have noticed that the answer is whole: they go first, or the next call would
    /// open another connection beside it.
    async fn settle(&self) {
        const TASKS: usize = 3;
        for _ in 0..TASKS {
            if self.shared.slots.available_permits() == 0 {
                tokio::task::yield_now().await;
            }
        }
    }

    fn judge(&mut self, answer: TransportResponse) -> Outcome {
        let TransportResponse { status, headers, body } = &answer;
        if body.len() > self.shared.max_body_bytes {
            let head = Some((*status, headers.clone()));
            return self
                .broken(TransportError { head, ..TransportError::new(TransportFailure::BodyTooLarge) });
        }
        if status.is_success() {
            return Outcome::Done(answer);
        }
        if is_redirect(*status) {
            return self.redirect(answer);
        }
        let again = retry::after_status(&self.parts.method, *status);
        let error = Error::of_status(*status, headers.clone(), body.clone());
        Outcome::Failed(error, again, answer.headers)
    }

    /// Only within the origin, only where method and body stay what they are and may be sent twice, and not without end.
    fn redirect(&mut self, answer: TransportResponse) -> Outcome {
        let location = answer.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        let target = location.and_then(|location| url::follow_from(location, &self.url));
        let (method, status) = (&self.parts.method, answer.status.as_u16());
        let keeps_method = matches!(*method, Method::GET | Method::HEAD) || matches!(status, 307 | 308);
        let may_be_repeated = method.is_idempotent();
        self.redirects += 1;
        let why = match (target, location) {
            (Some(_), _) if !keeps_method => "the server redirects a request that would change its method",
            (Some(_), _) if !may_be_repeated => "the server redirects a request that must not be sent twice",
            (Some(_), _) if self.redirects > MAX_REDIRECTS => "the server redirects in circles",
            (Some(url), _) => return Outcome::Moved(url),
            (None, Some(_)) => "the server redirects to another origin, which is not followed",
            (None, None) => "the server redirects, but does not say where",
        };
        let error =
            Error::new(ErrorKind::Redirect, why).with_answer(answer.status, answer.headers, answer.body);
        Outcome::Failed(error, false, HeaderMap::new())
    }

    fn broken(&self, error: TransportError) -> Outcome {
        let TransportError { failure, head, source } = error;
        let again = retry::after_failure(&self.parts.method, failure);
        let limit = self.shared.max_body_bytes;
        let (kind, message) = match failure {
            TransportFailure::Connect => (ErrorKind::Connect, "no connection could be made".to_owned()),
            TransportFailure::Timeout => (ErrorKind::Timeout, "the server took too long".to_owned()),
            TransportFailure::Interrupted => (ErrorKind::Transport, "the connection broke".to_owned()),
            TransportFailure::BodyTooLarge => {
                (ErrorKind::BodyTooLarge, format!("the answer is larger than {limit} bytes"))
            }
            TransportFailure::Invalid => {
                (ErrorKind::InvalidRequest, "the request could not be made".to_owned())
            }
        };
        let mut error = Error::new(kind, message);
        if let Some((status, headers)) = head {
            error = error.with_answer(status, headers, bytes::Bytes::new());
        }
        if let Some(source) = source {
            error = error.with_source(source);
        }
        Outcome::Failed(error, again, HeaderMap::new())
    }
}

/// That long from now; a time that no clock can tell counts as never.
fn after(wait: Duration) -> Instant {
    const NEVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    let now = Instant::now();
    now.checked_add(wait.min(NEVER)).unwrap_or(now)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn headers(parts: &Parts, shared: &Shared) -> Result<HeaderMap, Error> {
    // Room for what a call usually has, and for what the HTTP library adds.
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(header::USER_AGENT, shared.user_agent.clone());
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json, text/plain;q=0.5, */*;q=0.1"));
    if parts.body.is_some() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for name in parts.headers.keys() {
        headers.remove(name);
    }
    headers.extend(parts.headers.clone());
    if let Some(credentials) = credentials(parts, shared)? {
        headers.insert(header::AUTHORIZATION, credentials);
    }
    Ok(headers)
}

/// The `Authorization` that the operation wants.
fn credentials(parts: &Parts, shared: &Shared) -> Result<Option<HeaderValue>, Error> {
    let Shared { basic, bearer, advice, .. } = shared;
    let either = basic.as_ref().or(bearer.as_ref());
    let found = match parts.auth {
        Auth::None => return Ok(None),
        // What the documentation does not describe may need no credentials.
        Auth::BasicOrBearer if parts.operation.is_none() => return Ok(either.cloned()),
        Auth::Basic => basic.as_ref(),
        Auth::Bearer => bearer.as_ref(),
        Auth::BasicOrBearer => either,
    };
    found.cloned().map(Some).ok_or_else(|| missing(parts.auth, *advice))
}

fn missing(auth: Auth, Advice { basic, bearer }: Advice) -> Error {
    let wanted = match auth {
        Auth::None => String::new(),
        Auth::Basic => format!("a user and a password (HTTP Basic): {basic}"),
        Auth::Bearer => format!("a bearer token: {bearer}"),
        Auth::BasicOrBearer => format!("a user and a password ({basic}), or a bearer token ({bearer})"),
    };
    Error::new(ErrorKind::Configuration, format!("this operation needs {wanted}"))
}
