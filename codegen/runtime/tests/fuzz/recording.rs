//! Recordings of any exchange: one line of JSON each, in which no credential stands.

use std::io::Write;
use std::sync::{Arc, Mutex};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use signalwire_rest_runtime::record::{Recorder, is_secret_name};
use signalwire_rest_runtime::{
    BoxFuture, Client, HeaderMap, Method, StatusCode, Transport, TransportError, TransportRequest,
    TransportResponse,
};

/// Responds with this text, of this media type.
struct Responds(Vec<u8>, String);

impl Transport for Responds {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut headers = HeaderMap::new();
        headers.extend(self.1.parse().ok().map(|value| (http::header::CONTENT_TYPE, value)));
        let body = self.0.clone().into();
        Box::pin(async { Ok(TransportResponse { status: StatusCode::OK, headers, body }) })
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

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The line of a POST.
fn recorded(token: &str, path: &str, query: &str, body: &Value, response: Responds) -> String {
    let sink = Sink::default();
    let builder =
        Client::builder().base_url("https://hidden-host.example.com").basic_auth("the-project", token);
    let client = builder.transport(Recorder::new(response, sink.clone())).build().unwrap();
    let call = client.request(Method::POST, &format!("/v1/{}", encoded(path))).query("q", &query).json(body);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    // A response that is no JSON is an error of the call, and recorded all the same.
    let _ = runtime.block_on(call.send());
    String::from_utf8(std::mem::take(&mut *sink.0.lock().unwrap())).unwrap()
}

/// JSON of any form, with these texts in it as values, in values and as names.
fn planted(secret: String) -> impl Strategy<Value = Value> {
    let around = secret.clone();
    let name = secret.clone();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        Just(Value::from(secret)),
        ("[ -~é\n]{0,6}", "[ -~é\n]{0,6}").prop_map(move |(a, b)| format!("{a}{around}{b}").into()),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let name = prop_oneof![4 => "[a-z_\n\"]{1,8}", 1 => Just(name.clone())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A token that contains what JSON and URLs escape, and what was planted with it.
fn token_and_bodies() -> impl Strategy<Value = (String, Value, Value)> {
    "planted[A-Za-z0-9/+= \"\\\\%é-]{3,20}".prop_flat_map(|token| {
        // Spaces at the end of a header are not part of it.
        let token = token.trim().to_owned();
        (Just(token.clone()), planted(token.clone()), planted(token))
    })
}

proptest! {
    #[test]
    fn no_credential_is_recorded(
        (token, body, response) in token_and_bodies(),
        path in "[a-z/%?#é]{0,6}",
        media_type in select(vec!["application/json", "text/plain", ""]),
    ) {
        let response = Responds(response.to_string().into_bytes(), media_type.to_owned());
        let line = recorded(&token, &format!("{path}{token}"), &format!("{token}{path}"), &body, response);
        prop_assert_eq!(line.matches('\n').count(), 1);
        let read: Value = serde_json::from_str(&line).unwrap();
        let shown = texts(&read).join("\n");
        prop_assert!(!shown.contains(&token) && !shown.contains(&encoded(&token)), "{token:?} in {line}");
        prop_assert!(!line.contains("hidden-host") && read["method"] == "POST");
    }

    #[test]
    fn whatever_is_received_is_one_line(body in prop::collection::vec(any::<u8>(), 0..60), media_type in "[ -~]{0,20}") {
        let line = recorded("planted-token", "a", "b", &json!(1), Responds(body, media_type));
        prop_assert_eq!(line.matches('\n').count(), 1);
        prop_assert!(serde_json::from_str::<Value>(&line).is_ok() && !line.contains("planted"));
    }

    #[test]
    fn what_is_secret_by_its_name_is_masked(
        name in "[a-z]{0,6}[_-](password|api_key|secret|token|pin|credentials)",
        value in "[a-z]{9,20}",
    ) {
        prop_assert!(is_secret_name(&name));
        let body = json!([{ "a": { &name: value, "b": [{ &name: [&value] }] } }]);
        let line = recorded("planted-token", "a", "b", &body, Responds(body.to_string().into_bytes(), String::new()));
        prop_assert!(!line.contains(&value), "{line}");
    }
}

/// Every text in a value, names included.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| [vec![name.clone()], texts(value)].concat()).collect()
        }
        _ => Vec::new(),
    }
}
