//! The one way out: attempts, waits and redirects of every call, whatever the type of its answer.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::time::Instant;

use crate::client::Shared;
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
                    "a link to a page leads to another origin, and is not followed",
                )
            })?,
        };
        let deadline = Instant::now() + parts.deadline.unwrap_or(shared.deadline);
        let headers = headers(parts, shared)?;
        Sending { parts, shared, url, headers, deadline, attempts: 0, redirects: 0 }.run().await
    }

    async fn run(mut self) -> Result<(TransportResponse, u32), Error> {
        let retries = self.parts.retries.unwrap_or(self.shared.retries);
        let mut tried_again = 0;
        loop {
            self.attempts += 1;
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
        let timeout = self.parts.timeout.unwrap_or(self.shared.timeout).min(self.remaining());
        let request = TransportRequest {
            method: self.parts.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: self.parts.body.clone(),
            timeout,
            max_body_bytes: self.shared.max_body_bytes,
        };
        match self.shared.transport.send(request).await {
            Ok(answer) => self.judge(answer),
            Err(error) => self.broken(error),
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

    /// Only within the origin, only where the method and body stay what they are, and not without end.
    fn redirect(&mut self, answer: TransportResponse) -> Outcome {
        let location = answer.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        let target = location.and_then(|location| url::follow_from(location, &self.url));
        let safe = matches!(self.parts.method, Method::GET | Method::HEAD);
        let kept = safe || matches!(answer.status.as_u16(), 307 | 308);
        self.redirects += 1;
        let why = match (target, location) {
            (Some(url), _) if kept && self.redirects <= MAX_REDIRECTS => return Outcome::Moved(url),
            (Some(_), _) if !kept => "the server redirects a request that would change its method",
            (Some(_), _) => "the server redirects in circles",
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
    let Shared { basic, bearer, .. } = shared;
    let (found, wanted) = match parts.auth {
        Auth::None => return Ok(None),
        Auth::Basic => (basic, "a user and a password (HTTP Basic)"),
        Auth::Bearer => (bearer, "a bearer token"),
        Auth::BasicOrBearer if parts.operation.is_none() => {
            return Ok(basic.clone().or_else(|| bearer.clone()));
        }
        Auth::BasicOrBearer if basic.is_some() => (basic, ""),
        Auth::BasicOrBearer => (bearer, "a user and a password, or a bearer token"),
    };
    match found {
        Some(value) => Ok(Some(value.clone())),
        None => Err(Error::new(
            ErrorKind::Configuration,
            format!("this operation needs {wanted}, which the client does not have"),
        )),
    }
}
