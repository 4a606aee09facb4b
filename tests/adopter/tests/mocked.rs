//! A unit test with nothing but a mock.

use signalwire_rest::types::QueueUpdate;
use signalwire_rest::{Client, Method, MockTransport};

#[tokio::test]
async fn a_queue_that_is_too_large_is_refused() {
    let mock = MockTransport::new();
    mock.on(Method::PUT, "/api/relay/rest/queues/q1").json(
        422,
        serde_json::json!({
            "errors": [{ "code": "invalid_parameter_value", "attribute": "max_size", "message": "too large" }]
        }),
    );
    let client = Client::builder()
        .base_url("https://example.signalwire.com")
        .project("project")
        .token("token")
        .transport(mock.clone())
        .build()
        .unwrap();
    let error = client.queues().update("q1", QueueUpdate::new().max_size(100_000)).await.unwrap_err();
    assert_eq!(error.to_string(), "update_queue: 422 (max_size: invalid_parameter_value)");
    assert_eq!(mock.requests()[0].json()["max_size"], 100_000);
}
