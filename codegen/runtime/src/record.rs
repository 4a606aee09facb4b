//! Recording: every exchange as one line of JSON, with secrets masked.
//!
//! A line is `{"method","url","status","request","response"}`: what `cargo xtask traffic` reads. It contains no header;
//! its URL has neither scheme nor host, and does not disclose the Space. Asterisks replace fields and query parameters
//! that are secret by their name, and the client's own credentials wherever they stand. Other values are written as they
//! are: a recording contains phone numbers and names, and is for its owner alone.

mod credentials;
mod mask;

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::model::Marks;
use crate::offload;
use crate::secret::Secret;
use crate::transport::{
    BoxFuture, StreamedResponse, Transport, TransportError, TransportRequest, TransportResponse,
};

use credentials::Credentials;

pub use mask::{is_placeholder, is_secret_name, mask, mask_url};

/// A transport that records what goes through another.
///
/// When a line cannot be written, nothing more is recorded, and the calls go on.
pub struct Recorder {
    inner: Arc<dyn Transport>,
    credentials: Credentials,
    sink: Arc<Sink>,
}

impl Recorder {
    /// Records what goes through `inner`.
    pub fn new(inner: impl Transport, sink: impl Write + Send + 'static) -> Self {
        Self::of(Arc::new(inner), Box::new(sink), &[])
    }

    pub(crate) fn of(inner: Arc<dyn Transport>, sink: Box<dyn Write + Send>, secrets: &[Secret]) -> Self {
        let secrets = secrets.iter().map(|secret| secret.expose().to_owned());
        Self { inner, credentials: Credentials::new(secrets), sink: Arc::new(Sink(Mutex::new(Some(sink)))) }
    }

    fn sent(&self, request: &TransportRequest) -> Exchange {
        Exchange {
            method: request.method.clone(),
            url: request.url.clone(),
            credentials: self.credentials.with_header(request.headers.get(AUTHORIZATION)).into_owned(),
            sent: (content_type(&request.headers), request.body.clone().unwrap_or_default()),
            deadline: Instant::now().checked_add(request.timeout),
        }
    }

    /// Writes the line of an exchange. A long one is waited for until the time of the attempt is over, and written all the
    /// same.
    async fn record(&self, exchange: Exchange, status: StatusCode, headers: &HeaderMap, body: Bytes) {
        let (received, sink) = (content_type(headers), Arc::clone(&self.sink));
        let bytes = exchange.sent.1.len() + body.len();
        let deadline = exchange.deadline.unwrap_or_else(Instant::now);
        let work = move || {
            let Exchange { method, url, credentials, sent, .. } = &exchange;
            let sent = Body { media_type: &sent.0, bytes: &sent.1 };
            let received = Body { media_type: &received, bytes: &body };
            sink.write(&masked_line(method, url, status.as_u16(), [sent, received], credentials));
        };
        let _ = offload::run(bytes, deadline, work).await;
    }
}

/// What is known of an exchange before its response.
struct Exchange {
    method: Method,
    url: String,
    credentials: Credentials,
    /// The media type and the body of the request.
    sent: (String, Bytes),
    deadline: Option<Instant>,
}

/// Where lines go, until one cannot be written.
struct Sink(Mutex<Option<Box<dyn Write + Send>>>);

impl Sink {
    fn write(&self, line: &str) {
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let written = sink.as_mut().map(|sink| sink.write_all(line.as_bytes()).and_then(|()| sink.flush()));
        if let Some(Err(_)) = written {
            *sink = None;
        }
    }
}

impl Transport for Recorder {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let exchange = self.sent(&request);
            let response = self.inner.send(request).await?;
            self.record(exchange, response.status, &response.headers, response.body.clone()).await;
            Ok(response)
        })
    }

    /// A body that arrives over time is not recorded.
    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            let exchange = self.sent(&request);
            let response = self.inner.open(request).await?;
            self.record(exchange, response.status, &response.headers, Bytes::new()).await;
            Ok(response)
        })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// A body as it went over the wire.
#[derive(Clone, Copy)]
pub struct Body<'a> {
    /// Its media type; empty when unknown.
    pub media_type: &'a str,
    /// Its bytes; empty when there is no body.
    pub bytes: &'a [u8],
}

/// One exchange as a line, secrets masked, with its line break.
///
/// A body that is not JSON is left out; `response_type` has its media type instead.
pub fn line(method: &Method, url: &str, status: u16, request: Body<'_>, response: Body<'_>) -> String {
    masked_line(method, url, status, [request, response], &Credentials::default())
}

fn masked_line(
    method: &Method,
    url: &str,
    status: u16,
    [request, response]: [Body<'_>; 2],
    credentials: &Credentials,
) -> String {
    let (mut line, marks) = (Map::new(), Marks::new());
    line.insert("method".to_owned(), method.as_str().into());
    line.insert("url".to_owned(), mask_url(&credentials.mask_url(&without_host(url))).into());
    line.insert("status".to_owned(), status.into());
    for (name, type_name, body) in
        [("request", "request_type", request), ("response", "response_type", response)]
    {
        let essence = body.media_type.split(';').next().unwrap_or_default().trim();
        let json = std::str::from_utf8(body.bytes).ok().and_then(|text| marks.read(text).ok());
        match json {
            Some(mut value) => {
                mask(&mut value);
                credentials.mask(&mut value);
                line.insert(name.to_owned(), value);
            }
            // A form in which no field is set is a body without bytes.
            None if body.bytes.is_empty() && !essence.eq_ignore_ascii_case(FORM) => {}
            None => {
                let media_type = if essence.is_empty() { "application/octet-stream" } else { essence };
                line.insert(type_name.to_owned(), credentials.mask_text(media_type).into());
            }
        }
    }
    marks.write(&Value::Object(line)) + "\n"
}

const FORM: &str = "application/x-www-form-urlencoded";

fn without_host(url: &str) -> String {
    let path = url.split_once("://").and_then(|(_, rest)| rest.find(['/', '?']).map(|start| &rest[start..]));
    path.unwrap_or(if url.contains("://") { "/" } else { url }).to_owned()
}

fn content_type(headers: &HeaderMap) -> String {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
