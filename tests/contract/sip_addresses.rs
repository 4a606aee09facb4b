//! The five operations of SIP addresses.

use signalwire_rest::ErrorCode;
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

const HANDLER: &str = "a87db7ed-8ebe-42e4-829f-8ba5a4152f54";

#[tokio::test]
async fn lifecycle() {
    let (running, client) = setup().await;
    let addresses = client.fabric().sip_addresses();
    let create = SipAddressCreate::new("front-desk", HANDLER)
        .user("leia")
        .ip_auth_enabled(true)
        .ip_auth(["203.0.113.0/24"])
        .codecs([SipAddressCodec::Opus])
        .encryption(SipAddressEncryption::Forbidden)
        .password("yavin-or-bust");
    let made = addresses.create(create).await.unwrap();
    assert_last(&running, "create_sip_address", "POST", "/api/fabric/sip_addresses");
    assert_eq!(running.requests().last().unwrap().body["password"], "yavin-or-bust");
    assert_eq!((made.name.as_str(), made.user.as_str(), made.ip_auth_enabled), ("front-desk", "leia", true));
    assert_eq!(made.ip_auth, ["203.0.113.0/24"]);
    assert_eq!(made.encryption, SipAddressEncryption::Forbidden);

    let item = format!("/api/fabric/sip_addresses/{}", made.id);
    assert_eq!(addresses.get(&made.id).await.unwrap(), made);
    assert_last(&running, "get_sip_address", "GET", &item);
    let changed = addresses
        .update(&made.id, SipAddressUpdate::new().name("back-door").ip_auth_enabled(false))
        .await
        .unwrap();
    assert_last(&running, "update_sip_address", "PATCH", &item);
    assert_eq!(
        (changed.name.as_str(), changed.user.as_str(), changed.ip_auth_enabled),
        ("back-door", "leia", false)
    );
    let listed = addresses.list().page_size(10).page_number(0).await.unwrap();
    assert_last(&running, "list_sip_addresses", "GET", "/api/fabric/sip_addresses");
    assert_eq!(
        running.requests().last().unwrap().query,
        [("page_size".to_owned(), "10".to_owned()), ("page_number".to_owned(), "0".to_owned())]
    );
    assert_eq!((listed.items_count, listed.data.len()), (1, 1));
    addresses.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_sip_address", "DELETE", &item);
    assert_not_found(addresses.delete(&made.id).await, "delete_sip_address");
}

#[tokio::test]
async fn a_refusal_is_reported_field_by_field() {
    let (_running, client) = setup().await;
    let addresses = client.fabric().sip_addresses();
    let error = addresses.create(SipAddressCreate::new("Front Desk", "not-a-uuid")).await.unwrap_err();
    assert!(error.is_validation(), "{error}");
    let mut fields: Vec<_> = error.errors().iter().filter_map(|error| error.attribute()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["calling_handler_resource_id", "name"]);
    assert!(error.errors().iter().all(|error| error.code() == Some("invalid_parameter_value")));
    let shown = error.to_string();
    assert!(shown.starts_with("create_sip_address: 422 ("), "{shown}");
    assert!(shown.contains("name: invalid_parameter_value"), "{shown}");
    assert!(shown.contains("calling_handler_resource_id: invalid_parameter_value"), "{shown}");
    assert!(!error.codes().contains(&ErrorCode::InvalidState));
    assert_eq!(error.codes()[0], ErrorCode::Other("invalid_parameter_value".to_owned()));
    let report = error.report();
    for line in [
        "\n  request: POST /api/fabric/sip_addresses on 127.0.0.1:",
        "\n  status: 422 Unprocessable Entity",
        "\n  error: name: invalid_parameter_value: ",
        "\n  attempts: 1",
        "\n  documentation: https://signalwire.com/docs/",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }

    let error = addresses.list().page_size(0).await.unwrap_err();
    assert_eq!(error.errors()[0].attribute(), Some("page_size"));
    assert_not_found(addresses.get(NOWHERE).await, "get_sip_address");
    assert_not_found(addresses.update(NOWHERE, SipAddressUpdate::new()).await, "update_sip_address");
}
