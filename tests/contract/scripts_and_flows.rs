//! The lifecycles of a SWML script, an AI agent and a call flow, and the list of resources of every kind.

use serde_json::{Value, json};
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

fn script() -> SwmlDocument {
    SwmlDocument::main([Swml::answer()])
}

#[tokio::test]
async fn a_script_is_for_calls_or_for_messages() {
    let (running, client) = setup().await;
    let scripts = client.fabric().swml_scripts();
    let made = scripts.create(SwmlCallingScriptCreate::new("Front desk", script())).await.unwrap();
    assert_last(&running, "create_swml_script", "POST", "/api/fabric/resources/swml_scripts");
    let body = running.requests().last().unwrap().body.clone();
    assert_eq!(body["script_type"], "calling");
    let reply = SwmlMessagingDocument::main([SwmlMessagingMethod::reply("Thanks!")]);
    let create = SwmlScriptCreate::from(SwmlMessagingScriptCreate::new("Auto reply", reply));
    let body = serde_json::to_value(&create).unwrap();
    assert_eq!(body["script_type"], "messaging");
    assert_eq!(body["contents"]["sections"]["main"], json!([{ "reply": "Thanks!" }]));
    scripts.delete(&made.id).await.unwrap();
    assert_not_found(scripts.get(&made.id).await, "get_swml_script");
}

#[tokio::test]
async fn an_agent_needs_no_id_of_its_own() {
    let (running, client) = setup().await;
    let agents = client.fabric().ai_agents();
    let prompt = SwmlAiTextPrompt::new("You take orders for a bakery.").temperature(0.2);
    let made = agents.create(AiAgentCreate::new("Order desk", prompt)).await.unwrap();
    assert_last(&running, "create_ai_agent", "POST", "/api/fabric/resources/ai_agents");
    let body = running.requests().last().unwrap().body.clone();
    let prompt = json!({ "text": "You take orders for a bakery.", "temperature": 0.2 });
    assert_eq!(body, json!({ "name": "Order desk", "prompt": prompt }));
    agents.update(&made.id, AiAgentUpdate::new().name("Night desk")).await.unwrap();
    assert_eq!(running.requests().last().unwrap().body, json!({ "name": "Night desk" }));
    agents.delete(&made.id).await.unwrap();
    assert_not_found(agents.get(&made.id).await, "get_ai_agent");
}

#[tokio::test]
async fn a_flow_is_deployed_by_revision_or_by_version() {
    let (running, client) = setup().await;
    let flows = client.fabric().call_flows();
    let made = flows.create(CallFlowCreate::new("Front desk")).await.unwrap();
    let path = format!("/api/fabric/resources/call_flow/{}/versions", made.id);
    flows.deploy_version(made.id.as_str(), CallFlowDeployByDocumentVersion::new(2)).await.unwrap();
    assert_last(&running, "deploy_call_flow_version", "POST", &path);
    assert_eq!(running.requests().last().unwrap().body, json!({ "document_version": 2 }));
    flows.deploy_version(made.id.as_str(), CallFlowDeployByVersionId::new(NOWHERE)).await.unwrap();
    assert_eq!(running.requests().last().unwrap().body, json!({ "call_flow_version_id": NOWHERE }));
}

fn resource(kind: &str, field: &str, details: &Value) -> FabricResource {
    let time = "2026-01-31T12:00:00Z";
    let text = json!({
        "id": NOWHERE, "project_id": NOWHERE, "display_name": "x", "created_at": time, "updated_at": time,
        "type": kind, field: details,
    });
    let read: FabricResource = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
    read
}

#[tokio::test]
async fn a_resource_is_discriminated_by_its_settings() {
    let (running, client) = setup().await;
    client.fabric().resources().list().await.unwrap();
    assert_last(&running, "list_resources", "GET", "/api/fabric/resources");
    let agent = json!({ "name": "x", "agent_id": NOWHERE, "prompt": { "text": "x" } });
    assert!(matches!(resource("ai_agent", "ai_agent", &agent), FabricResource::AiAgent(_)));
    let flow = json!({ "id": NOWHERE, "title": "x" });
    assert!(matches!(resource("call_flow", "call_flow", &flow), FabricResource::CallFlow(_)));
    assert!(matches!(resource("hologram", "hologram", &json!({})), FabricResource::Unknown(_)));
}

#[tokio::test]
async fn a_conference_room_has_either_of_its_types() {
    let (_running, client) = setup().await;
    let made =
        client.fabric().conference_rooms().create(ConferenceRoomCreate::new("war-room", true)).await.unwrap();
    let details = serde_json::to_value(&made.conference_room).unwrap();
    for kind in ["video_room", "swml_script"] {
        let room = resource(kind, "conference_room", &details);
        assert!(matches!(room, FabricResource::ConferenceRoom(_)), "{kind}: {room:?}");
    }
}
