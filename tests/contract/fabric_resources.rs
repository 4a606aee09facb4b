//! Fabric resources: the lifecycle of each kind, and the responses that are documented in two ways.

use serde_json::json;
use signalwire_rest::Patch;
use signalwire_rest::types::*;
use simulator::{Fault, FaultKind};

use super::{NOWHERE, assert_last, assert_not_found, setup};

const RESOURCE: &str = "a87db7ed-8ebe-42e4-829f-8ba5a4152f54";

#[tokio::test]
async fn lifecycle_of_a_webhook() {
    let (running, client) = setup().await;
    let webhooks = client.fabric().swml_webhooks();
    let base = "/api/fabric/resources/swml_webhooks";
    let create = SwmlWebhookCreate::new("https://example.com/swml").used_for(HandlerKind::Messaging);
    let response = webhooks.create(create).with_response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_last(&running, "create_swml_webhook", "POST", base);
    let made = response.into_body();
    assert_eq!(made.swml_webhook.used_for, HandlerKind::Messaging);
    let item = format!("{base}/{}", made.id);
    let update = SwmlWebhookUpdate::new().primary_request_method(HttpMethod::Get);
    let changed = webhooks.update(&made.id, update).await.unwrap();
    assert_last(&running, "update_swml_webhook", "PATCH", &item);
    assert_eq!(changed.swml_webhook.primary_request_method, HttpMethod::Get);
    assert_eq!(webhooks.list().await.unwrap().data, [changed]);
    assert_eq!(webhooks.list_addresses(&made.id).await.unwrap().data[0].type_, "app");
    assert_last(&running, "list_swml_webhook_addresses", "GET", &format!("{item}/addresses"));
    webhooks.delete(&made.id).await.unwrap();
    assert_not_found(webhooks.get(&made.id).await, "get_swml_webhook");
}

#[tokio::test]
async fn lifecycle_of_a_conference_room() {
    let (running, client) = setup().await;
    let rooms = client.fabric().conference_rooms();
    let create = ConferenceRoomCreate::new("war-room", true)
        .layout(VideoConferenceLayout::GridResponsive)
        .quality(VideoQuality::V1080p);
    let made = rooms.create(create).await.unwrap();
    let read = (made.type_, &made.conference_room.quality);
    assert_eq!(read, (ConferenceRoomType::VideoRoom, &VideoQuality::V1080p));
    let changed = rooms.update(&made.id, ConferenceRoomUpdate::new(false, true)).await.unwrap();
    assert_last(
        &running,
        "update_conference_room",
        "PUT",
        &format!("/api/fabric/resources/conference_rooms/{}", made.id),
    );
    assert!(!changed.conference_room.enable_room_previews);
    rooms.list_addresses(&made.id).await.unwrap();
    let path = format!("/api/fabric/resources/conference_room/{}/addresses", made.id);
    assert_last(&running, "list_conference_room_addresses", "GET", &path);
    assert_not_found(rooms.delete(NOWHERE).await, "delete_conference_room");
}

#[tokio::test]
async fn a_connector_loses_its_caller_id() {
    let (running, client) = setup().await;
    let connectors = client.fabric().freeswitch_connectors();
    let create = FreeswitchConnectorCreate::new("Echo base", "d5c1a3b0-6f3a-4c7e-9b67-0c1d2e3f4a5b");
    assert!(!format!("{create:?}").contains("d5c1a3b0"));
    let made = connectors.create(create).await.unwrap();
    let changed =
        connectors.update(&made.id, FreeswitchConnectorUpdate::new().caller_id(Patch::Null)).await.unwrap();
    assert_eq!(running.requests().pop().unwrap().body, json!({ "caller_id": null }));
    assert_eq!(changed.freeswitch_connector.caller_id, None);
}

#[tokio::test]
async fn a_resource_takes_a_phone_route_and_a_domain() {
    let (running, client) = setup().await;
    let resources = client.fabric().resources();
    let route = PhoneRouteAssign::new("3fa85f64-5717-4562-b3fc-2c963f66afa6", HandlerKind::Calling);
    resources.assign_phone_route(RESOURCE, route).await.unwrap();
    let path = format!("/api/fabric/resources/{RESOURCE}");
    assert_last(&running, "assign_resource_phone_route", "POST", &format!("{path}/phone_routes"));
    let domain = || DomainApplicationAssign::new("3fa85f64-5717-4562-b3fc-2c963f66afa6");
    let response = resources.assign_domain_application(RESOURCE, domain()).await.unwrap();
    assert_last(
        &running,
        "assign_resource_domain_application",
        "POST",
        &format!("{path}/domain_applications"),
    );
    assert!(matches!(response, DomainApplicationAssignment::DomainApplication(_)), "{response:?}");
    running.fault(Fault::always(FaultKind::Variant(1)));
    let response = resources.assign_domain_application(RESOURCE, domain()).await.unwrap();
    assert!(matches!(response, DomainApplicationAssignment::FabricAppAddress(_)), "{response:?}");
}

#[tokio::test]
async fn addresses_of_a_subscriber_come_in_two_ways() {
    let (running, client) = setup().await;
    let subscribers = client.fabric().subscribers();
    let leia = subscribers.create(SubscriberCreate::new("leia@example.com")).await.unwrap();
    assert_eq!(leia.subscriber.email, "leia@example.com");
    let page = subscribers.list_addresses(&leia.id).await.unwrap();
    assert!(serde_json::to_value(&page).unwrap().is_object());
    assert_eq!(page.data[0].type_, "subscriber");
    running.fault(Fault::always(FaultKind::Variant(1)));
    let page = subscribers.list_addresses(&leia.id).await.unwrap();
    assert!(serde_json::to_value(&page).unwrap().is_array());
    assert_eq!(page.data[0].type_, "subscriber");
    let mut addresses = subscribers.list_addresses(&leia.id).items();
    assert_eq!(addresses.try_next().await.unwrap().unwrap().type_, "subscriber");
}

#[test]
fn a_script_has_its_name_under_either_key() {
    let script = |key: &str| {
        json!({
            "id": RESOURCE, "project_id": RESOURCE, key: "Greeting", "type": "cxml_script",
            "created_at": "2026-01-31T12:00:00Z", "updated_at": "2026-01-31T12:00:00Z",
            "cxml_script": {
                "id": RESOURCE, "contents": "<Response/>", "request_count": 0, "last_accessed_at": null,
                "request_url": "https://example.com/x", "script_type": "calling", "display_name": "Greeting",
            },
        })
    };
    let named: CxmlScript = serde_json::from_value(script("name")).unwrap();
    let displayed: CxmlScript = serde_json::from_value(script("display_name")).unwrap();
    assert_eq!(named.name.as_deref(), Some("Greeting"));
    assert_eq!(displayed.display_name.as_deref(), Some("Greeting"));
    assert_eq!(serde_json::to_value(displayed).unwrap(), script("display_name"));
}
