//! The six operations of SIP gateways.

use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn lifecycle() {
    let (running, client) = setup().await;
    let gateways = client.fabric().sip_gateways();
    let base = "/api/fabric/resources/sip_gateways";
    let create = SipGatewayCreateRequired {
        name: "Cloud City".into(),
        uri: "sip:lando@bespin.example.com".into(),
        encryption: SipEncryption::Optional,
        ciphers: vec![SipCipher::AeadAes256Gcm8],
        codecs: vec![SipCodec::Pcmu, SipCodec::G722],
    };
    let response = gateways.create(create).with_response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_last(&running, "create_sip_gateway", "POST", base);
    let made = response.into_body();
    assert_eq!((made.display_name.as_str(), made.type_.as_str()), ("Cloud City", "sip_gateway"));
    assert_eq!(made.sip_gateway.uri, "sip:lando@bespin.example.com");
    assert_eq!(made.sip_gateway.codecs, [SipCodec::Pcmu, SipCodec::G722]);
    assert!(made.extra.is_empty());

    let item = format!("{base}/{}", made.id);
    assert_eq!(gateways.get(&made.id).await.unwrap(), made);
    assert_last(&running, "get_sip_gateway", "GET", &item);
    let changed = gateways.update(&made.id, SipGatewayUpdate::new().name("Bespin")).await.unwrap();
    assert_last(&running, "update_sip_gateway", "PATCH", &item);
    assert_eq!(
        (changed.sip_gateway.name.as_str(), changed.sip_gateway.uri.as_str()),
        ("Bespin", "sip:lando@bespin.example.com")
    );
    let listed = gateways.list().await.unwrap();
    assert_last(&running, "list_sip_gateways", "GET", base);
    assert_eq!(listed.data, [changed]);
    let addresses = gateways.list_addresses(&made.id).await.unwrap();
    assert_last(&running, "list_sip_gateway_addresses", "GET", &format!("{item}/addresses"));
    assert_eq!(addresses.data.len(), 1);
    gateways.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_sip_gateway", "DELETE", &item);
    assert_eq!(gateways.list().await.unwrap().data, []);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (_running, client) = setup().await;
    let gateways = client.fabric().sip_gateways();
    assert_not_found(gateways.get(NOWHERE).await, "get_sip_gateway");
    assert_not_found(gateways.update(NOWHERE, SipGatewayUpdate::new()).await, "update_sip_gateway");
    assert_not_found(gateways.delete(NOWHERE).await, "delete_sip_gateway");
    assert_not_found(gateways.list_addresses(NOWHERE).await, "list_sip_gateway_addresses");
}
