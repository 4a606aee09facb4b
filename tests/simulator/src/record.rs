//! A recording of what the server was asked and what it answered.

use std::fmt;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body as HttpBody, Bytes, to_bytes};
use axum::http::{HeaderMap, header, request};
use axum::response::Response;
use signalwire_rest_runtime::record::{Body, line};

use crate::handler::Reset;

/// Writes exchanges down, in the form that `cargo xtask traffic` reads.
pub(crate) struct Recorder {
    sink: Mutex<Box<dyn Write + Send>>,
}

impl Recorder {
    pub(crate) fn new(sink: impl Write + Send + 'static) -> Self {
        Self { sink: Mutex::new(Box::new(sink)) }
    }

    /// Writes an exchange down, and gives its answer back. One that was reset has no answer.
    pub(crate) async fn exchange(
        &self,
        request: &request::Parts,
        sent: &Bytes,
        response: Response,
    ) -> Response {
        if response.extensions().get::<Reset>().is_some() {
            return response;
        }
        let (head, body) = response.into_parts();
        let answered = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let url = request.uri.path_and_query().map_or("/", |url| url.as_str());
        let sent = Body { media_type: media_type(&request.headers), bytes: sent };
        let got = Body { media_type: media_type(&head.headers), bytes: &answered };
        self.write(&line(&request.method, url, head.status.as_u16(), sent, got));
        Response::from_parts(head, HttpBody::from(answered))
    }

    fn write(&self, line: &str) {
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        // A full disk is no reason to fail a call.
        let _ = sink.write_all(line.as_bytes()).and_then(|()| sink.flush());
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

fn media_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
