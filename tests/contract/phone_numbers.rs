//! Phone numbers and what belongs to them: emergency addresses, recordings, domains, campaigns.

use serde_json::json;
use signalwire_rest::Uuid;
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn a_number_is_found_bought_and_released() {
    let (running, client) = setup().await;
    let numbers = client.phone_numbers();
    let found = numbers.search().areacode("512").max_results(3).await.unwrap();
    assert_last(&running, "search_available_phone_numbers", "GET", "/api/relay/rest/phone_numbers/search");
    let query = running.requests().last().unwrap().query.clone();
    assert_eq!(query.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["512", "3"]);
    assert!(!found.data.is_empty());
    let bought = numbers.create(PhoneNumberCreate::new("+15551234567")).await.unwrap();
    assert_last(&running, "purchase_phone_number", "POST", "/api/relay/rest/phone_numbers");
    assert_eq!(bought.number, "+15551234567");
    let path = format!("/api/relay/rest/phone_numbers/{}", bought.id);
    let update = PhoneNumberUpdate::new()
        .call_handler(PhoneNumberCallHandlerChoice::RelayScript)
        .call_relay_script_url("https://example.com/answer.swml");
    let changed = numbers.update(&bought.id, update).await.unwrap();
    assert_last(&running, "update_phone_number", "PUT", &path);
    assert_eq!(changed.call_handler, Some(PhoneNumberCallHandler::RelayScript));
    numbers.delete(&bought.id).await.unwrap();
    assert_last(&running, "release_phone_number", "DELETE", &path);
    assert_not_found(numbers.get(&bought.id).await, "retrieve_phone_number");
}

#[tokio::test]
async fn a_number_gets_an_emergency_address() {
    let (running, client) = setup().await;
    let input = || {
        E911AddressInput::new(
            "Office",
            "Leia",
            "Organa",
            "1600",
            "Main Street",
            "Austin",
            "TX",
            "78701",
            "US",
        )
    };
    let address = client.addresses().create(input().emergency_enabled(true)).await.unwrap();
    assert_last(&running, "create_address", "POST", "/api/relay/rest/addresses");
    assert_eq!((address.first_name.as_str(), address.postal_code.as_str()), ("Leia", "78701"));
    let moved = client.addresses().update(&address.id, input().address_type(E911AddressType::Suite)).await;
    assert_eq!(moved.unwrap().address_type, Some(E911AddressType::Suite));
    let number = client.phone_numbers().create(PhoneNumberCreate::new("+15551234567")).await.unwrap();
    let path = format!("/api/relay/rest/phone_numbers/{}/e911_address", number.id);
    let assignment = E911AddressAssignment::new(address.id.as_str());
    client.phone_numbers().assign_e911_address(&number.id, assignment).await.unwrap();
    assert_last(&running, "assign_e911_address", "POST", &path);
    client.phone_numbers().remove_e911_address(&number.id).await.unwrap();
    assert_last(&running, "remove_e911_address", "DELETE", &path);
}

#[test]
fn a_recording_is_one_thing_whatever_was_recorded() {
    let recording = |leg: &str, conference: bool| {
        let mut text = json!({
            "id": "1", "project_id": "2", "created_at": "2026-01-31T12:00:00Z", "updated_at": "2026-01-31T12:00:00Z",
            "duration_in_seconds": 4, "price": 0.1, "price_unit": "USD", "status": "completed", "url": "https://x/",
            "stereo": true, "track": "both",
        });
        if !leg.is_empty() {
            text[leg] = json!("leg");
        }
        if conference {
            text["relay_conference_id"] = json!("conference");
        }
        serde_json::from_value::<Recording>(text)
    };
    let pstn = recording("relay_pstn_leg_id", true).unwrap();
    assert!(matches!(pstn, Recording::PstnRecording(_)));
    assert_eq!(pstn.relay_conference_id().map(Uuid::as_str), Some("conference"));
    assert!(matches!(recording("relay_sip_leg_id", false).unwrap(), Recording::SipRecording(_)));
    assert!(matches!(recording("relay_webrtc_leg_id", true).unwrap(), Recording::WebRtcRecording(_)));
    let conference = recording("", true).unwrap();
    assert!(matches!(conference, Recording::ConferenceRecording(_)));
    assert_eq!((conference.id().as_str(), conference.relay_pstn_leg_id()), ("1", None));
    assert!(recording("", false).is_err(), "a recording of nothing");
}

#[tokio::test]
async fn a_domain_lives() {
    let (running, client) = setup().await;
    let domains = client.domain_applications();
    let create = DomainApplicationCreate::new("Rebels", "rebels")
        .encryption(DomainApplicationEncryption::Forbidden)
        .codecs([SipCodec::Pcmu]);
    let made = domains.create(create).await.unwrap();
    assert_last(&running, "create_domain_application", "POST", "/api/relay/rest/domain_applications");
    assert_eq!((made.identifier.as_str(), made.codecs.as_slice()), ("rebels", &[SipCodec::Pcmu][..]));
    let changed = domains.update(&made.id, DomainApplicationUpdate::new().name("Alliance")).await.unwrap();
    assert_eq!((changed.name.as_deref(), changed.encryption), (Some("Alliance"), made.encryption));
    domains.delete(&made.id).await.unwrap();
    assert_not_found(domains.get(&made.id).await, "retrieve_domain_application");
}

#[tokio::test]
async fn a_brand_campaigns() {
    let (running, client) = setup().await;
    let registry = client.registry();
    let brand = CspBrandCreate::new("Alderaan Air", "BAB1234", true);
    let brand = registry.brands().create(brand.into()).await.unwrap();
    assert_last(&running, "create_brand", "POST", "/api/relay/rest/registry/beta/brands");
    let campaign = PartnerCampaignCreate::new("Flight alerts", brand.id.as_str(), "CAB1234");
    let campaign = registry.brands().create_campaign(&brand.id, campaign.into()).await.unwrap();
    let path = format!("/api/relay/rest/registry/beta/brands/{}/campaigns", brand.id);
    assert_last(&running, "create_campaign", "POST", &path);
    assert_eq!(campaign.name.as_deref(), Some("Flight alerts"));
    let order = NumberAssignmentOrderCreate::new().phone_numbers(["+15551234567"]);
    registry.campaigns().create_order(&campaign.id, order).await.unwrap();
    let path = format!("/api/relay/rest/registry/beta/campaigns/{}/orders", campaign.id);
    assert_last(&running, "create_order", "POST", &path);
    // These lists may come without links, and pages end there.
    let mut all = registry.brands().list().items();
    assert_eq!(all.try_next().await.unwrap().unwrap().id, brand.id);
    assert!(all.try_next().await.unwrap().is_none());
    assert_not_found(registry.campaigns().get(NOWHERE).await, "retrieve_campaign");
}
