//! Messages over SMS, MMS and WhatsApp, their logs, and templates.

use serde_json::json;
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn a_message_is_sent_and_redacted() {
    let (running, client) = setup().await;
    let messages = client.messaging().messages();
    let text = SmsMessageCreate::new("+15557654321", "+15551234567").body("Never tell me the odds.");
    let sent = messages.send(text).await.unwrap();
    assert_last(&running, "create_message", "POST", "/api/messaging/messages");
    assert_eq!((sent.from.as_str(), sent.to.as_str()), ("+15551234567", "+15557654321"));
    assert_eq!(sent.body, "Never tell me the odds.");
    let redacted = messages.redact(&sent.id, MessageRedaction::new("")).await.unwrap();
    assert_last(&running, "update_message", "PATCH", &format!("/api/messaging/messages/{}", sent.id));
    assert_eq!(redacted.body, "");
    assert_not_found(messages.redact(NOWHERE, MessageRedaction::new("")).await, "update_message");
}

#[tokio::test]
async fn whatever_is_sent_over_whatsapp_says_what_it_is() {
    let text = WhatsAppTextMessageCreate::new("+15557654321", "whatsapp:+15551234567", "Hello there.");
    let place = WhatsAppLocationBodyRequired {
        latitude: 38.9,
        longitude: -77.0,
        name: "White House".into(),
        address: "Washington, DC".into(),
    };
    let place = WhatsAppLocationMessageCreate::new("+15557654321", "whatsapp:+15551234567", place);
    let template = WhatsAppTemplateMessageCreate::new("+15557654321", "whatsapp:+15551234567", NOWHERE)
        .body_template_parameters(vec!["AA17".to_owned()]);
    let text = serde_json::to_value(MessageCreate::from(text)).unwrap();
    let place = serde_json::to_value(MessageCreate::from(place)).unwrap();
    let template = serde_json::to_value(MessageCreate::from(template)).unwrap();
    assert_eq!(
        (&text["message_type"], &text["body"]),
        (&json!("whatsapp_media_text"), &json!("Hello there."))
    );
    assert_eq!(place["message_type"], json!("whatsapp_media_location"));
    assert_eq!(place["body"]["longitude"], json!(-77.0));
    assert_eq!(template["body_template_parameters"], json!(["AA17"]));
    assert_eq!(template.get("message_type"), None);
    // Each matches one variant only, so it is accepted.
    let (running, client) = setup().await;
    for body in [text, place, template] {
        let message: MessageCreate = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(serde_json::to_value(&message).unwrap(), body);
        let raw = client.request(signalwire_rest::Method::POST, "/api/messaging/messages").json(&body);
        let status = raw.decode_as::<serde_json::Value>().with_response().await.unwrap().status();
        assert_eq!(status.as_u16(), 201);
        assert_last(&running, "create_message", "POST", "/api/messaging/messages");
    }
}

#[tokio::test]
async fn messages_are_logged() {
    let (running, client) = setup().await;
    let logs = client.messaging().logs();
    let page = logs.list().created_after("2026-01-01").page_size(10).await.unwrap();
    assert_last(&running, "list_message_logs", "GET", "/api/messaging/logs");
    let query = running.requests().last().unwrap().query.clone();
    assert_eq!(query, [pair("created_after", "2026-01-01"), pair("page_size", "10")]);
    assert!(page.data.iter().all(|log| !log.from.is_empty()));
    assert_not_found(logs.get(NOWHERE).await, "get_message_log");
}

#[tokio::test]
async fn lifecycle_of_a_template() {
    let (running, client) = setup().await;
    let templates = client.messaging().whatsapp().templates();
    let made = templates
        .create(WhatsAppTemplateCreateRequired {
            whatsapp_business_id: NOWHERE.into(),
            name: "flight_update".into(),
            language: "en_US".into(),
            category: WhatsAppTemplateCategory::Utility,
            parameter_format: WhatsAppTemplateParameterFormat::Positional,
            components: vec![WhatsAppTemplateComponent::new("BODY")],
        })
        .await
        .unwrap();
    assert_last(&running, "create_whatsapp_template", "POST", "/api/messaging/whatsapp/templates");
    let path = format!("/api/messaging/whatsapp/templates/{}", made.id);
    let changed = templates
        .update(&made.id, WhatsAppTemplateUpdate::new().category(WhatsAppTemplateCategory::Marketing))
        .await
        .unwrap();
    assert_last(&running, "update_whatsapp_template", "PATCH", &path);
    assert_eq!((changed.category, changed.name), (WhatsAppTemplateCategory::Marketing, made.name));
    assert_eq!(templates.list().status(made.template_status).await.unwrap().data.len(), 1);
    templates.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_whatsapp_template", "DELETE", &path);
    assert_not_found(templates.get(&made.id).await, "retrieve_whatsapp_template");
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
