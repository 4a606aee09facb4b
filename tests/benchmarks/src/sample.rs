//! Answers as a server would write them, each item a little different from the next.

use serde_json::{Value, json};

/// A legacy SIP endpoint.
pub fn endpoint(number: usize) -> Value {
    json!({
        "type": "sip_endpoint",
        "id": id(number),
        "username": format!("phone-{number}"),
        "caller_id": format!("Room {number}"),
        "send_as": "random",
        "ciphers": ["AEAD_AES_256_GCM_8", "AES_256_CM_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_80"],
        "codecs": ["OPUS", "G722", "PCMU", "PCMA"],
        "encryption": "optional",
        "call_handler": "laml_webhooks",
        "calling_handler_resource_id": null,
        "call_request_url": format!("https://example.com/calls/{number}"),
        "call_request_method": "POST",
        "call_fallback_url": format!("https://example.com/fallback/{number}"),
        "call_fallback_method": "GET",
        "call_status_callback_url": null,
        "call_status_callback_method": "POST",
        "call_laml_application_id": null,
        "call_dialogflow_agent_id": null,
        "call_relay_topic": null,
        "call_relay_topic_status_callback_url": null,
        "call_relay_context": null,
        "call_relay_context_status_callback_url": null,
        "call_relay_application": null,
        "call_video_room_id": null,
        "call_relay_script_url": null,
    })
}

/// A SIP credential as a Fabric resource.
pub fn credential(number: usize) -> Value {
    json!({
        "id": id(number),
        "project_id": id(999_999),
        "display_name": format!("Room {number}"),
        "type": "sip_endpoint",
        "created_at": "2026-11-21T10:00:00Z",
        "updated_at": "2026-11-21T10:00:00Z",
        "sip_endpoint": {
            "id": id(number),
            "username": format!("phone-{number}"),
            "caller_id": format!("Room {number}"),
            "send_as": "random",
            "ciphers": ["AEAD_AES_256_GCM_8", "AES_256_CM_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_80"],
            "codecs": ["OPUS", "G722", "PCMU", "PCMA"],
            "encryption": "optional",
            "call_handler": "default",
            "calling_handler_resource_id": null,
        },
    })
}

/// A page of a list, with a link to the next one unless it is the last.
pub fn page(items: impl Iterator<Item = Value>, next: Option<String>) -> Value {
    let own = "https://example.signalwire.com/api/things?page_number=0";
    let mut links = json!({ "self": own, "first": own });
    if let Some(next) = next {
        links["next"] = next.into();
    }
    json!({ "links": links, "data": items.collect::<Vec<_>>() })
}

fn id(number: usize) -> String {
    format!("83b7a1ab-f2b5-4bb3-8fb1-{number:012}")
}
