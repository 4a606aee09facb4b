//! The five operations of legacy SIP endpoints, and the two of the SIP profile.
#![allow(deprecated, reason = "legacy SIP endpoints are deprecated as a whole")]

use signalwire_rest::Patch;
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn lifecycle() {
    let (running, client) = setup().await;
    let sip = client.relay_rest().sip_endpoints();
    let base = "/api/relay/rest/endpoints/sip";
    let create = SipEndpointCreate::new("c3p0", "yavin-or-bust")
        .call_handler(SipEndpointCallHandler::RelayScript)
        .call_relay_script_url("https://example.com/script")
        .call_request_method(HttpMethod::Post)
        .call_flow_version(SipCallFlowVersion::CurrentDeployed);
    let made = sip.create(create).await.unwrap();
    assert_last(&running, "create_sip_endpoint", "POST", base);
    assert_eq!(made.call_handler, Some(SipEndpointCallHandler::RelayScript));
    assert_eq!(made.call_request_method, Some(HttpMethod::Post));
    assert_eq!(made.call_relay_script_url.as_deref(), Some("https://example.com/script"));
    let id = made.id.clone().unwrap();
    let item = format!("{base}/{id}");
    assert_eq!(sip.get(&id).await.unwrap(), made);
    assert_last(&running, "retrieve_sip_endpoint", "GET", &item);
    let changed = sip.update(&id, SipEndpointUpdate::new().username("r2d2")).await.unwrap();
    assert_last(&running, "update_sip_endpoint", "PUT", &item);
    assert_eq!(changed.username, "r2d2");
    let found = sip.list().filter_username("2d").filter_caller_id("").page_size(5).await.unwrap();
    assert_last(&running, "list_sip_endpoints", "GET", base);
    assert_eq!(found.data, [changed]);
    assert_eq!(sip.list().filter_username("nobody").await.unwrap().data, []);
    sip.delete(&id).await.unwrap();
    assert_last(&running, "delete_sip_endpoint", "DELETE", &item);
    assert_not_found(sip.get(NOWHERE).await, "retrieve_sip_endpoint");
    assert_not_found(sip.update(NOWHERE, SipEndpointUpdate::new()).await, "update_sip_endpoint");
    assert_not_found(sip.delete(NOWHERE).await, "delete_sip_endpoint");
}

#[tokio::test]
async fn refusals_have_the_body_of_the_family() {
    let (_running, client) = setup().await;
    let error = client.relay_rest().sip_endpoints().list().page_size(0).await.unwrap_err();
    assert!(error.is_validation());
    let first = &error.errors()[0];
    assert_eq!(
        (first.status(), first.title(), first.attribute()),
        (Some("422"), Some("Validation failed"), None)
    );
    assert!(first.message().unwrap().contains("minimum"), "{:?}", first.message());
}

#[tokio::test]
async fn the_profile_is_one() {
    let (running, client) = setup().await;
    let profile = client.relay_rest().sip_profile();
    let first = profile.get().await.unwrap();
    assert_last(&running, "retrieve_sip_profile", "GET", "/api/relay/rest/sip_profile");
    assert_eq!(first.domain.as_deref(), Some("example.sip.signalwire.com"));
    let change = SipProfileUpdate::new()
        .default_encryption(SipProfileEncryption::Required)
        .default_codecs([SipCodec::G729])
        .default_send_as(Patch::Null);
    let changed = profile.update(change).with_response().await.unwrap();
    assert_last(&running, "update_sip_profile", "PUT", "/api/relay/rest/sip_profile");
    assert_eq!(changed.status(), 201);
    assert_eq!(running.requests().last().unwrap().body["default_send_as"], serde_json::Value::Null);
    let now = profile.get().await.unwrap();
    assert_eq!(&now, changed.body());
    assert_eq!(
        (now.default_encryption, now.default_codecs),
        (Some(SipProfileEncryption::Required), Some(vec![SipCodec::G729]))
    );
    assert_eq!(now.default_send_as, None);
}
