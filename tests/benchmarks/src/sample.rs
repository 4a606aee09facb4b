//! Responses as a server would write them: the fields in the order of the documentation, each item a little different.

/// A legacy SIP endpoint.
pub fn endpoint(number: usize) -> String {
    let id = id(number);
    format!(
        r#"{{"type":"sip_endpoint","id":"{id}","username":"phone-{number}","caller_id":"Room {number}","send_as":"random",
"ciphers":["AEAD_AES_256_GCM_8","AES_256_CM_HMAC_SHA1_80","AES_CM_128_HMAC_SHA1_80"],"codecs":["OPUS","G722","PCMU"],
"encryption":"optional","call_handler":"laml_webhooks","calling_handler_resource_id":null,
"call_request_url":"https://example.com/calls/{number}","call_request_method":"POST",
"call_fallback_url":"https://example.com/fallback/{number}","call_fallback_method":"GET",
"call_status_callback_url":null,"call_status_callback_method":"POST","call_laml_application_id":null,
"call_dialogflow_agent_id":null,"call_relay_topic":null,"call_relay_topic_status_callback_url":null,
"call_relay_context":null,"call_relay_context_status_callback_url":null,"call_relay_application":null,
"call_video_room_id":null,"call_relay_script_url":null}}"#
    )
}

/// The same with its fields in alphabetical order, which is not the order of the documentation.
pub fn shuffled_endpoint(number: usize) -> String {
    let value: serde_json::Value = serde_json::from_str(&endpoint(number)).unwrap();
    let mut fields: Vec<_> = value.as_object().unwrap().iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

/// A SIP credential as a Fabric resource.
pub fn credential(number: usize) -> String {
    let id = id(number);
    format!(
        r#"{{"id":"{id}","project_id":"{id}","display_name":"Room {number}","type":"sip_endpoint",
"created_at":"2026-11-21T10:00:00Z","updated_at":"2026-11-21T10:00:00Z","sip_endpoint":{{"id":"{id}",
"username":"phone-{number}","caller_id":"Room {number}","send_as":"random",
"ciphers":["AEAD_AES_256_GCM_8","AES_256_CM_HMAC_SHA1_80","AES_CM_128_HMAC_SHA1_80"],"codecs":["OPUS","G722","PCMU"],
"encryption":"optional","call_handler":"default","calling_handler_resource_id":null}}}}"#
    )
}

/// A page of a list, with a link to the next one unless it is the last.
pub fn page(items: impl Iterator<Item = String>, next: Option<String>) -> String {
    let own = "https://example.signalwire.com/api/things?page_number=0";
    let next = next.map(|next| format!(r#","next":"{next}""#)).unwrap_or_default();
    let items: Vec<String> = items.collect();
    format!(r#"{{"links":{{"self":"{own}","first":"{own}"{next}}},"data":[{}]}}"#, items.join(","))
}

fn id(number: usize) -> String {
    format!("83b7a1ab-f2b5-4bb3-8fb1-{number:012}")
}
