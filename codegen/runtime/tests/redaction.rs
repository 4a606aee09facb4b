//! What a server repeats of a request shows in no error, in whatever form the request had it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use signalwire_rest_runtime::{
    BoxFuture, Client, Error, FilePart, HeaderMap, Map, Method, StatusCode, Transport, TransportError,
    TransportRequest, TransportResponse,
};

/// A password with a space, and with what ends like the name of a field.
const SECRET: &str = "hunter2 swordfish=";

/// Repeats the password, as it was meant.
struct Repeats;

impl Transport for Repeats {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let message = format!("the password {SECRET} is wrong");
        let errors = ["hunter2", "swordfish", SECRET]
            .map(|word| serde_json::json!({ "code": word, "attribute": word, "message": message }));
        let body = serde_json::json!({ "errors": errors }).to_string().into();
        let headers = [("x-request-id", "swordfish"), ("x-echo", "say hunter2")];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let response = TransportResponse {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            headers: HeaderMap::from_iter(headers),
            body,
        };
        Box::pin(async { Ok(response) })
    }
}

fn client() -> Client {
    Client::builder().base_url("https://api.example.com").transport(Repeats).build().unwrap()
}

fn assert_hidden(error: &Error, how: &str) {
    let shown = format!("{error} {error:#?} {} {:?} {:?}", error.report(), error.errors(), error.headers());
    assert!(error.is_validation() && shown.contains("… …= is wrong"), "{how}: {shown}");
    assert!(!shown.contains("hunter2") && !shown.contains("swordfish"), "{how}: {shown}");
}

#[tokio::test]
async fn what_is_repeated_is_hidden_however_it_was_sent() {
    let post = || client().request(Method::POST, "/things");
    let fields = serde_json::json!({ "password": SECRET, "more": [1, { "a": true }] });
    let parts = |file: FilePart| Map::from([("password".to_owned(), file)]);
    let large = format!("{SECRET} {}", "x ".repeat(50_000));
    for (how, call) in [
        ("JSON", post().json(&fields)),
        ("JSON in a text", post().json(&fields.to_string())),
        ("a form", post().form(&fields)),
        ("text", post().text("text/plain", SECRET)),
        ("a query", post().query("password", &SECRET)),
        ("a header", post().header("x-password", SECRET)),
        ("a header of several", post().header("x-password", "swordfish=").header("x-password", "hunter2")),
        ("a cookie", post().header("cookie", &format!("a=b; password={SECRET}"))),
        ("a part", post().multipart_body(&parts(FilePart::bytes(SECRET)), &[])),
        ("a part of many", post().multipart_body(&parts(FilePart::bytes(large)), &[])),
    ] {
        assert_hidden(&call.await.unwrap_err(), how);
    }
}
