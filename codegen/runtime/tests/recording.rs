//! A recording holds none of the client's credentials, wherever a server or a caller puts them.
#![cfg(feature = "record")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use signalwire_rest_runtime::record::{Body, Recorder, line};
use signalwire_rest_runtime::{
    BoxFuture, Client, HeaderMap, Method, StatusCode, Transport, TransportError, TransportRequest,
    TransportResponse, Value,
};

const PASSWORD: &str = "planted/pass\"word 1";
const BEARER: &str = "planted-bearer";

/// Responds with what it was sent, credentials included.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let header = request.headers["authorization"].to_str().unwrap();
        let body = serde_json::json!({ "header": header, "url": request.url, "list": [PASSWORD, { BEARER: BEARER }] });
        let body = serde_json::json!({ "body": body, "text": body.to_string() });
        let body = body.to_string().into();
        Box::pin(async { Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body }) })
    }
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is written of a call that has the credentials in its path, its query and its body.
async fn recorded(client: Client, sink: &Sink) -> Vec<String> {
    let body =
        serde_json::json!({ "note": format!("use {PASSWORD}, or {BEARER}"), "project": "the-project" });
    client
        .request(Method::POST, "/a/planted%2Fpass%22word%201")
        .query("q", &PASSWORD)
        .json(&body)
        .await
        .unwrap();
    let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    let line: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["request"]["project"], "the-project", "{line}");
    let secrets = [
        PASSWORD,
        BEARER,
        "planted%2Fpass%22word%201",
        "planted/pass",
        "dGhlLXByb2plY3Q6cGxhbnRlZC9wYXNzIndvcmQgMQ==",
    ];
    secrets.iter().filter(|secret| text.contains(**secret)).map(|secret| (*secret).to_owned()).collect()
}

#[test]
fn a_form_without_fields_is_recorded_as_a_body() {
    let recorded = |media_type: &str| {
        let (sent, received) = (Body { media_type, bytes: b"" }, Body { media_type: "", bytes: b"" });
        serde_json::from_str::<Value>(&line(&Method::POST, "/a", 200, sent, received)).unwrap()
    };
    let form = recorded("application/x-www-form-urlencoded; charset=utf-8");
    assert_eq!(form["request_type"], "application/x-www-form-urlencoded");
    assert_eq!(form.get("response_type"), None);
    assert_eq!(recorded("application/json").get("request_type"), None);
}

#[test]
fn numbers_are_recorded_as_they_came_and_secret_ones_are_not() {
    let json = r#"{"a":[18446744073709551617,1e400,1.10],"b":"1e400","pin":12345678901234567890123}"#;
    let body = Body { media_type: "application/json", bytes: json.as_bytes() };
    let text = line(&Method::POST, "/a", 200, body, body);
    let masked = r#"{"a":[18446744073709551617,1e400,1.10],"b":"1e400","pin":0}"#;
    assert!(text.contains(&format!("\"request\":{masked},\"response\":{masked}")), "{text}");
}

#[tokio::test]
async fn a_client_masks_all_its_credentials() {
    let sink = Sink::default();
    let builder = Client::builder().base_url("https://example.com").bearer_token(BEARER);
    let client = builder.basic_auth("the-project", PASSWORD).transport(Echo).record(sink.clone());
    assert!(recorded(client.build().unwrap(), &sink).await.is_empty());
}

#[tokio::test]
async fn a_recorder_masks_what_a_request_authenticates_itself_with() {
    let sink = Sink::default();
    let builder = Client::builder().base_url("https://example.com").basic_auth("the-project", PASSWORD);
    let client = builder.transport(Recorder::new(Echo, sink.clone())).build().unwrap();
    assert_eq!(recorded(client, &sink).await, [BEARER], "which it cannot know");
}
