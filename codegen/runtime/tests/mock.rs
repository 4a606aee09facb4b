//! The transport for tests of programs.
#![cfg(feature = "test")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::time::Duration;

use signalwire_rest_runtime::{Client, ErrorKind, Method, MockTransport, TransportFailure};

fn client(mock: &MockTransport) -> Client {
    let builder = Client::builder().base_url("https://example.com/v1").basic_auth("user", "password");
    builder.transport(mock.clone()).build().unwrap()
}

#[tokio::test]
async fn a_request_that_is_not_expected_says_what_is() {
    let mock = MockTransport::new();
    let error = client(&mock).request(Method::GET, "/a").await.unwrap_err();
    assert_eq!(error.to_string(), "GET /a: the mock has no response to GET /v1/a; nothing is expected");
    mock.on(Method::GET, "/v1/b").empty(204);
    mock.on(Method::PUT, "/v1/a").json(200, 1);
    let error = client(&mock).request(Method::GET, "/a").await.unwrap_err();
    let why = "GET /a: the mock has no response to GET /v1/a; expected are: GET /v1/b, PUT /v1/a";
    assert_eq!((error.to_string().as_str(), error.attempts()), (why, 1));
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(mock.requests().len(), 2);
    assert_eq!(mock.unused(), ["GET /v1/b", "PUT /v1/a"]);
}

#[tokio::test]
async fn the_statuses_that_are_retried_are_chosen() {
    for (method, status, chosen, attempts) in [
        (Method::GET, 503, vec![503], 2),
        (Method::GET, 503, vec![429], 1),
        (Method::GET, 409, vec![409], 2),
        (Method::GET, 409, Vec::from([429, 500, 502, 503, 504]), 1),
        (Method::POST, 409, vec![409], 1),
        (Method::POST, 429, vec![429], 2),
        (Method::POST, 429, vec![], 1),
    ] {
        let mock = MockTransport::new().on(method.clone(), "/a").empty(status);
        let builder = Client::builder().base_url("https://example.com").basic_auth("user", "password");
        let client = builder.retries(1).retry_statuses(chosen).transport(mock.clone()).build().unwrap();
        let error = client.request(method.clone(), "/a").await.unwrap_err();
        assert_eq!(
            (error.attempts(), mock.requests().len()),
            (attempts, attempts as usize),
            "{method} {status}"
        );
    }
}

#[tokio::test]
async fn templates_and_queries_choose_the_route() {
    let mock = MockTransport::new()
        .on(Method::GET, "/v1/things/{id}")
        .json(200, "any")
        .on(Method::GET, "/v1/things/one")
        .json(200, "one")
        .on(Method::GET, "/v1/things?color=light%20red")
        .json(200, "red");
    let client = client(&mock);
    let get = |path: &str| client.request(Method::GET, path).send();
    assert_eq!(get("/things/one").await.unwrap(), "one");
    assert_eq!(get("/things/two").await.unwrap(), "any");
    assert_eq!(get("/things?x=1&color=light+red").await.unwrap(), "red");
    for path in ["/things?color=blue", "/things", "/things/", "/things/one/more"] {
        assert!(get(path).await.is_err(), "{path}");
    }
    assert!(mock.unused().is_empty());
}

#[tokio::test]
async fn a_request_is_kept_as_it_was_sent() {
    let mock = MockTransport::new().on(Method::POST, "/v1/things").text(200, "\"fine\"");
    let call = client(&mock).request(Method::POST, "/things").query("a b", &"c&d");
    call.json(&serde_json::json!({ "size": 3 })).await.unwrap();
    let request = &mock.requests()[0];
    assert_eq!((&request.method, request.path.as_str()), (&Method::POST, "/v1/things"));
    assert_eq!(request.query, [("a b".to_owned(), "c&d".to_owned())]);
    assert_eq!((request.json()["size"].as_u64(), request.text().as_str()), (Some(3), r#"{"size":3}"#));
    assert_eq!(request.json_as::<BTreeMap<String, u8>>().unwrap()["size"], 3);
    assert!(request.json_as::<Vec<u8>>().is_err());
    assert!(!format!("{request:?}").contains("dXNlcjp"), "credentials are hidden: {request:?}");
}

#[tokio::test(start_paused = true)]
async fn responses_come_in_their_order_and_the_last_again() {
    let mock = MockTransport::new()
        .on(Method::GET, "/v1/things")
        .header("retry-after", "7")
        .json(503, "busy")
        .then()
        .fails(TransportFailure::Connect)
        .then()
        .truncated(200)
        .then()
        .delay(Duration::from_secs(5))
        .json(200, "done");
    let started = tokio::time::Instant::now();
    assert_eq!(client(&mock).request(Method::GET, "/things").retries(3).await.unwrap(), "done");
    assert!(started.elapsed() >= Duration::from_secs(12), "{:?}", started.elapsed());
    assert_eq!(client(&mock).request(Method::GET, "/things").await.unwrap(), "done");
    assert_eq!(mock.requests().len(), 5);
    mock.on(Method::GET, "/v1/things").fails(TransportFailure::Timeout);
    let error = client(&mock).request(Method::GET, "/things").retries(0).await.unwrap_err();
    assert!(error.is_timeout(), "what is declared later comes next: {error}");
}

#[tokio::test]
async fn a_wrong_declaration_is_an_error_of_the_call() {
    for (mock, why) in [
        (MockTransport::new().on(Method::GET, "/v1/x").json(7, 1), "7 is no status"),
        (
            MockTransport::new().on(Method::GET, "/v1/x").header("a b", "c").json(200, 1),
            "`a b: c` is no header",
        ),
    ] {
        let error = client(&mock).request(Method::GET, "/x").await.unwrap_err();
        assert_eq!(error.to_string(), format!("GET /x: the mock cannot respond: {why}"));
    }
}
