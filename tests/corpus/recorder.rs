//! What the tests talk to: a transport that keeps what was sent, as text, and responds with what a test wants; and one that
//! sends everything to a simulator.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_core::Stream;
use signalwire_rest_runtime::{
    BoxFuture, HeaderMap, HeaderValue, StatusCode, Transport, TransportError, TransportRequest, TransportResponse,
};

/// The server that every test talks to.
pub const SERVER: &str = "https://api.example.com";

#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    sent: VecDeque<String>,
    responses: VecDeque<(u16, &'static str, Bytes)>,
}

impl Recorder {
    /// Responds with these, one after the other, and then with `204`.
    pub fn responding<const N: usize>(responses: [(u16, &'static str, &'static str); N]) -> Self {
        let recorder = Self::default();
        let responses = responses.map(|(status, media_type, body)| (status, media_type, Bytes::from(body)));
        recorder.0.lock().unwrap().responses.extend(responses);
        recorder
    }

    /// The only request since the last call of this function: `METHOD URL`, the headers but for `user-agent`, sorted, an
    /// empty line, and the body. The address of the server is left out.
    #[track_caller]
    pub fn sent(&self) -> String {
        let mut state = self.0.lock().unwrap();
        assert_eq!(state.sent.len(), 1, "one call is one request: {:?}", state.sent);
        state.sent.pop_front().unwrap()
    }

    /// The body of the only request since the last call.
    #[track_caller]
    pub fn body(&self) -> String {
        let sent = self.sent();
        sent.split_once("\n\n").unwrap().1.to_owned()
    }

    /// How many requests were not looked at.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap().sent.len()
    }

    /// Method, URL and the values of one header, each, of the only request since the last call.
    #[track_caller]
    pub fn line_and(&self, header: &str) -> (String, Option<String>) {
        let sent = self.sent();
        let head = sent.split("\n\n").next().unwrap().to_owned();
        let mut lines = head.lines().map(str::to_owned);
        let line = lines.next().unwrap();
        let prefix = format!("{header}: ");
        let values: Vec<String> =
            lines.filter_map(|line| line.strip_prefix(&prefix).map(str::to_owned)).collect();
        assert!(values.len() < 2, "`{header}` is sent more than once: {values:?}");
        (line, values.into_iter().next())
    }
}

impl Transport for Recorder {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let text = written(request).await;
            let mut state = self.0.lock().unwrap();
            state.sent.push_back(text);
            let (status, media_type, body) =
                state.responses.pop_front().unwrap_or((204, "", Bytes::new()));
            let mut headers = HeaderMap::new();
            if !media_type.is_empty() {
                headers.insert("content-type", media_type.parse().unwrap());
            }
            Ok(TransportResponse { status: StatusCode::from_u16(status).unwrap(), headers, body })
        })
    }
}

async fn written(request: TransportRequest) -> String {
    let url = request.url.strip_prefix(SERVER).unwrap_or(&request.url);
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| *name != "user-agent")
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let mut body = request.body.unwrap_or_default().to_vec();
    if let Some(mut stream) = request.stream {
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
            body.extend_from_slice(&chunk.unwrap());
        }
    }
    let body = String::from_utf8_lossy(&body);
    format!("{} {url}\n{}\n{body}", request.method, headers.concat())
}

/// The pairs of a query or a form, sorted: OpenAPI gives them no order.
pub fn pairs(text: &str) -> Vec<String> {
    let mut pairs: Vec<String> = text.split('&').map(str::to_owned).collect();
    pairs.sort();
    pairs
}

/// Sends every request to a simulator, whatever server it is for, and says which operation it is of.
pub struct ToSimulator {
    pub usual: Arc<dyn Transport>,
    pub origin: String,
    pub operation: &'static str,
}

/// The header with the operation that a request is of.
pub const OPERATION: &str = "x-corpus-operation";

impl Transport for ToSimulator {
    fn send(&self, mut request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        request.url = format!("{}/{path}", self.origin);
        let operation = self.operation.bytes().flat_map(std::ascii::escape_default).collect::<Vec<u8>>();
        request.headers.insert(OPERATION, HeaderValue::from_bytes(&operation).unwrap());
        self.usual.send(request)
    }
}

/// Where a document is served.
pub fn origin(document: &str) -> String {
    let servers = std::fs::read_to_string("../addresses.txt").unwrap();
    let mut servers = servers.split_whitespace().filter_map(|server| server.split_once('='));
    servers.find(|(name, _)| *name == document).unwrap().1.to_owned()
}

/// Operations that their sample calls cannot call: the objects in their paths are empty, and a range is no media type.
pub const UNSERVED: [(&str, &str); 3] = [("media", "image"), ("styles", "label"), ("styles", "simple")];

/// A test that makes every sample call of a document's crate: each reaches a simulator, and its response is read.
#[macro_export]
macro_rules! served {
    ($module:ident, $krate:ident, $document:literal) => {
        #[tokio::test]
        async fn $module() {
            let mut failures = Vec::new();
            for call in $krate::conformance::CALLS.iter().copied().flatten() {
                let (origin, operation) = ($crate::origin($document), call.operation);
                let builder = super::$module::builder().base_url(&origin).allow_plain_http(true);
                let wrap = |usual| $crate::ToSimulator { usual, origin, operation };
                let client = builder.wrap_transport(wrap).build().unwrap();
                let is_served = !$crate::UNSERVED.contains(&($document, operation));
                let outcome = (call.call)(&client, &|_| "1".to_owned()).await;
                assert!(is_served || outcome.is_err(), "{operation} is served");
                if is_served && let Err(error) = outcome {
                    let body = String::from_utf8_lossy(error.body()).into_owned();
                    failures.push(format!("{} (whole: {}): {error}: {body}", call.method, call.whole));
                }
            }
            assert!(failures.is_empty(), "{}", failures.join("\n"));
        }
    };
}
