//! A recording of the requests to the server and its responses.

use std::fmt;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body as HttpBody, Bytes, to_bytes};
use axum::http::request;
use axum::response::Response;
use serde_json::json;
use signalwire_rest_runtime::record::{Body, line, mask};

use crate::handler::Reset;
use crate::validate::media_type;
use crate::webhooks::Delivery;

/// Writes exchanges in the form that `cargo xtask traffic` reads.
pub(crate) struct Recorder {
    sink: Mutex<Box<dyn Write + Send>>,
}

impl Recorder {
    pub(crate) fn new(sink: impl Write + Send + 'static) -> Self {
        Self { sink: Mutex::new(Box::new(sink)) }
    }

    /// Records an exchange and returns its response. An exchange that was reset has none.
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
        let returned = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let url = request.uri.path_and_query().map_or("/", |url| url.as_str());
        let sent = Body { media_type: media_type(&request.headers), bytes: sent };
        let got = Body { media_type: media_type(&head.headers), bytes: &returned };
        self.write(&line(&request.method, url, head.status.as_u16(), sent, got));
        Response::from_parts(head, HttpBody::from(returned))
    }

    /// Records the delivery of a webhook, without the host, the credentials and the query of its URL.
    pub(crate) fn delivery(&self, delivery: &Delivery) {
        let (mut request, mut response) = (delivery.payload.clone(), delivery.response.clone());
        mask(&mut request);
        mask(&mut response);
        let path =
            url::Url::parse(&delivery.url).map_or_else(|_| "/".to_owned(), |url| url.path().to_owned());
        let line = json!({
            "webhook": delivery.webhook,
            "method": "POST",
            "url": path,
            "status": delivery.status,
            "request": request,
            "response": response,
        });
        self.write(&format!("{line}\n"));
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
