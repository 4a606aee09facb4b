//! What a caller can and cannot make the crate do. `tests/faults` covers servers that misbehave.

use signalwire_rest::{Client, ErrorKind, Method, Value};
use simulator::{Fault, FaultKind};

use super::setup;

#[tokio::test]
async fn one_failure_is_survived_and_counted() {
    let (running, client) = setup().await;
    running.fault(Fault::once(FaultKind::Status(503)));
    let response = client.fabric().sip_gateways().list().with_response().await.unwrap();
    assert_eq!(response.attempts(), 2);
    running.fault(Fault::once(FaultKind::Status(503)));
    let error = client.fabric().sip_gateways().list().retries(0).await.unwrap_err();
    assert!(error.is_server_error() && error.attempts() == 1, "{error}");
}

#[tokio::test]
async fn ids_cannot_lead_elsewhere() {
    let (running, client) = setup().await;
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
    let (running, _client) = setup().await;
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
        "list_sip_gateways: 401; the token needs one of the scopes Voice, Messaging, Fax, Video"
    );
}

#[tokio::test]
async fn any_path_can_be_called() {
    let (running, client) = setup().await;
    let profile =
        client.request(Method::GET, "/api/relay/rest/sip_profile").query("a b", "c&d").await.unwrap();
    assert_eq!(profile["domain"], Value::from("example.sip.signalwire.com"));
    assert_eq!(running.requests()[0].query, [("a b".to_owned(), "c&d".to_owned())]);
    for wrong in [
        "//evil.example.com/",
        "https://evil.example.com/",
        "x",
        "/\\evil.example.com",
        "@evil.example.com/",
        "/a/../b",
        "/a/%2E%2e/b",
        "/a/.",
        "/a#b",
        "/a\tb",
    ] {
        let error = client.request(Method::GET, wrong).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{wrong}");
    }
    assert_eq!(running.requests().len(), 1);
}

#[tokio::test]
async fn clones_share_connections_across_tasks() {
    fn is_shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    let (running, client) = setup().await;
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
