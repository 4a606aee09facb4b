//! Calls of the crate that is generated from `features.yaml`: what each sends to its server.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    deprecated,
    missing_docs,
    reason = "a failed unwrap is a failed test"
)]

use std::future::ready;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use golden_features::types::*;
use golden_features::{
    Client, ClientBuilder, HeaderMap, Patch, StatusCode, Transport, TransportError, TransportRequest,
    TransportResponse,
};
use serde_json::{Value, json};

/// Responds to everything with an empty object, and keeps what was sent.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<TransportRequest>>>);

impl Transport for Server {
    fn send(
        &self,
        request: TransportRequest,
    ) -> Pin<Box<dyn Future<Output = Result<TransportResponse, TransportError>> + Send + '_>> {
        self.0.lock().unwrap().push(request);
        let body = "{}".into();
        Box::pin(ready(Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body })))
    }
}

impl Server {
    fn builder(&self) -> ClientBuilder {
        Client::builder().transport(self.clone()).region("eu").timeout_("v1")
    }

    fn client(&self) -> Client {
        self.builder().key("key").build().unwrap()
    }

    /// Method, path with its query, and body of the only request since the last call.
    fn only(&self) -> (String, String, Value) {
        let mut sent = std::mem::take(&mut *self.0.lock().unwrap());
        let request = sent.pop().unwrap();
        assert!(sent.is_empty(), "one call is one request");
        assert_eq!(request.headers["content-type"], "application/json");
        let path = request.url.strip_prefix("https://eu.example.com/v1").unwrap().to_owned();
        (request.method.to_string(), path, serde_json::from_slice(&request.body.unwrap()).unwrap())
    }
}

#[tokio::test]
async fn a_filter_for_a_range_of_dates_keeps_its_sign_on_the_wire() {
    let server = Server::default();
    let shapes = server.client().shapes().list_shapes(Kind::Circle).since_before("2026-02").since_after("2026-01");
    shapes.await.unwrap();
    let sent = server.0.lock().unwrap().pop().unwrap();
    assert_eq!(
        sent.url,
        "https://eu.example.com/v1/shapes?kind=circle&since%3C=2026-02&since%3E=2026-01"
    );
}

const ORDER: &str = "0b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11";

#[tokio::test]
async fn a_command_sends_its_variant_with_the_constants_filled_in() {
    let server = Server::default();
    let orders = server.client().orders();
    let sent = |body: Value| ("POST".to_owned(), "/orders".to_owned(), body);

    orders.move_to("desk").await.unwrap();
    assert_eq!(server.only(), sent(json!({ "command": "order.move", "place": "desk" })));
    orders.move_by(1.5).await.unwrap();
    assert_eq!(server.only(), sent(json!({ "command": "order.move", "distance": 1.5 })));
    let closed = sent(json!({ "command": "order.close", "target": { "size": 2 } }));
    orders.close(OrderParams::new(2)).await.unwrap();
    assert_eq!(server.only(), closed);
    orders.shut(OrderParams::new(2)).await.unwrap();
    assert_eq!(server.only(), closed);
    // The operation as a whole sends the same.
    orders.send(Order::from(OrderClose::new(OrderParams::new(2)))).await.unwrap();
    assert_eq!(server.only(), closed);
}

#[tokio::test]
async fn what_is_optional_is_set_before_the_command_is_sent() {
    let server = Server::default();
    let orders = server.client().orders();
    let required = json!({
        "id": ORDER, "command": "order.open", "params": { "size": 1 }, "body": ["a"], "until": null,
    });
    orders.open(ORDER, OrderParams::new(1), ["a"], None).await.unwrap();
    assert_eq!(server.only().2, required);

    let call = orders.open(ORDER, OrderParams::new(1), ["a"], None);
    let call = call.version("2.0").note("why").timeout_(5).parent(MoveTo::new("desk")).inner(Patch::Null).retries(0);
    let response = call.with_response().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut all = required.as_object().unwrap().clone();
    all.insert("version".to_owned(), json!("2.0"));
    all.insert("note".to_owned(), json!("why"));
    all.insert("timeout".to_owned(), json!(5));
    all.insert("parent".to_owned(), json!({ "command": "order.move", "place": "desk" }));
    all.insert("inner".to_owned(), Value::Null);
    assert_eq!(server.only().2, Value::Object(all));
}

#[tokio::test]
async fn a_text_that_is_no_constant_is_filled_in_too() {
    let server = Server::default();
    let steps = server.client().orders().steps("a/b");
    let walk = |path: &str, kind: &str| {
        ("POST".to_owned(), path.to_owned(), json!({ "kind": kind, "order_id": "x" }))
    };
    steps.go("why", "x").await.unwrap();
    assert_eq!(server.only(), walk("/orders/a%2Fb/steps?reason=why", "go"));
    steps.back("why", "x").dry(true).await.unwrap();
    assert_eq!(server.only(), walk("/orders/a%2Fb/steps?reason=why&dry=true", "back"));
}

#[tokio::test]
async fn every_name_of_a_method_sends_the_same() {
    let server = Server::default();
    let (orders, walks) = (server.client().orders(), server.client().walks());
    let body = || Step::from(Walk::new(StepKind::Go, "x"));
    let walk = |path: &str| {
        ("POST".to_owned(), path.to_owned(), json!({ "kind": "go", "order_id": "x" }))
    };
    orders.steps("a/b").send("why", body()).await.unwrap();
    assert_eq!(server.only(), walk("/orders/a%2Fb/steps?reason=why"));
    orders.send_step("a/b", "why", body()).await.unwrap();
    assert_eq!(server.only(), walk("/orders/a%2Fb/steps?reason=why"));
    walks.steps("a/b").take("why", body()).await.unwrap();
    assert_eq!(server.only(), walk("/orders/a%2Fb/steps?reason=why"));
    // Setters are those of the first name, whatever name is called.
    orders.go("1", "why", "x").dry(true).await.unwrap();
    assert_eq!(server.only(), walk("/orders/1/steps?reason=why&dry=true"));
    orders.steps("1").turn("why").dry_2(3).await.unwrap();
    assert_eq!(server.only().2, json!({ "kind": "turn", "dry": 3 }));
}

#[tokio::test]
async fn a_helper_sends_the_body_with_its_fields_set() {
    let server = Server::default();
    let orders = server.client().orders();
    let sent = |body: Value| ("PUT".to_owned(), "/orders/1".to_owned(), body);
    orders.rename("1", "desk").await.unwrap();
    assert_eq!(server.only(), sent(json!({ "name": "desk" })));
    let hurried = json!({
        "name": "desk", "colour": "red", "urgent": true, "size": "large", "weight": 3, "note": "in a hurry",
    });
    orders.hurry("1", "desk", "red").await.unwrap();
    assert_eq!(server.only(), sent(hurried.clone()));
    let call = orders.hurry("1", "desk", Patch::Null).by("2026-01-31T12:00:00Z").size(OrderSize::Small).retries(0);
    call.await.unwrap();
    let mut all = hurried;
    all["colour"] = Value::Null;
    all["deadline"] = json!("2026-01-31T12:00:00Z");
    all["previous"] = json!("small");
    assert_eq!(server.only(), sent(all));
}

#[test]
fn an_update_is_made_of_the_response_of_its_path() {
    let text = |colour: Value, note: Value| {
        let text = json!({
            "name": "desk", "size": "large", "urgent": true, "weight": "heavy", "colour": colour,
            "inside": { "note": note, "deadline": "2026-01-31T12:00:00Z" },
        });
        serde_json::from_value::<OrderRecord>(text).unwrap()
    };
    let update = serde_json::to_value(OrderChange::from(&text(json!("red"), json!("why")))).unwrap();
    let same = json!({
        "name": "desk", "size": "large", "urgent": true, "colour": "red", "note": "why", "deadline": "2026-01-31T12:00:00Z",
    });
    assert_eq!(update, same);
    // `null` is sent where the update can clear the field, and left out where it cannot.
    let update = OrderChange::from(&text(Value::Null, Value::Null)).weight(3);
    let same = json!({
        "name": "desk", "size": "large", "urgent": true, "colour": null, "weight": 3, "deadline": "2026-01-31T12:00:00Z",
    });
    assert_eq!(serde_json::to_value(update).unwrap(), same);
}

#[tokio::test]
async fn a_command_that_returns_a_list_has_pages() {
    let server = Server::default();
    let mut items = server.client().orders().turn("1", "why").dry(false).dry_2(3).items();
    assert!(items.try_next().await.unwrap().is_none());
    let turn = json!({ "kind": "turn", "dry": 3 });
    assert_eq!(server.only(), ("POST".to_owned(), "/orders/1/steps?reason=why&dry=false".to_owned(), turn));
}

/// What each kind of credentials sends, or why it sends nothing.
async fn signed(server: &Server, client: &Client) -> [Result<Option<String>, String>; 4] {
    let api = client.api();
    let outcomes = [
        api.get_bytes().await.err(),
        api.delete_anything().await.err(),
        api.put_anything(Value::Null).decode_as::<Value>().await.err(),
        api.get_text().await.err(),
    ];
    let mut sent = std::mem::take(&mut *server.0.lock().unwrap()).into_iter();
    outcomes.map(|outcome| match outcome {
        Some(error) => Err(error.to_string()),
        None => {
            let header = sent.next().unwrap().headers.get("authorization").cloned();
            Ok(header.map(|header| header.to_str().unwrap().to_owned()))
        }
    })
}

#[tokio::test]
async fn each_operation_signs_in_by_its_own_security_requirement() {
    let server = Server::default();
    let (bearer, basic) = (Some("Bearer key".to_owned()), Some("Basic YTpi".to_owned()));
    let both = server.builder().key("key").name("a").password("b").build().unwrap();
    let [wants_bearer, wants_basic, wants_either, wants_none] = signed(&server, &both).await;
    assert_eq!((wants_bearer, wants_basic), (Ok(bearer.clone()), Ok(basic.clone())));
    assert_eq!((wants_either, wants_none), (Ok(basic.clone()), Ok(None)));

    let [wants_bearer, wants_basic, wants_either, wants_none] = signed(&server, &server.client()).await;
    assert_eq!((wants_bearer, wants_either, wants_none), (Ok(bearer.clone()), Ok(bearer), Ok(None)));
    let why = wants_basic.unwrap_err();
    assert!(
        why.contains("deleteAnything") && why.contains("set `name` and `password` on the builder"),
        "{why}"
    );

    let basic_alone = server.builder().name("a").password("b").build().unwrap();
    let [wants_bearer, wants_basic, wants_either, _] = signed(&server, &basic_alone).await;
    assert_eq!((wants_basic, wants_either), (Ok(basic.clone()), Ok(basic)));
    let why = wants_bearer.unwrap_err();
    assert!(why.contains("set `key` on the builder, or `FEATURES_KEY` in the environment"), "{why}");
}

#[test]
fn an_empty_token_is_reported_when_the_client_is_built() {
    let error = Server::default().builder().key("").build().unwrap_err();
    assert!(error.to_string().contains("the bearer token is empty"), "{error}");
}

#[tokio::test]
async fn an_error_names_the_command() {
    let client = Client::builder().region("eu").timeout_("v1").transport(Server::default()).build().unwrap();
    let error = client.orders().move_to("desk").await.unwrap_err();
    assert!(error.to_string().contains("sendOrder(order.move)"), "{error}");
    assert_eq!(error.operation(), Some("sendOrder(order.move)"));
}
