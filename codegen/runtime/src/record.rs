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
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::model::value_of_json;
use crate::offload;
use crate::secret::Secret;
use crate::transport::{
    BoxFuture, StreamedResponse, Transport, TransportError, TransportRequest, TransportResponse,
};

use credentials::Credentials;

pub use mask::{is_placeholder, is_secret_name, mask, mask_url};

/// Writing a line takes no longer; masking a hundred megabytes takes seconds.
const LONGEST: Duration = Duration::from_secs(60);

/// A transport that records what goes through another.
///
/// When a line cannot be written, nothing more is recorded, and the calls go on.
pub struct Recorder {
    inner: Arc<dyn Transport>,
    credentials: Credentials,
    sink: Mutex<Option<Box<dyn Write + Send>>>,
}

impl Recorder {
    /// Records what goes through `inner`.
    pub fn new(inner: impl Transport, sink: impl Write + Send + 'static) -> Self {
        Self::of(Arc::new(inner), Box::new(sink), &[])
    }

    pub(crate) fn of(inner: Arc<dyn Transport>, sink: Box<dyn Write + Send>, secrets: &[Secret]) -> Self {
        let secrets = secrets.iter().map(|secret| secret.expose().to_owned());
        Self { inner, credentials: Credentials::new(secrets), sink: Mutex::new(Some(sink)) }
    }

    fn write(&self, line: &str) {
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        let written = sink.as_mut().map(|sink| sink.write_all(line.as_bytes()).and_then(|()| sink.flush()));
        if let Some(Err(_)) = written {
            *sink = None;
        }
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let (method, url) = (request.method.clone(), request.url.clone());
        let credentials = self.credentials.with_header(request.headers.get(AUTHORIZATION));
        let sent = (content_type(&request.headers), request.body.clone().unwrap_or_default());
        let response = self.inner.send(request).await?;
        let (status, received) = (response.status.as_u16(), content_type(&response.headers));
        let (credentials, body) = (credentials.into_owned(), response.body.clone());
        let (bytes, deadline) = (sent.1.len() + body.len(), Instant::now() + LONGEST);
        let work = move || {
            let received = Body { media_type: &received, bytes: &body };
            let sent = Body { media_type: &sent.0, bytes: &sent.1 };
            masked_line(&method, &url, status, [sent, received], &credentials)
        };
        if let Ok(line) = offload::run(bytes, deadline, work).await {
            self.write(&line);
        }
        Ok(response)
    }
}

impl Transport for Recorder {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }

    /// A body that arrives over time is not recorded.
    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            let (method, url) = (request.method.clone(), request.url.clone());
            let credentials = self.credentials.with_header(request.headers.get(AUTHORIZATION));
            let sent = (content_type(&request.headers), request.body.clone().unwrap_or_default());
            let response = self.inner.open(request).await?;
            let received = Body { media_type: &content_type(&response.headers), bytes: &[] };
            let sent = Body { media_type: &sent.0, bytes: &sent.1 };
            self.write(&masked_line(&method, &url, response.status.as_u16(), [sent, received], &credentials));
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
    let mut line = Map::new();
    line.insert("method".to_owned(), method.as_str().into());
    line.insert("url".to_owned(), mask_url(&credentials.mask_url(&without_host(url))).into());
    line.insert("status".to_owned(), status.into());
    for (name, type_name, body) in
        [("request", "request_type", request), ("response", "response_type", response)]
    {
        let essence = body.media_type.split(';').next().unwrap_or_default().trim();
        let json = std::str::from_utf8(body.bytes).ok().and_then(|text| value_of_json(text).ok());
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
    format!("{}\n", Value::Object(line))
}

const FORM: &str = "application/x-www-form-urlencoded";

fn without_host(url: &str) -> String {
    let path = url.split_once("://").and_then(|(_, rest)| rest.find(['/', '?']).map(|start| &rest[start..]));
    path.unwrap_or(if url.contains("://") { "/" } else { url }).to_owned()
}

fn content_type(headers: &HeaderMap) -> String {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
