//! Responses that differ from the documentation and must be read nonetheless.

use serde_json::{Value, json};
use signalwire_rest::types::*;
use simulator::{Fault, FaultKind};

use super::setup;

#[tokio::test]
async fn both_variants_of_a_sip_credential_share_accessors() {
    let (running, client) = setup().await;
    let sip = client.fabric().sip_endpoints();
    let made = sip.create(SipCredentialCreate::new("c3p0", "secret").caller_id("C-3PO")).await.unwrap();
    assert!(matches!(made, SipCredential::Resource(_)));
    running.fault(Fault::always(FaultKind::Variant(1)));
    let flat = sip.get(made.id()).await.unwrap();
    assert!(matches!(flat, SipCredential::Flat(_)));
    assert_eq!(
        (flat.id(), flat.username(), flat.caller_id()),
        (made.id(), made.username(), made.caller_id())
    );
    assert_eq!(flat.project_id(), None);
    let changed = sip.update(made.id(), SipCredentialUpdate::new().username("r2d2")).await.unwrap();
    assert_eq!(changed.username(), "r2d2");
    // The list comes as an array, of pages with flat credentials.
    let page = sip.list().await.unwrap();
    assert!(serde_json::to_value(&page).unwrap().is_array());
    assert_eq!(page.data[0].username(), "r2d2");
    let mut items = sip.list().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().username(), "r2d2");
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn unknown_values_and_fields_survive() {
    let (running, client) = setup().await;
    let gateways = client.fabric().sip_gateways();
    let create = SipGatewayCreate::new(SipGatewayCreateRequired {
        name: "Bespin".into(),
        uri: "sip:a@example.com".into(),
        encryption: SipEncryption::Optional,
        ciphers: vec![SipCipher::AeadAes256Gcm8],
        codecs: vec![SipCodec::Pcmu],
    });
    let made = gateways.create(create).await.unwrap();
    running.fault(Fault::always(FaultKind::UnknownEnum));
    running.fault(Fault::always(FaultKind::UnknownField));
    let odd = gateways.get(&made.id).await.unwrap();
    assert_eq!(odd.sip_gateway.encryption, SipEncryption::Other("future_value".to_owned()));
    assert_eq!(odd.sip_gateway.codecs[0].to_string(), "future_value");
    assert_eq!(odd.extra.get("field_of_the_future"), Some(&json!({ "a": [1, null, "x"] })));
    let raw: Value = gateways.get(&made.id).decode_as().await.unwrap();
    assert_eq!(serde_json::to_value(&odd).unwrap(), raw, "nothing is lost on the way back");
}

#[tokio::test]
async fn nulls_and_absences_survive() {
    let (running, client) = setup().await;
    for fault in [FaultKind::Nulls, FaultKind::MissingOptional] {
        running.clear_faults();
        running.fault(Fault::always(fault));
        let profile = client.relay_rest().sip_profile();
        let typed = profile.get().await.unwrap();
        let raw: Value = profile.get().decode_as().await.unwrap();
        assert_eq!(serde_json::to_value(&typed).unwrap(), raw);
        let assign = || {
            client.fabric().sip_endpoints().assign(
                "a87db7ed-8ebe-42e4-829f-8ba5a4152f54",
                SipCredentialAssign::new("3fa85f64-5717-4562-b3fc-2c963f66afa6"),
            )
        };
        let raw: Value = assign().decode_as().await.unwrap();
        let typed: SipCredentialAssignment = serde_json::from_value(raw.clone()).unwrap();
        assert_eq!(serde_json::to_value(typed).unwrap(), raw);
    }
}

#[tokio::test]
async fn a_union_keeps_what_it_does_not_know() {
    let known: FabricAddressChannel = serde_json::from_value(json!({ "video": "/x", "new": 1 })).unwrap();
    assert!(matches!(&known, FabricAddressChannel::VideoChannel(video) if video.video == "/x"));
    let odd = json!({ "hologram": "/x" });
    let unknown: FabricAddressChannel = serde_json::from_value(odd.clone()).unwrap();
    assert!(matches!(unknown, FabricAddressChannel::Unknown(_)));
    assert_eq!(serde_json::to_value(&unknown).unwrap(), odd);
}

#[test]
fn unusual_ids_and_times_do_not_break_a_response() {
    let text = json!({
        "id": "NOT A UUID", "project_id": "", "display_name": "x", "type": "sip_gateway", "created_at": "yesterday", "updated_at": "2026-01-31T12:00:00+02:00",
        "sip_gateway": { "id": "1", "uri": "", "name": "", "ciphers": [], "codecs": [], "encryption": "default" },
    });
    let gateway: SipGateway = serde_json::from_value(text.clone()).unwrap();
    assert_eq!((gateway.id.as_str(), gateway.id.to_uuid()), ("NOT A UUID", None));
    assert_eq!(gateway.created_at.to_utc(), None);
    assert_eq!(gateway.updated_at.to_utc().unwrap().to_rfc3339(), "2026-01-31T10:00:00+00:00");
    assert_eq!(serde_json::to_value(&gateway).unwrap(), text);
}

#[test]
fn a_wrong_type_is_reported_with_its_path() {
    let wrong = json!({ "data": [{ "id": "1" }], "links": { "self": "/", "first": "/" } });
    let error = serde_json::from_value::<SipGatewayList>(wrong).unwrap_err();
    assert!(error.to_string().contains("missing field `project_id`"), "{error}");
}

mod any_response {
    use proptest::prelude::*;

    use super::*;

    /// Any JSON value, not too deep.
    fn json_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z_]{1,8}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect()))
            ]
        })
    }

    proptest! {
        #[test]
        fn comes_back_as_it_was(
            texts in prop::collection::vec(".{0,12}", 8),
            codecs in prop::collection::vec(".{0,8}", 0..4),
            extra in prop::collection::btree_map("x_[a-z]{1,6}", json_value(), 0..4),
        ) {
            let mut gateway = json!({
                "id": texts[0], "project_id": texts[1], "display_name": texts[2], "type": texts[3],
                "created_at": texts[4], "updated_at": texts[5],
                "sip_gateway": { "id": "i", "uri": texts[6], "name": texts[7], "ciphers": [], "codecs": codecs, "encryption": "new" },
            });
            gateway.as_object_mut().unwrap().extend(extra);
            let typed: SipGateway = serde_json::from_value(gateway.clone()).unwrap();
            prop_assert_eq!(serde_json::to_value(&typed).unwrap(), gateway);
        }

        #[test]
        fn never_panics(value in json_value()) {
            let _ = serde_json::from_value::<SipCredential>(value.clone());
            let _ = serde_json::from_value::<FabricCallAddressList>(value.clone());
            let channel: FabricAddressChannel = serde_json::from_value(value.clone()).unwrap();
            prop_assert_eq!(serde_json::to_value(channel).unwrap(), value);
        }
    }
}

#[test]
fn an_enum_is_read_from_documented_texts_only_and_compares_with_texts() {
    let required: SipEncryption = "required".parse().unwrap();
    assert_eq!(required, SipEncryption::Required);
    assert!(required == "required" && required.as_str() == "required" && *required.as_ref() == *"required");
    let error = "requred".parse::<SipEncryption>().unwrap_err();
    assert_eq!(error.text(), "requred");
    assert_eq!(
        error.to_string(),
        "\"requred\" is not a documented value; these are: required, optional, default"
    );
    assert_eq!(SipEncryption::from("quantum"), "quantum");
}
