//! The seven operations of SIP credentials.

use signalwire_rest::Patch;
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn lifecycle() {
    let (running, client) = setup().await;
    let sip = client.fabric().sip_endpoints();
    let create = SipCredentialCreate::new("c3p0", "yavin-or-bust")
        .caller_id("C-3PO")
        .send_as("+15551234567")
        .ciphers([SipCipher::AesCm128HmacSha180])
        .codecs([SipCodec::Opus, SipCodec::Opus16000h20i])
        .encryption(SipEncryption::Required)
        .call_handler(SipCallHandler::Resource)
        .calling_handler_resource_id("a87db7ed-8ebe-42e4-829f-8ba5a4152f54");
    let made = sip.create(create).await.unwrap();
    assert_last(&running, "create_sip_credential", "POST", "/api/fabric/resources/sip_endpoints");
    assert_eq!(made.username(), "c3p0");
    assert_eq!(made.caller_id(), Some("C-3PO"));
    assert_eq!(made.send_as(), Some("+15551234567"));
    assert_eq!(made.codecs(), [SipCodec::Opus, SipCodec::Opus16000h20i]);
    assert_eq!(made.ciphers(), [SipCipher::AesCm128HmacSha180]);
    assert_eq!(made.encryption(), &SipEncryption::Required);
    assert_eq!(made.call_handler(), Some("resource"));
    assert_eq!(made.type_(), "sip_endpoint");
    assert!(made.id().to_uuid().is_some() && made.created_at().unwrap().to_utc().is_some());

    let id = made.id();
    assert_eq!(sip.get(id).await.unwrap(), made);
    assert_last(&running, "get_sip_credential", "GET", &format!("/api/fabric/resources/sip_endpoints/{id}"));

    let changed = sip
        .update(id, SipCredentialUpdate::new().username("r2d2").caller_id(Patch::Null).codecs([]))
        .await
        .unwrap();
    assert_last(
        &running,
        "update_sip_credential",
        "PUT",
        &format!("/api/fabric/resources/sip_endpoints/{id}"),
    );
    assert_eq!(
        running.requests().last().unwrap().body,
        serde_json::json!({"username": "r2d2", "caller_id": null, "codecs": []})
    );
    assert_eq!((changed.username(), changed.caller_id(), changed.codecs().len()), ("r2d2", None, 0));
    assert_eq!(changed.send_as(), Some("+15551234567"), "what is left out stays");

    let page = sip.list().await.unwrap();
    assert_eq!(page.data.iter().map(SipCredential::username).collect::<Vec<_>>(), ["r2d2"]);
    assert_last(&running, "list_sip_credentials", "GET", "/api/fabric/resources/sip_endpoints");

    let addresses = sip.list_addresses(id).await.unwrap();
    assert_last(
        &running,
        "list_sip_credential_addresses",
        "GET",
        &format!("/api/fabric/resources/sip_endpoints/{id}/addresses"),
    );
    assert_eq!(addresses.data[0].type_, "call");
    let FabricAddressChannel::AudioChannel(audio) = &addresses.data[0].channels else {
        panic!("{addresses:?}")
    };
    assert_eq!(audio.audio, "/public/front-desk?channel=audio");

    sip.delete(id).await.unwrap();
    assert_last(
        &running,
        "delete_sip_credential",
        "DELETE",
        &format!("/api/fabric/resources/sip_endpoints/{id}"),
    );
    assert_not_found(sip.get(id).await, "get_sip_credential");
}

#[tokio::test]
async fn a_resource_is_assigned() {
    let (running, client) = setup().await;
    let sip = client.fabric().sip_endpoints();
    let credential = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    let assigned = sip
        .assign("a87db7ed-8ebe-42e4-829f-8ba5a4152f54", SipCredentialAssign::new(credential))
        .await
        .unwrap();
    assert_last(
        &running,
        "assign_resource_to_sip_credential",
        "POST",
        "/api/fabric/resources/a87db7ed-8ebe-42e4-829f-8ba5a4152f54/sip_endpoints",
    );
    assert_eq!(running.requests().last().unwrap().body, serde_json::json!({ "sip_endpoint_id": credential }));
    assert_eq!((assigned.type_.as_str(), assigned.name.as_str()), ("call", "c3p0"));
    assert_eq!(assigned.cover_url.as_deref(), Some("https://example.com/cover.png"));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (_running, client) = setup().await;
    let sip = client.fabric().sip_endpoints();
    assert_not_found(sip.get(NOWHERE).await, "get_sip_credential");
    assert_not_found(sip.update(NOWHERE, SipCredentialUpdate::new()).await, "update_sip_credential");
    assert_not_found(sip.delete(NOWHERE).await, "delete_sip_credential");
    assert_not_found(sip.list_addresses(NOWHERE).await, "list_sip_credential_addresses");
}

#[tokio::test]
async fn three_requests_say_three_things() {
    let (running, client) = setup().await;
    let sip = client.fabric().sip_endpoints();
    let made = sip.create(SipCredentialCreate::new("leia", "secret")).await.unwrap();
    let resource = "a87db7ed-8ebe-42e4-829f-8ba5a4152f54";
    let set = sip
        .update(made.id(), SipCredentialUpdate::new().calling_handler_resource_id(resource))
        .await
        .unwrap();
    assert_eq!(set.calling_handler_resource_id().unwrap(), &resource);
    let kept = sip.update(made.id(), SipCredentialUpdate::new()).await.unwrap();
    assert_eq!(running.requests().last().unwrap().body, serde_json::json!({}));
    assert_eq!(kept.calling_handler_resource_id().unwrap(), &resource);
    let cleared = sip
        .update(made.id(), SipCredentialUpdate::new().calling_handler_resource_id(Patch::Null))
        .await
        .unwrap();
    assert_eq!(cleared.calling_handler_resource_id(), None);
}
