//! The one error of every call.

mod api;
mod call;
mod codes;
mod report;

use std::collections::HashSet;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::operation::Scopes;
use crate::redactor::{self, Redactor};

pub use api::ApiError;
pub(crate) use call::FailedCall;
pub use codes::CodedAs;

/// No more errors of the server's than these are shown in one line.
const MAX_SHOWN: usize = 8;

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting of the client is missing or invalid. Nothing was sent.
    Configuration,
    /// An argument of the call is invalid. Nothing was sent.
    InvalidRequest,
    /// No connection could be made. Nothing was sent.
    Connect,
    /// An attempt, or the whole call, took too long.
    Timeout,
    /// The connection broke.
    Transport,
    /// The status of the response is not a success.
    Status,
    /// The server redirects the call somewhere it must not go.
    Redirect,
    /// The response is not what was expected.
    Decode,
    /// The response is larger than the limit of the client.
    BodyTooLarge,
    /// A link to the next page leads in a circle or to another origin.
    Pagination,
}

/// Why a call failed. `Display`, `Debug` and [`Error::report`] show neither secrets nor bodies.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    /// Boxed, as is everything that few errors have.
    call: Option<Box<FailedCall>>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    errors: Vec<ApiError>,
    field_path: Option<String>,
    /// Whether the server's id of the request may be shown.
    shows_id: bool,
    attempts: u32,
    retry_after: Option<Duration>,
    is_retryable: bool,
    /// Why there are no more attempts.
    note: Option<&'static str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            call: None,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            errors: Vec::new(),
            field_path: None,
            shows_id: true,
            attempts: 0,
            retry_after: None,
            is_retryable: false,
            note: None,
            source: None,
        }))
    }

    /// Returns the error for a status that is not a success.
    pub(crate) fn of_status(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let mut error = Self::new(ErrorKind::Status, status.as_u16().to_string());
        error.0.errors = api::parse(&body);
        error.with_response(status, headers, body)
    }

    pub(crate) fn with_response(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = body;
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_call(mut self, call: FailedCall) -> Self {
        self.0.call = Some(Box::new(call));
        self
    }

    /// The same call as that of another error.
    pub(crate) fn with_call_of(mut self, other: &Self) -> Self {
        self.0.call = other.0.call.clone();
        self
    }

    /// The words of the response that a redactor has to look for.
    pub(crate) fn words(&self) -> HashSet<String> {
        let headers = self.0.headers.values().map(http::HeaderValue::as_bytes);
        let errors = self.0.errors.iter().flat_map(ApiError::words).map(str::as_bytes);
        let names = self.field_path().into_iter().flat_map(|path| path.split(['.', '['])).map(str::as_bytes);
        headers.chain(errors).chain(names).flat_map(redactor::candidates).collect()
    }

    /// Hides what only repeats what was sent.
    pub(crate) fn redact(mut self, redactor: &Redactor) -> Self {
        self.0.shows_id = self.request_id().is_some_and(|id| is_word(id) && !redactor.repeats(id));
        self.0.errors.iter_mut().for_each(|error| error.redact(redactor));
        if let Some(call) = &mut self.0.call {
            call.redact(redactor);
        }
        self.0.field_path = self.0.field_path.take().map(|path| redact_path(&path, redactor));
        // The texts of other kinds are written in this crate.
        if self.0.kind == ErrorKind::Decode && redactor.holds_credential(self.0.message.as_bytes()) {
            self.0.message = "the response is not what was expected".to_owned();
        }
        redactor.hide_headers(&mut self.0.headers);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_retryable(mut self, is_retryable: bool) -> Self {
        self.0.is_retryable = is_retryable;
        self
    }

    pub(crate) fn with_note(mut self, note: &'static str) -> Self {
        self.0.note = Some(note);
        self
    }

    pub(crate) fn with_field_path(mut self, path: String) -> Self {
        self.0.field_path = Some(path);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    fn call(&self) -> Option<&FailedCall> {
        self.0.call.as_deref()
    }

    /// Returns the `operationId` of the call; `None` for a raw request.
    pub fn operation(&self) -> Option<&str> {
        self.call()?.operation
    }

    /// Returns the method of the request; `None` where there was no call, as in an error of `build`.
    pub fn method(&self) -> Option<&Method> {
        self.call().map(|call| &call.method)
    }

    /// Returns the path of the request: the template of an operation, such as `/things/{id}`, or the path of a raw
    /// request without its query.
    pub fn path(&self) -> Option<&str> {
        self.call().map(|call| &*call.path)
    }

    /// Returns the host that the call was meant for.
    pub fn host(&self) -> Option<&str> {
        self.call().map(|call| &*call.host)
    }

    /// Returns the port that the call was meant for.
    pub fn port(&self) -> Option<u16> {
        self.call()?.port
    }

    /// Returns the address of the documentation of the operation, where there is one.
    pub fn documentation(&self) -> Option<&str> {
        self.call()?.documentation
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the server's id of the request, for its support.
    pub fn request_id(&self) -> Option<&str> {
        crate::response::request_id(&self.0.headers)
    }

    /// Returns the headers of the response; empty when there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the raw body of the response; empty when there was none.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns the errors that the server reports, whichever documented form they have.
    pub fn errors(&self) -> &[ApiError] {
        &self.0.errors
    }

    /// Returns the path of the field that could not be decoded, such as `data[3].sip_endpoint.ciphers`.
    pub fn field_path(&self) -> Option<&str> {
        self.0.field_path.as_deref()
    }

    /// Returns the scopes that the operation needs.
    pub fn scopes(&self) -> Scopes {
        self.call().map_or(Scopes::None, |call| call.scopes)
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns how long the server asks to wait before the next attempt (`Retry-After`), counted from its response.
    ///
    /// A call waits up to a minute by itself; when the server asks for more, it fails at once with this time.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether the same call may be repeated, and may succeed then: the failure is temporary, and the request did not
    /// arrive, was not carried out, or means the same when it arrives twice.
    ///
    /// A call has repeated itself already, as often as its `retries` allow. Wait for [`Error::retry_after`] before you
    /// repeat it once more.
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Status && self.0.status == Some(status)
    }

    /// Returns the server's id of the request if it is a word that does not repeat the request.
    fn shown_id(&self) -> Option<&str> {
        self.request_id().filter(|id| self.0.shows_id && is_word(id))
    }

    /// Whether the status is 404: there is no such resource in this project.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Whether the status is 401: the credentials are missing or wrong, or the token lacks a scope.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the status is 403: the token lacks a scope.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Whether the status is 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the status is 422: parameters or fields were refused; see [`Error::errors`].
    pub fn is_validation(&self) -> bool {
        self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether the status is 5xx: the server failed.
    pub fn is_server_error(&self) -> bool {
        self.0.kind == ErrorKind::Status && self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// Whether an attempt or the whole call took too long.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether the response is not what was expected.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

impl fmt::Display for Error {
    /// One line, which names the call, what is wrong and with which fields. It contains no value of the request, no
    /// secret and no text of the server's: [`Error::report`] tells more.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = self.call() {
            write!(f, "{}: ", call.name())?;
        }
        f.write_str(&self.0.message)?;
        if let Some(path) = self.field_path() {
            write!(f, " at {path}")?;
        }
        let mut errors = self.errors().iter().filter_map(ApiError::shown);
        let shown: Vec<String> = errors.by_ref().take(MAX_SHOWN).collect();
        if !shown.is_empty() {
            let more = if errors.next().is_some() { ", …" } else { "" };
            write!(f, " ({}{more})", shown.join(", "))?;
        }
        if let Some(scopes) = self.scopes().phrase().filter(|_| self.is_unauthorized() || self.is_forbidden())
        {
            write!(f, "; the token needs {scopes}")?;
        }
        if let Some(id) = self.shown_id() {
            write!(f, " [request {id}]")?;
        }
        if self.0.attempts > 1 {
            write!(f, " after {} attempts", self.0.attempts)?;
        }
        if let Some(note) = self.0.note {
            write!(f, "; {note}")?;
        }
        Ok(())
    }
}

fn redact_path(path: &str, redactor: &Redactor) -> String {
    let names = path.split('.').map(|name| {
        let word = name.split('[').next().unwrap_or_default();
        if redactor.repeats(word) { name.replacen(word, "…", 1) } else { name.to_owned() }
    });
    names.collect::<Vec<_>>().join(".")
}

/// Codes and ids are shown; anything longer could repeat the request.
pub(crate) fn is_word(text: &str) -> bool {
    text.len() <= 64 && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("status", &self.0.status.map(|status| status.as_u16()))
            .field("body_bytes", &self.0.body.len())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
