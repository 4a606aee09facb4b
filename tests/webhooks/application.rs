//! The whole loop of an application: a number is bought, a call arrives and is answered with SWML, callbacks come, and all of
//! them are verified. The service is the one of the guide, and the simulator is the API.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use signalwire_rest::types::{
    CallDialUrlParams, CompatCallCreate, CompatMessageCreate, PhoneNumberCreate, SmsMessageCreate,
};
use signalwire_rest::webhooks::{Event, Verifier};
use signalwire_rest::{Client, Value as Json};
use simulator::Simulator;
use tests::{PROJECT, TOKEN, simulator};
use tokio::net::TcpListener;

#[path = "../examples/webhook_service.rs"]
mod webhook_service;

use super::KEY;

/// An application that runs, and the events that it took.
struct Application {
    url: String,
    events: Arc<Mutex<Vec<Event>>>,
}

impl Application {
    async fn start(verifier: impl FnOnce(&str) -> Verifier) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let events: Arc<Mutex<Vec<Event>>> = Arc::default();
        let taken = Arc::clone(&events);
        let take = move |event| taken.lock().unwrap().push(event);
        let service = webhook_service::service(verifier(&url), &format!("{url}/events"), take);
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { url, events }
    }

    /// The events, once there are so many.
    async fn events(&self, count: usize) -> Vec<Event> {
        for _ in 0..500 {
            if self.events.lock().unwrap().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        std::mem::take(&mut self.events.lock().unwrap())
    }
}

async fn setup() -> (Simulator, Client, Application) {
    let running = simulator().unwrap().signing_key(KEY).start().await.unwrap();
    let client =
        Client::builder().base_url(running.url()).allow_plain_http(true).project(PROJECT).token(TOKEN);
    let verifier = |_: &str| Verifier::new(KEY).unwrap().basic_auth("agent", "yavin-or-bust").unwrap();
    (running, client.build().unwrap(), Application::start(verifier).await)
}

#[tokio::test]
async fn a_call_is_answered_and_its_callbacks_arrive() {
    let (running, client, application) = setup().await;
    let number = client.phone_numbers().create(PhoneNumberCreate::new("+15551234567")).await.unwrap();

    let payload = json!({"call": {"to": number.number, "from": "+15557654321", "call_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6"}});
    let url = format!("{}/calls", application.url);
    let delivery = running.webhook("inbound_call_webhook", &url, payload).await.unwrap();
    assert_eq!((delivery.status, delivery.problems), (200, Vec::new()));
    let main = &delivery.response["sections"]["main"];
    assert_eq!(main[2]["play"]["url"], "say:Hello +15557654321");

    // The document streams the call, and names where the status goes.
    let events = application.events(2).await;
    let states = events.iter().map(|event| match event {
        Event::StreamStatusCallback(status) => {
            assert_eq!(status.params.call_id.as_str(), "3fa85f64-5717-4562-b3fc-2c963f66afa6");
            status.params.state.to_string()
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(states.collect::<Vec<_>>(), ["streaming", "finished"]);
}

#[tokio::test]
async fn messages_and_calls_of_either_api_report_their_status() {
    let (running, client, application) = setup().await;
    let events = format!("{}/events", application.url);

    let sms =
        SmsMessageCreate::new("+15557654321", "+15551234567").body("Hello").status_callback(events.as_str());
    client.messaging().messages().send(sms).await.unwrap();
    let statuses = application.events(3).await.into_iter().map(|event| match event {
        Event::MessageStatusCallback(status) => {
            assert_eq!((status.to.as_str(), status.body.as_str()), ("+15557654321", "Hello"));
            status.status.to_string()
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(statuses.collect::<Vec<_>>(), ["queued", "sent", "delivered"]);

    let sms = CompatMessageCreate::new("+15557654321")
        .from("+15551234567")
        .body("Grüße & mehr")
        .status_callback(events.as_str());
    let sent = client.compat().messages().create(sms).await.unwrap();
    let statuses = application.events(3).await.into_iter().map(|event| match event {
        Event::CompatSmsStatusCallback(status) => {
            assert_eq!((status.account_sid.as_str(), status.body.as_str()), (PROJECT, "Grüße & mehr"));
            assert_eq!(status.message_sid, sent.sid.to_string());
            status.message_status.to_string()
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(statuses.collect::<Vec<_>>(), ["queued", "sent", "delivered"]);

    let call = CompatCallCreate::new("+15557654321", "+15551234567").status_callback(events.as_str());
    client.compat().calls().create(call.url("https://example.com/cxml")).await.unwrap();
    let status = match application.events(1).await.pop() {
        Some(Event::CompatVoiceStatusCallback(status)) => status,
        other => panic!("{other:?}"),
    };
    assert_eq!((status.to.as_str(), status.call_status.to_string().as_str()), ("+15557654321", "completed"));

    // The URL of an outbound call is asked for its document.
    let dial =
        CallDialUrlParams::new("+15551234567", format!("{}/calls", application.url)).to("+15557654321");
    client.calling().calls().dial(dial).await.unwrap();
    assert_eq!(application.events(2).await.len(), 2);
    let deliveries = running.deliveries();
    assert!(deliveries.iter().all(|delivery| delivery.problems.is_empty()), "{deliveries:#?}");
    let call = deliveries.iter().find(|delivery| delivery.webhook == "inbound_call_webhook").unwrap();
    assert_eq!(
        (&call.payload["call"]["direction"], &call.payload["call"]["to"]),
        (&json!("outbound"), &json!("+15557654321"))
    );
}

#[tokio::test]
async fn functions_of_an_agent_are_protected_by_basic_auth() {
    let (running, _, application) = setup().await;
    let address = application.url.trim_start_matches("http://");
    let send = async |user_info: &str| {
        let url = format!("http://{user_info}{address}/tools");
        running.webhook("ai_swaig_tool_webhook", &url, json!({"function": "get_weather"})).await.unwrap()
    };
    let answered = send("agent:yavin-or-bust@").await;
    assert_eq!((answered.status, &answered.response["response"]), (200, &json!("get_weather is done.")));
    assert_eq!(answered.problems, Vec::<String>::new());
    assert_eq!(send("").await.status, 401);
    assert_eq!(send("agent:guess@").await.status, 401);
}

#[tokio::test]
async fn through_a_tunnel_the_public_url_is_signed() {
    let verifier = |_: &str| Verifier::new(KEY).unwrap().public_url("https://app.example.com").unwrap();
    let application = Application::start(verifier).await;
    let running = simulator().unwrap().signing_key(KEY).webhooks(&application.url).start().await.unwrap();
    for name in [
        "message_status_callback",
        "sms_status_callback",
        "ten_dlc_status_callback",
        "recording_status_callback",
    ] {
        let url = "https://app.example.com/events?tenant=7";
        let delivery = running.webhook(name, url, Value::Null).await.unwrap();
        assert_eq!(delivery.status, 200, "{name}: {delivery:?}");
    }
    assert_eq!(application.events(4).await.len(), 4);
    // Another key, and another machine.
    let stranger =
        simulator().unwrap().signing_key("PSKother").webhooks(&application.url).start().await.unwrap();
    let url = "https://app.example.com/calls";
    assert_eq!(stranger.webhook("inbound_call_webhook", url, Value::Null).await.unwrap().status, 403);
    let alone = simulator().unwrap().start().await.unwrap();
    let refused = alone.webhook("inbound_call_webhook", url, Value::Null).await.unwrap();
    assert!(refused.problems[0].contains("--webhooks"), "{refused:?}");
    assert!(alone.webhook("no_such_webhook", url, Value::Null).await.is_none());
}

#[tokio::test]
async fn every_webhook_is_read_as_the_simulator_sends_it() {
    let verifier = |_: &str| Verifier::new(KEY).unwrap().accept_unsigned();
    let application = Application::start(verifier).await;
    let running = simulator().unwrap().signing_key(KEY).start().await.unwrap();
    let url = format!("{}/events", application.url);
    for webhook in signalwire_rest::webhooks::WEBHOOKS {
        let delivery = running.webhook(webhook.name, &url, Json::Null).await.unwrap();
        // Only what is signed is read as an event.
        let expected = if webhook.is_signed() { 200 } else { 403 };
        assert_eq!(delivery.status, expected, "{}: {delivery:?}", webhook.name);
        let events = application.events(usize::from(webhook.is_signed())).await;
        assert!(
            !events.iter().any(|event| matches!(event, Event::Unknown(_))),
            "{}: {events:?}",
            webhook.name
        );
    }
}
