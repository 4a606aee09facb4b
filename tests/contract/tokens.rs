//! Tokens of subscribers, guests, chats and PubSub, and the calls that such tokens sign.

use serde_json::json;
use signalwire_rest::types::*;
use signalwire_rest::{ErrorKind, Map};
use simulator::{Recorded, Simulator};

use super::{assert_last, setup};

const ADDRESS: &str = "1bd571e4-5ea4-4a70-a3c8-2bab5d20e754";

fn last(running: &Simulator) -> Recorded {
    running.requests().pop().unwrap()
}

fn authorization(running: &Simulator) -> Option<String> {
    let headers = last(running).headers;
    headers.into_iter().find(|(name, _)| name == "authorization").map(|(_, value)| value)
}

#[tokio::test]
async fn a_choice_is_sent_only_when_it_is_made() {
    let (running, client) = setup().await;
    let tokens = client.fabric().tokens();
    let made = tokens.create_subscriber_token(SubscriberTokenCreate::new("leia@example.com")).await.unwrap();
    assert_last(&running, "create_subscriber_token", "POST", "/api/fabric/subscribers/tokens");
    assert_eq!(last(&running).body, json!({ "reference": "leia@example.com" }));
    let create = SubscriberTokenCreate::new("leia@example.com").scope("sat:refresh").region("us-central");
    tokens.create_subscriber_token(create).await.unwrap();
    let body = last(&running).body;
    assert_eq!((&body["scope"], &body["region"]), (&json!("sat:refresh"), &json!("us-central")));
    let refreshed = tokens
        .refresh_subscriber_token(SubscriberTokenRefresh::new(made.refresh_token.expose()))
        .with_response()
        .await
        .unwrap();
    assert_eq!(refreshed.status(), 201);
    assert_last(&running, "refresh_subscriber_token", "POST", "/api/fabric/subscribers/tokens/refresh");
    assert_eq!(last(&running).body["refresh_token"], made.refresh_token.expose());
}

#[tokio::test]
async fn guests_are_given_addresses() {
    let (running, client) = setup().await;
    let tokens = client.fabric().tokens();
    tokens.create_guest_token(GuestTokenCreate::new([ADDRESS.into()])).await.unwrap();
    assert_last(&running, "create_subscriber_guest_token", "POST", "/api/fabric/guests/tokens");
    assert_eq!(last(&running).body, json!({ "allowed_addresses": [ADDRESS] }));
    let crowd = std::iter::repeat_n(ADDRESS.into(), 11);
    let refused = tokens.create_guest_token(GuestTokenCreate::new(crowd)).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 422);
}

#[tokio::test]
async fn an_embedded_button_sends_no_credentials() {
    let (running, client) = setup().await;
    let made = client.fabric().tokens().create_embed_token(GuestEmbedTokenCreate::new("c2c_planted")).await;
    assert_last(&running, "create_guest_embed_token", "POST", "/api/fabric/embeds/tokens");
    assert_eq!(authorization(&running), None);
    let shown = format!("{:?} {:?}", made.unwrap(), GuestEmbedTokenCreate::new("c2c_planted"));
    assert!(!shown.contains("c2c_planted") && !shown.contains("eyJ"), "{shown}");
}

#[tokio::test]
async fn a_subscriber_signs_with_a_token() {
    let (running, project) = setup().await;
    let error = project.fabric().addresses().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(running.requests().is_empty());
    let client = tests::builder(&running).bearer_token("sat").build().unwrap();
    let id = client.fabric().addresses().list().await.unwrap().data.remove(0).id;
    assert_last(&running, "list_resource_addresses_client", "GET", "/api/fabric/addresses");
    assert_eq!(authorization(&running).as_deref(), Some("Bearer sat"));
    client.fabric().addresses().get(&id).await.unwrap();
    assert_last(&running, "get_resource_address_client", "GET", &format!("/api/fabric/addresses/{id}"));
    let invite = SubscriberInviteTokenCreate::new(ADDRESS).expires_at(1_798_761_600);
    client.fabric().tokens().create_invite_token(invite).await.unwrap();
    assert_last(&running, "create_subscriber_invite_token", "POST", "/api/fabric/subscriber/invites");
    assert_eq!(authorization(&running).as_deref(), Some("Bearer sat"));
}

#[tokio::test]
async fn channels_are_read_and_written() {
    let (running, client) = setup().await;
    let channels = || {
        Map::from_iter([
            ("news".to_owned(), ChannelPermission::new().read(true)),
            ("talk".to_owned(), ChannelPermission::new().read(true).write(true)),
        ])
    };
    let expected = json!({ "news": { "read": true }, "talk": { "read": true, "write": true } });
    client.chat().create_token(ChatTokenCreate::new(60, channels()).member_id("leia")).await.unwrap();
    assert_last(&running, "create_chat_token", "POST", "/api/chat/tokens");
    let body = json!({ "ttl": 60, "channels": expected, "member_id": "leia" });
    assert_eq!(last(&running).body, body);
    client.pubsub().create_token(PubSubTokenCreate::new(43_200, channels())).await.unwrap();
    assert_last(&running, "create_pubsub_token", "POST", "/api/pubsub/tokens");
    assert_eq!(last(&running).body["channels"], expected);
    let nothing = Map::from_iter([("news".to_owned(), ChannelPermission::new())]);
    let refused = client.chat().create_token(ChatTokenCreate::new(60, nothing)).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 422, "a permission says something");
}
