//! The one error of every call.

mod api;

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::echo::Echo;
use crate::operation::Scopes;

pub use api::ApiError;

/// No more codes than these are shown.
const MAX_CODES: usize = 8;

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting of the client is missing or wrong. Nothing was sent.
    Configuration,
    /// An argument of the call is wrong. Nothing was sent.
    InvalidRequest,
    /// No connection could be made. Nothing was sent.
    Connect,
    /// An attempt, or the whole call, took too long.
    Timeout,
    /// The connection broke.
    Transport,
    /// The server answered with a status that is no success.
    Status,
    /// The server wants to send the call somewhere it must not go.
    Redirect,
    /// The answer is not what was expected.
    Decode,
    /// The answer is larger than the client reads.
    BodyTooLarge,
    /// A link to the next page leads in a circle or elsewhere.
    Pagination,
}

/// Why a call failed, with all that is known: never a secret, and a body only when asked for.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<String>,
    scopes: Scopes,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    errors: Vec<ApiError>,
    field_path: Option<String>,
    /// Whether the server's id of the request may be shown.
    shows_id: bool,
    attempts: u32,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            scopes: Scopes::None,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            errors: Vec::new(),
            field_path: None,
            shows_id: true,
            attempts: 0,
            source: None,
        }))
    }

    /// The error for a status that is no success.
    pub(crate) fn of_status(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let reason = status.canonical_reason().unwrap_or("unknown status");
        let mut error = Self::new(ErrorKind::Status, format!("{} {reason}", status.as_u16()));
        error.0.errors = api::parse(&body);
        error.with_answer(status, headers, body)
    }

    pub(crate) fn with_answer(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = body;
        self
    }

    pub(crate) fn with_operation(mut self, id: Option<&str>, scopes: Scopes) -> Self {
        self.0.operation = id.map(str::to_owned);
        self.0.scopes = scopes;
        self
    }

    /// Lets nothing show that only repeats what was sent.
    pub(crate) fn without_echoes(mut self, echo: &Echo<'_>) -> Self {
        self.0.shows_id = self.request_id().is_some_and(|id| is_word(id) && !echo.holds(id));
        self.0.errors.iter_mut().for_each(|error| error.hide_echoes(echo));
        self.0.field_path = self.0.field_path.take().map(|path| without_echoes(&path, echo));
        if echo.holds_credential(self.0.message.as_bytes()) {
            self.0.message = "the answer is not what was expected".to_owned();
        }
        echo.hide_headers(&mut self.0.headers);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
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

    /// What went wrong, in kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The `operationId` of the call; none for a raw request.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The status, when the server answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The server's id of the request, to be told to its support.
    pub fn request_id(&self) -> Option<&str> {
        crate::response::request_id(&self.0.headers)
    }

    /// The headers of the answer; empty when there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body of the answer as it came; empty when there was none.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// What the server says is wrong, in whichever of its shapes it says it.
    pub fn errors(&self) -> &[ApiError] {
        &self.0.errors
    }

    /// Where in an answer the field stands that could not be read, such as `data[3].sip_endpoint.ciphers`.
    pub fn field_path(&self) -> Option<&str> {
        self.0.field_path.as_deref()
    }

    /// The scopes that the operation needs.
    pub fn scopes(&self) -> Scopes {
        self.0.scopes
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Status && self.0.status == Some(status)
    }

    /// 404: nothing is there, or it is somebody else's.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 401: the credentials are missing or wrong, or the token lacks a scope.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the token lacks a scope.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 422: parameters or fields were refused; see [`Error::errors`].
    pub fn is_validation(&self) -> bool {
        self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// 5xx: the server failed.
    pub fn is_server_error(&self) -> bool {
        self.0.kind == ErrorKind::Status && self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// An attempt or the whole call took too long.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// No connection could be made.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The answer is not what was expected.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

impl fmt::Display for Error {
    /// One line, without bodies, secrets or values of the request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(path) = self.field_path() {
            write!(f, " at {path}")?;
        }
        let mut codes = self.errors().iter().filter_map(ApiError::shown_code);
        let shown: Vec<&str> = codes.by_ref().take(MAX_CODES).collect();
        if !shown.is_empty() {
            let more = if codes.next().is_some() { ", …" } else { "" };
            write!(f, " ({}{more})", shown.join(", "))?;
        }
        if let Some(scopes) =
            self.0.scopes.in_words().filter(|_| self.is_unauthorized() || self.is_forbidden())
        {
            write!(f, "; the token needs {scopes}")?;
        }
        if let Some(id) = self.request_id().filter(|id| self.0.shows_id && is_word(id)) {
            write!(f, " [request {id}]")?;
        }
        if self.0.attempts > 1 {
            write!(f, " after {} attempts", self.0.attempts)?;
        }
        Ok(())
    }
}

/// A path whose names are all words, and none an echo.
fn without_echoes(path: &str, echo: &Echo<'_>) -> String {
    let names = path.split('.').map(|name| {
        let word = name.split('[').next().unwrap_or_default();
        if echo.holds(word) { name.replacen(word, "…", 1) } else { name.to_owned() }
    });
    names.collect::<Vec<_>>().join(".")
}

/// Codes and ids are shown; anything longer could be an echo of the request.
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
