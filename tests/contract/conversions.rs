//! Every conversion of a response into an update, field by field: what the response has is in the update.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use signalwire_rest::types::*;
use signalwire_rest_runtime::{Extra, FieldWriter, Model, Presence, View};

use super::every_operation::{existing, with_plain_numbers};

/// Compares a response with the update made of it.
type Check = fn(&str, &Value) -> Vec<String>;

/// The path of each response, and its conversion.
const CONVERSIONS: [(&str, Check); 25] = [
    ("/api/datasphere/documents/{id}", check::<DatasphereDocument, DatasphereDocumentUpdate>),
    ("/api/fabric/resources/ai_agents/{id}", check::<AiAgent, AiAgentUpdate>),
    ("/api/fabric/resources/cxml_applications/{id}", check::<CxmlApplication, CxmlApplicationUpdate>),
    ("/api/fabric/resources/cxml_scripts/{id}", check::<CxmlScript, CxmlScriptUpdate>),
    ("/api/fabric/resources/cxml_webhooks/{id}", check::<CxmlWebhook, CxmlWebhookUpdate>),
    ("/api/fabric/resources/dialogflow_agents/{id}", check::<DialogflowAgent, DialogflowAgentUpdate>),
    (
        "/api/fabric/resources/freeswitch_connectors/{id}",
        check::<FreeswitchConnector, FreeswitchConnectorUpdate>,
    ),
    ("/api/fabric/resources/relay_applications/{id}", check::<RelayApplication, RelayApplicationUpdate>),
    ("/api/fabric/resources/sip_endpoints/{id}", check::<SipCredential, SipCredentialUpdate>),
    ("/api/fabric/resources/sip_gateways/{id}", check::<SipGateway, SipGatewayUpdate>),
    (
        "/api/fabric/resources/subscribers/{fabric_subscriber_id}/sip_endpoints/{id}",
        check::<SubscriberSipCredential, SubscriberSipCredentialUpdate>,
    ),
    ("/api/fabric/resources/subscribers/{id}", check::<Subscriber, SubscriberUpdate>),
    ("/api/fabric/resources/swml_webhooks/{id}", check::<SwmlWebhook, SwmlWebhookUpdate>),
    ("/api/fabric/sip_addresses/{id}", check::<SipAddress, SipAddressUpdate>),
    ("/api/messaging/whatsapp/templates/{id}", check::<WhatsAppTemplate, WhatsAppTemplateUpdate>),
    ("/api/projects/{id}", check::<Project, ProjectUpdate>),
    ("/api/relay/rest/addresses/{id}", check::<E911Address, E911AddressInput>),
    ("/api/relay/rest/domain_applications/{id}", check::<DomainApplication, DomainApplicationUpdate>),
    ("/api/relay/rest/endpoints/sip/{id}", check::<SipEndpoint, SipEndpointUpdate>),
    ("/api/relay/rest/number_groups/{id}", check::<NumberGroup, NumberGroupUpdate>),
    ("/api/relay/rest/phone_numbers/{id}", check::<PhoneNumber, PhoneNumberUpdate>),
    ("/api/relay/rest/queues/{id}", check::<Queue, QueueUpdate>),
    ("/api/relay/rest/registry/beta/campaigns/{id}", check::<Campaign, CampaignUpdate>),
    ("/api/relay/rest/sip_profile", check::<SipProfile, SipProfileUpdate>),
    ("/api/video/rooms/{id}", check::<VideoRoom, VideoRoomUpdate>),
];

/// Fields of one name whose types differ, which the documentation of a conversion lists as left out.
const DIFFERENT: [&str; 7] = [
    "/api/fabric/resources/ai_agents/{id} multilingual",
    "/api/fabric/resources/ai_agents/{id} post_prompt",
    "/api/fabric/resources/ai_agents/{id} prompt",
    "/api/relay/rest/domain_applications/{id} call_handler",
    "/api/relay/rest/phone_numbers/{id} call_handler",
    "/api/relay/rest/phone_numbers/{id} call_receive_mode",
    "/api/relay/rest/phone_numbers/{id} call_sip_endpoint_id",
];

#[tokio::test]
async fn every_update_has_what_the_response_has() {
    let (running, client) = super::setup().await;
    let mut failures = Vec::new();
    for (template, check) in CONVERSIONS {
        let (path, _) = existing(&running, template);
        let response: Value = client.request(signalwire_rest::Method::GET, &path).await.unwrap();
        failures.extend(check(template, &response));
    }
    failures.sort();
    assert_eq!(failures, DIFFERENT);
}

/// Each field as it came, as `null` and left out.
fn check<R, U>(path: &str, response: &Value) -> Vec<String>
where
    R: DeserializeOwned + Model,
    U: Serialize + Model + for<'a> From<&'a R>,
{
    let whole: R = serde_json::from_value(response.clone()).unwrap();
    let (read, sent) = (all(&whole), own(&U::from(&whole)));
    let mut failures = Vec::new();
    for (name, to) in &sent {
        let (Some(from), Some(place)) = (read.get(name), place(response, name)) else { continue };
        let values = [Some(place.1.clone()), Some(Value::Null), None];
        for value in values {
            let mut changed = response.clone();
            let holder = changed.pointer_mut(&place.0).unwrap().as_object_mut().unwrap();
            match &value {
                Some(value) => drop(holder.insert((*name).to_owned(), value.clone())),
                None => drop(holder.remove(*name)),
            }
            // What is required cannot be left out, nor what cannot be null be null.
            let Ok(read) = serde_json::from_value::<R>(changed) else { continue };
            let update = serde_json::to_value(U::from(&read)).unwrap();
            let expected = expected(*from, *to, value.as_ref()).cloned();
            if update.get(name).cloned().map(with_plain_numbers) != expected.map(with_plain_numbers) {
                failures.push(format!("{path} {name}"));
            }
        }
    }
    failures
}

/// What an update sends of a field of a response.
fn expected(from: Presence, to: Presence, value: Option<&Value>) -> Option<&Value> {
    match (value, to) {
        (Some(Value::Null), Presence::Patch) if from == Presence::Optional => None,
        (Some(Value::Null), Presence::Optional) => None,
        (None, Presence::Nullable) => Some(&Value::Null),
        (value, _) => value,
    }
}

/// The object that has a field, as a JSON pointer, and its value: the response itself, or an object in it.
fn place<'v>(response: &'v Value, name: &str) -> Option<(String, &'v Value)> {
    let fields = response.as_object()?.iter();
    let inner = fields.map(|(inner, value)| (format!("/{inner}"), value));
    let mut holders = std::iter::once((String::new(), response)).chain(inner);
    holders.find_map(|(pointer, holder)| Some((pointer, holder.get(name)?)))
}

/// The documented fields of an object.
fn own(model: &dyn Model) -> BTreeMap<&'static str, Presence> {
    match model.view() {
        View::Object(object) => {
            object.table().fields.iter().map(|field| (field.name, field.presence)).collect()
        }
        View::Union(union) => own(union.value()),
        _ => BTreeMap::new(),
    }
}

/// The documented fields of an object and of the objects in it.
fn all(model: &dyn Model) -> BTreeMap<&'static str, Presence> {
    let mut inner = Inner(BTreeMap::new());
    match model.view() {
        View::Object(object) => object.write(&mut inner),
        View::Union(union) => inner.0 = all(union.value()),
        _ => {}
    }
    inner.0.extend(own(model));
    inner.0
}

struct Inner(BTreeMap<&'static str, Presence>);

impl FieldWriter for Inner {
    fn write(&mut self, fields: &[&dyn Model], _: &Extra) {
        fields.iter().for_each(|field| self.0.extend(own(*field)));
    }
}

/// The form of a credential that the simulator does not return.
#[test]
fn a_flat_credential_becomes_an_update() {
    let common = json!({
        "username": "c3p0", "caller_id": null, "send_as": "random", "ciphers": [], "codecs": ["OPUS"],
        "encryption": "quantum",
    });
    let mut flat = common.clone();
    flat["id"] = json!("1");
    flat["type"] = json!("sip_endpoint");
    let flat: SipCredentialFlat = serde_json::from_value(flat).unwrap();
    assert_eq!(serde_json::to_value(SipCredentialUpdate::from(&flat)).unwrap(), common);
}
