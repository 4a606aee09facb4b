//! Updates made of the responses of their paths.

use serde_json::{Value, json};
use signalwire_rest::types::*;
use simulator::Simulator;

use super::setup;

/// What the last request sent.
fn sent(running: &Simulator) -> Value {
    running.requests().last().unwrap().body.clone()
}

#[tokio::test]
async fn an_update_made_of_a_response_changes_nothing_else() {
    let (running, client) = setup().await;
    let gateways = client.fabric().sip_gateways();
    let create = SipGatewayCreate::new(SipGatewayCreateRequired {
        name: "Tatooine".into(),
        uri: "sip:tatooine.example.com".into(),
        encryption: SipEncryption::Required,
        ciphers: vec![SipCipher::Aes256CmHmacSha180],
        codecs: vec![SipCodec::Opus],
    });
    let made = gateways.create(create).await.unwrap();
    let changed = gateways.update(&made.id, SipGatewayUpdate::from(&made).name("Hoth")).await.unwrap();
    let all = json!({
        "name": "Hoth", "uri": "sip:tatooine.example.com", "encryption": "required",
        "ciphers": ["AES_256_CM_HMAC_SHA1_80"], "codecs": ["OPUS"],
    });
    assert_eq!(sent(&running), all);
    let mut expected = made.sip_gateway.clone();
    expected.name = "Hoth".to_owned();
    assert_eq!(changed.sip_gateway, expected);
}

#[tokio::test]
async fn a_credential_is_updated_from_either_form() {
    let (running, client) = setup().await;
    let sip = client.fabric().sip_endpoints();
    let create = SipCredentialCreate::new("c3p0", "yavin-or-bust").encryption(SipEncryption::Required);
    let made = sip.create(create).await.unwrap();
    sip.update(made.id(), SipCredentialUpdate::from(&made).caller_id("C-3P0")).await.unwrap();
    let body = sent(&running);
    assert_eq!(body["username"], json!("c3p0"));
    assert_eq!((&body["encryption"], &body["caller_id"]), (&json!("required"), &json!("C-3P0")));
    assert!(body.get("password").is_none());
}

#[tokio::test]
async fn the_helpers_of_phone_numbers_set_what_handles_calls() {
    let (running, client) = setup().await;
    let numbers = client.phone_numbers();
    let id = numbers.create(PhoneNumberCreate::new("+15551234567")).await.unwrap().id;
    let path = format!("/api/relay/rest/phone_numbers/{id}");
    let check = |body: Value| {
        super::assert_last(&running, "update_phone_number", "PUT", &path);
        assert_eq!(sent(&running), body);
    };
    numbers.set_swml_webhook(&id, "https://example.com/a.swml").await.unwrap();
    check(json!({ "call_handler": "relay_script", "call_relay_script_url": "https://example.com/a.swml" }));
    numbers.set_cxml_webhook(&id, "https://example.com/a.xml").await.unwrap();
    check(json!({ "call_handler": "laml_webhooks", "call_request_url": "https://example.com/a.xml" }));
    let call = numbers.set_cxml_webhook(&id, "https://example.com/a.xml");
    call.fallback_url("https://example.com/b").status_callback_url("https://example.com/c").await.unwrap();
    check(json!({
        "call_handler": "laml_webhooks", "call_request_url": "https://example.com/a.xml",
        "call_fallback_url": "https://example.com/b", "call_status_callback_url": "https://example.com/c",
    }));
    numbers.set_cxml_application(&id, "app").await.unwrap();
    check(json!({ "call_handler": "laml_application", "call_laml_application_id": "app" }));
    let other = "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11";
    numbers.set_ai_agent(&id, other).await.unwrap();
    check(json!({ "call_handler": "ai_agent", "call_ai_agent_id": other }));
    numbers.set_call_flow(&id, other).version(SipCallFlowVersion::CurrentDeployed).await.unwrap();
    check(
        json!({ "call_handler": "call_flow", "call_flow_id": other, "call_flow_version": "current_deployed" }),
    );
    numbers.set_relay_application(&id, "desk").await.unwrap();
    check(json!({ "call_handler": "relay_application", "call_relay_application": "desk" }));
    numbers.set_relay_topic(&id, "office").status_callback_url("https://example.com/c").await.unwrap();
    check(json!({
        "call_handler": "relay_topic", "call_relay_topic": "office",
        "call_relay_topic_status_callback_url": "https://example.com/c",
    }));
}
