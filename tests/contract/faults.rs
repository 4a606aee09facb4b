//! What the crate does when the server does not do what it should.

use std::time::Duration;

use signalwire_rest::types::*;
use signalwire_rest::{Client, ErrorKind, Method, Value};
use simulator::{Fault, FaultKind, Running};

use super::world;

/// A POST, a GET, a PUT, a PATCH and a DELETE.
async fn call(client: &Client, method: &Method, id: &str) -> Result<(), signalwire_rest::Error> {
    let fabric = client.fabric();
    match method.as_str() {
        "GET" => fabric.sip_endpoints().get(id).await.map(drop),
        "POST" => fabric.sip_endpoints().create(SipCredentialCreate::new("a", "b")).await.map(drop),
        "PUT" => fabric.sip_endpoints().update(id, SipCredentialUpdate::new()).await.map(drop),
        "PATCH" => fabric.sip_gateways().update(id, SipGatewayUpdate::new()).await.map(drop),
        _ => fabric.sip_endpoints().delete(id).await,
    }
}

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// Lets the fault happen on every request, makes one call, and tells the kind of error and how many requests arrived.
async fn outcome(
    running: &Running,
    client: &Client,
    fault: FaultKind,
    method: &Method,
) -> (ErrorKind, usize) {
    running.reset();
    running.fault(Fault::always(fault));
    let error = call(client, method, "3fa85f64-5717-4562-b3fc-2c963f66afa6").await.unwrap_err();
    (error.kind(), running.requests().len())
}

#[tokio::test]
async fn what_may_be_sent_again_is_and_nothing_else() {
    let (running, client) = world().await;
    for method in &METHODS {
        let repeatable = method.is_idempotent();
        let times = |again: bool| if again { 3 } else { 1 };
        let rows = [
            (FaultKind::Status(500), ErrorKind::Status, times(repeatable)),
            (FaultKind::Status(502), ErrorKind::Status, times(repeatable)),
            (FaultKind::Status(503), ErrorKind::Status, times(repeatable)),
            (FaultKind::Status(504), ErrorKind::Status, times(repeatable)),
            (FaultKind::Status(501), ErrorKind::Status, 1),
            (FaultKind::Status(400), ErrorKind::Status, 1),
            (FaultKind::Status(409), ErrorKind::Status, 1),
            (FaultKind::RateLimit("0".to_owned()), ErrorKind::Status, 3),
            (FaultKind::RateLimit("Sat, 31 Jan 2026 12:00:00 GMT".to_owned()), ErrorKind::Status, 3),
            (FaultKind::ResetAfterRead, ErrorKind::Transport, times(repeatable)),
            (FaultKind::Html(502), ErrorKind::Status, times(repeatable)),
            (FaultKind::Redirect("https://evil.example.com/".to_owned()), ErrorKind::Redirect, 1),
        ];
        for (fault, kind, requests) in rows {
            let seen = outcome(&running, &client, fault.clone(), method).await;
            assert_eq!(seen, (kind, requests), "{method} {fault:?}");
        }
    }
}

#[tokio::test]
async fn bodies_that_are_not_what_was_expected_are_clear_errors() {
    let (running, client) = world().await;
    let made = client.fabric().sip_endpoints().create(SipCredentialCreate::new("a", "b")).await.unwrap();
    let rows = [
        (FaultKind::Html(200), ErrorKind::Decode, "expected JSON, got text/html"),
        (FaultKind::Empty, ErrorKind::Decode, "the body is empty"),
        (FaultKind::Truncate, ErrorKind::Transport, "the connection broke"),
        (FaultKind::Oversize(11 * 1024 * 1024), ErrorKind::BodyTooLarge, "larger than 10485760 bytes"),
    ];
    for (fault, kind, message) in rows {
        running.clear_faults();
        running.fault(Fault::always(fault.clone()));
        let error = client.fabric().sip_endpoints().get(made.id()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}");
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{fault:?}");
        assert!(!error.headers().is_empty(), "{fault:?}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_request_is_read_is_tried_again() {
    let (running, client) = world().await;
    running.fault(Fault::once(FaultKind::ResetBeforeRead));
    let page = client.fabric().sip_gateways().list().with_response().await.unwrap();
    assert_eq!(page.attempts(), 2);
    assert_eq!(running.requests().len(), 1);
}

#[tokio::test]
async fn one_failure_is_survived_and_counted() {
    let (running, client) = world().await;
    running.fault(Fault::once(FaultKind::Status(503)));
    let answer = client.fabric().sip_gateways().list().with_response().await.unwrap();
    assert_eq!(answer.attempts(), 2);
    running.fault(Fault::once(FaultKind::Status(503)));
    let error = client.fabric().sip_gateways().list().retries(0).await.unwrap_err();
    assert!(error.is_server_error() && error.attempts() == 1, "{error}");
}

#[tokio::test]
async fn no_server_is_a_connect_error() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .allow_plain_http(true)
        .project("p")
        .token("t")
        .build()
        .unwrap();
    for method in &METHODS {
        let error = call(&client, method, "x").await.unwrap_err();
        assert!(error.is_connect(), "{error}");
        assert_eq!(error.attempts(), 3, "{method}: nothing was sent, so every method is tried again");
    }
}

#[tokio::test]
async fn slow_answers_time_out() {
    let (running, client) = world().await;
    running.fault(Fault::always(FaultKind::Latency(5_000)));
    let started = std::time::Instant::now();
    let error = client
        .fabric()
        .sip_gateways()
        .list()
        .timeout(Duration::from_millis(50))
        .retries(1)
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error}");
    let error = client.fabric().sip_gateways().list().deadline(Duration::from_millis(100)).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1, "{error}");
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn ids_cannot_lead_elsewhere() {
    let (running, client) = world().await;
    for wrong in ["", ".", ".."] {
        let error = client.fabric().sip_endpoints().get(wrong).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{wrong:?}");
    }
    assert_eq!(running.requests().len(), 0, "nothing was sent");
    let error = client.fabric().sip_endpoints().get("a/../../b?c#d").await.unwrap_err();
    assert!(error.is_validation() || error.is_not_found(), "{error}");
    assert_eq!(running.requests()[0].path, "/api/fabric/resources/sip_endpoints/a%2F..%2F..%2Fb%3Fc%23d");
}

#[tokio::test]
async fn credentials_are_asked_for_before_anything_is_sent() {
    let (running, _client) = world().await;
    let nobody = Client::builder().base_url(running.url()).allow_plain_http(true).build().unwrap();
    let error = nobody.fabric().sip_gateways().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(running.requests().len(), 0);
    let stranger = Client::builder()
        .base_url(running.url())
        .allow_plain_http(true)
        .project("x")
        .token("y")
        .build()
        .unwrap();
    let error = stranger.fabric().sip_gateways().list().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(
        error.to_string(),
        "list_sip_gateways: 401 Unauthorized; the token needs one of the scopes Voice, Messaging, Fax, Video"
    );
}

#[tokio::test]
async fn any_path_can_be_called() {
    let (running, client) = world().await;
    let profile =
        client.request(Method::GET, "/api/relay/rest/sip_profile").query("a b", &"c&d").await.unwrap();
    assert_eq!(profile["domain"], Value::from("example.sip.signalwire.com"));
    assert_eq!(running.requests()[0].query, [("a b".to_owned(), "c&d".to_owned())]);
    for wrong in
        ["//evil.example.com/", "https://evil.example.com/", "x", "/\\evil.example.com", "@evil.example.com/"]
    {
        let error = client.request(Method::GET, wrong).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{wrong}");
    }
    assert_eq!(running.requests().len(), 1);
}

#[tokio::test]
async fn clones_share_connections_across_tasks() {
    fn is_shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    let (running, client) = world().await;
    is_shareable(&client);
    let calls = (0..200).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.fabric().sip_gateways().list().await.map(|page| page.data.len()) })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap().unwrap(), 0);
    }
    assert_eq!(running.requests().len(), 200);
}
