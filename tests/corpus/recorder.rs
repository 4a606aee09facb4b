//! A transport that keeps what was sent, as text, and responds with what a test wants.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use signalwire_rest_runtime::{
    BoxFuture, HeaderMap, StatusCode, Transport, TransportError, TransportRequest, TransportResponse,
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
            let text = written(request);
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

fn written(request: TransportRequest) -> String {
    let url = request.url.strip_prefix(SERVER).unwrap_or(&request.url);
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| *name != "user-agent")
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let body = String::from_utf8_lossy(&request.body.unwrap_or_default()).into_owned();
    format!("{} {url}\n{}\n{body}", request.method, headers.concat())
}
