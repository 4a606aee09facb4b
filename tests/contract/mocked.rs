//! What a program's own tests do: a mock in place of the network, with responses of the crate's types.

use std::time::{Duration, Instant};

use signalwire_rest::types::*;
use signalwire_rest::{Client, ErrorCode, Method, MockTransport, TransportFailure};

fn client(mock: &MockTransport) -> Client {
    let builder = Client::builder().space("example").project("project").token("token");
    builder.transport(mock.clone()).build().unwrap()
}

fn queue(name: &str) -> Queue {
    serde_json::from_value(serde_json::json!({
        "id": "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11",
        "project_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "friendly_name": name,
    }))
    .unwrap()
}

#[tokio::test]
async fn a_response_is_one_of_the_crates_types() {
    let mock = MockTransport::new().on(Method::PUT, "/api/relay/rest/queues/q1").json(200, queue("support"));
    let updated = client(&mock).queues().update("q1", QueueUpdate::new().name("support")).await.unwrap();
    assert_eq!(updated.friendly_name, "support");
    let sent: QueueUpdate = mock.requests()[0].json_as().unwrap();
    assert_eq!(sent.name.as_deref(), Some("support"));
    assert!(mock.unused().is_empty());
}

#[tokio::test]
async fn pages_failures_and_codes_are_played() {
    let mut page = QueueList::default();
    page.data = vec![queue("one"), queue("two")];
    let mock = MockTransport::new()
        .on(Method::GET, "/api/relay/rest/queues")
        .fails(TransportFailure::Timeout)
        .then()
        .json(200, page)
        .on(Method::POST, "/api/relay/rest/queues")
        .json(422, serde_json::json!({ "errors": [{ "code": "insufficient_balance" }] }));
    let queues = client(&mock).queues();
    let all: Vec<Queue> = queues.list().items().try_collect().await.unwrap();
    assert_eq!(all.iter().map(|queue| queue.friendly_name.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    let error = queues.create(QueueCreate::new()).await.unwrap_err();
    assert!(error.codes().contains(&ErrorCode::InsufficientBalance));
    assert_eq!(error.to_string(), "create_queue: 422 (insufficient_balance)");
    let error = queues.delete("q1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "delete_queue: the mock has no response to DELETE /api/relay/rest/queues/q1; expected are: \
         GET /api/relay/rest/queues, POST /api/relay/rest/queues"
    );
}

#[tokio::test]
async fn a_hundred_tenants_cost_next_to_nothing() {
    let started = Instant::now();
    let client = Client::builder().space("example").project("project").token("token").build().unwrap();
    let tenants: Vec<Client> =
        (0..100).map(|number| client.with_credentials(format!("p{number}"), "token").unwrap()).collect();
    assert_eq!(tenants.len(), 100);
    // The trusted certificates are read once.
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    let error = client.with_credentials("project", "token\n").unwrap_err();
    assert!(error.to_string().starts_with("`token` contains a line break"), "{error}");
}

/// No runtime, no `async`, no other types: a script or a command-line program.
#[test]
fn a_script_waits_for_its_calls() {
    let mut page = QueueList::default();
    page.data = vec![queue("one"), queue("two")];
    let mock = MockTransport::new()
        .on(Method::GET, "/api/relay/rest/queues")
        .json(200, page)
        .on(Method::GET, "/api/relay/rest/queues/{id}")
        .json(200, queue("one"));
    let queues = client(&mock).queues();
    let names: signalwire_rest::Result<Vec<String>> =
        queues.list().items().wait().map(|queue| Ok(queue?.friendly_name)).collect();
    assert_eq!(names.unwrap(), ["one", "two"]);
    let response = queues.get("q1").with_response().wait().unwrap();
    assert_eq!(response.body().friendly_name, "one");
    assert_eq!(mock.requests().len(), 2);
}
