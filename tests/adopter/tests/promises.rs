//! What the documentation promises of errors, of networking and of lists, as a user meets it.

use std::time::Duration;

use serde_json::json;
use signalwire_rest::types::{Queue, SubscriberCreate};
use signalwire_rest::{Client, ClientBuilder, ErrorCode, Method, MockTransport, TransportFailure};
use signalwire_rest_simulator::Simulator;

fn builder() -> ClientBuilder {
    Client::builder().base_url("https://example.signalwire.com").project("project").token("PTsecret")
}

#[tokio::test]
async fn a_refused_value_is_named_and_not_shown() {
    let mock = MockTransport::new();
    mock.on(Method::POST, "/api/fabric/resources/subscribers").json(
        422,
        json!({ "errors": [
            { "code": "invalid_parameter_value", "attribute": "password", "message": "hunter2 is too short" },
            { "code": "insufficient_balance", "message": "no balance" },
        ]}),
    );
    let client = builder().transport(mock).build().unwrap();
    let request = SubscriberCreate::new("leia@example.com").password("hunter2");
    let error = client.fabric().subscribers().create(request).await.unwrap_err();
    let line = error.to_string();
    assert!(line.starts_with("create_subscriber: 422 (password: invalid_parameter_value"), "{line}");
    assert!(!line.contains("hunter2") && !format!("{error:?}").contains("hunter2"), "{error:?}");
    assert_eq!(error.codes()[1], ErrorCode::InsufficientBalance);
    let report = error.report().to_string();
    assert!(report.lines().count() > 2 && report.contains("https://"), "{report}");
}

#[tokio::test]
async fn a_raw_call_is_named_by_its_method_and_path() {
    let mock = MockTransport::new();
    mock.on(Method::POST, "/api/new/thing").json(404, json!({}));
    let client = builder().transport(mock).build().unwrap();
    let error = client.request(Method::POST, "/api/new/thing").await.unwrap_err();
    assert_eq!(error.to_string(), "POST /api/new/thing: 404");
    assert_eq!((error.method(), error.path()), (Some(&Method::POST), Some("/api/new/thing")));
}

#[tokio::test]
async fn a_failed_connection_names_its_host() {
    let client = Client::builder().base_url("http://127.0.0.1:9").allow_plain_http(true).retries(0);
    let client = client.project("project").token("token").build().unwrap();
    let error = client.queues().list().await.unwrap_err();
    assert!(error.to_string().contains("127.0.0.1:9"), "{error}");
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    assert_eq!((error.host(), error.port()), (Some("127.0.0.1"), Some(9)));
}

#[test]
fn outside_of_a_runtime_an_error_says_so() {
    let client = builder().build().unwrap();
    let call = std::pin::pin!(client.queues().list().into_future());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.poll(&mut context) else { panic!("it waits") };
    assert!(error.to_string().contains("Tokio"), "{error}");
}

#[test]
fn a_line_break_in_a_token_is_refused() {
    let error = builder().token("PTsecret\n").build().map(drop).unwrap_err();
    assert!(error.to_string().contains("token") && !error.to_string().contains("PTsecret"), "{error}");
}

#[tokio::test]
async fn failures_and_sequences_are_mocked() {
    let mock = MockTransport::new();
    let queue: Queue = serde_json::from_value(json!({
        "id": "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11",
        "project_id": "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10",
        "friendly_name": "support",
    }))
    .unwrap();
    let route = mock.on(Method::GET, "/api/relay/rest/queues/{id}");
    route.fails(TransportFailure::Timeout).then().delay(Duration::from_millis(1)).json(200, queue);
    let client = builder().transport(mock.clone()).build().unwrap();
    assert_eq!(client.queues().get("q1").await.unwrap().friendly_name, "support");
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn a_list_goes_on_where_it_stopped() {
    let simulator = Simulator::start().await.unwrap();
    let client = Client::builder().base_url(simulator.url()).allow_plain_http(true);
    let client = client.project("project").token("token").build().unwrap();
    for index in 0..5 {
        simulator.seed("/api/relay/rest/queues", json!({ "friendly_name": format!("q{index}") }));
    }
    let list = || client.queues().list().page_size(2);
    let mut items = list().items();
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(items.try_next().await.unwrap().unwrap().friendly_name);
    }
    let rest: Vec<_> = list().resume_at(&items.checkpoint()).items().try_collect().await.unwrap();
    names.extend(rest.into_iter().map(|queue| queue.friendly_name));
    assert_eq!(names, ["q4", "q3", "q2", "q1", "q0"]);
    let page = list().await.unwrap();
    let first: &Vec<Queue> = &page.data;
    assert_eq!(first.len(), 2);
    assert_eq!(page.into_items().len(), 2);
}
