//! What the simulator does over plain HTTP, by a document with every feature.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use document::Document;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use signalwire_rest_simulator::{Fault, FaultKind, Links, Simulator, SimulatorBuilder};

/// Collections, items, children of items, a singleton, an action, two forms of errors, and both ways to sign in.
fn document() -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let response = |schema: Value| json!({ "description": "ok", "content": { "application/json": { "schema": schema } } });
    let errors = |name: &str| {
        json!({
            "401": response(reference("Unauthorized")), "404": response(reference("NotFound")), "422": response(reference(name)),
        })
    };
    let operation = |id: &str, status: &str, success: Value, body: Option<&str>| {
        let mut responses = errors("Refused");
        responses[status] = success;
        let mut operation = json!({ "operationId": id, "responses": responses });
        if let Some(body) = body {
            operation["requestBody"] =
                json!({ "required": true, "content": { "application/json": { "schema": reference(body) } } });
        }
        operation
    };
    let id = |name: &str| json!([{ "name": name, "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } }]);
    let constant = |text: &str| json!({ "type": "object", "required": ["error"], "properties": { "error": { "type": "string", "enum": [text] } } });
    json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "security": [{ "Basic": [] }],
        "paths": {
            "/things": {
                "get": operation("list_things", "200", response(reference("ThingList")), None),
                "post": operation("create_thing", "201", response(reference("Thing")), Some("ThingCreate")),
            },
            "/things/{id}": {
                "parameters": id("id"),
                "get": operation("get_thing", "200", response(reference("Thing")), None),
                "patch": operation("update_thing", "200", response(reference("Thing")), Some("ThingUpdate")),
                "delete": operation("delete_thing", "204", json!({ "description": "gone" }), None),
            },
            "/things/{id}/parts": {
                "parameters": id("id"),
                "get": operation("list_parts", "200", response(json!({ "type": "array", "items": reference("Part") })), None),
            },
            "/settings": {
                "get": operation("get_settings", "200", response(reference("Settings")), None),
                "put": operation("update_settings", "200", response(reference("Settings")), Some("Settings")),
            },
            "/things/{id}/ring": {
                "parameters": id("id"),
                "post": { "operationId": "ring", "security": [{ "Bearer": [] }], "responses": { "200": { "description": "ok", "content": { "text/plain": { "schema": { "type": "string" } } } } } },
                "put": { "operationId": "ring_on", "security": [{ "Login": [] }], "responses": { "200": { "description": "ok", "content": { "text/plain": { "schema": { "type": "string" } } } } } },
            },
        },
        "components": {
            "securitySchemes": { "Basic": { "type": "http", "scheme": "basic" }, "Bearer": { "type": "http", "scheme": "bearer" }, "Login": { "type": "oauth2", "flows": {} } },
            "schemas": {
                "Unauthorized": constant("Unauthorized"), "NotFound": constant("Not Found"),
                "Refused": { "type": "object", "required": ["errors"], "properties": { "errors": { "type": "array", "items": { "type": "object", "required": ["code", "message"], "properties": { "code": { "type": "string" }, "message": { "type": "string" }, "attribute": { "type": "string", "nullable": true } } } } } },
                "Links": { "type": "object", "required": ["self", "first"], "properties": { "self": { "type": "string" }, "first": { "type": "string" }, "next": { "type": "string" }, "prev": { "type": "string" } } },
                "ThingList": { "type": "object", "required": ["data", "links"], "properties": { "data": { "type": "array", "items": reference("Thing") }, "links": reference("Links") } },
                "Thing": { "oneOf": [reference("Wrapped"), reference("Flat")] },
                "Wrapped": { "type": "object", "required": ["id", "display_name", "created_at", "thing"], "properties": { "id": { "type": "string", "format": "uuid" }, "display_name": { "type": "string" }, "created_at": { "type": "string", "format": "date-time" }, "note": { "type": "string", "nullable": true }, "thing": reference("Inner") } },
                "Inner": { "type": "object", "required": ["name", "color"], "properties": { "name": { "type": "string" }, "color": reference("Color"), "size": { "type": "integer", "minimum": 3 } } },
                "Flat": { "type": "object", "required": ["id", "name", "color"], "properties": { "id": { "type": "string", "format": "uuid" }, "name": { "type": "string" }, "color": reference("Color") } },
                "Color": { "type": "string", "enum": ["red", "green"] },
                "ThingCreate": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string", "maxLength": 9 }, "color": reference("Color"), "note": { "type": "string", "nullable": true }, "password": { "type": "string" } } },
                "ThingUpdate": { "type": "object", "properties": { "name": { "type": "string" }, "note": { "type": "string", "nullable": true } } },
                "Part": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string", "format": "uuid" } } },
                "Settings": { "type": "object", "properties": { "volume": { "type": "integer" } } },
            },
        },
    })
}

struct Setup {
    running: Simulator,
    http: Client,
}

impl Setup {
    async fn new() -> Self {
        let running = SimulatorBuilder::of(Document::of_json(&document()).unwrap())
            .links(Links::Relative)
            .bearer("token")
            .start()
            .await
            .unwrap();
        Self { running, http: Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap() }
    }

    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.running.url()))
            .basic_auth("user", Some("password"))
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let response = self.call(method, path).json(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }
}

#[tokio::test]
async fn a_thing_lives() {
    let setup = Setup::new().await;
    let (status, made) = setup
        .json(
            Method::POST,
            "/things",
            &json!({ "name": "a", "color": "green", "note": "n", "password": "p" }),
        )
        .await;
    assert_eq!(status, 201);
    assert_eq!(
        (&made["display_name"], &made["thing"]["name"], &made["thing"]["color"], &made["note"]),
        (&json!("a"), &json!("a"), &json!("green"), &json!("n"))
    );
    assert_eq!(made.get("password"), None);
    let item = format!("/things/{}", made["id"].as_str().unwrap());
    let (_, changed) = setup.json(Method::PATCH, &item, &json!({ "note": null })).await;
    assert_eq!((&changed["note"], &changed["thing"]["name"]), (&json!(null), &json!("a")));
    assert_eq!(setup.json(Method::GET, &item, &json!(null)).await, (200, changed.clone()));
    assert_eq!(setup.json(Method::GET, "/things", &json!(null)).await.1["data"], json!([changed]));
    assert_eq!(
        setup.json(Method::GET, &format!("{item}/parts"), &json!(null)).await.1.as_array().unwrap().len(),
        1
    );
    assert_eq!(setup.json(Method::DELETE, &item, &json!(null)).await.0, 204);
    assert_eq!(setup.json(Method::GET, &item, &json!(null)).await, (404, json!({ "error": "Not Found" })));
    assert_eq!(setup.json(Method::GET, &format!("{item}/parts"), &json!(null)).await.0, 404);
    assert_eq!(
        setup.json(Method::PUT, "/settings", &json!({ "volume": 7 })).await,
        (200, json!({ "volume": 7 }))
    );
    assert_eq!(setup.json(Method::GET, "/settings", &json!(null)).await, (200, json!({ "volume": 7 })));
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    let setup = Setup::new().await;
    let (status, refused) =
        setup.json(Method::POST, "/things", &json!({ "name": "too long a name", "color": "blue" })).await;
    assert_eq!(status, 422);
    let mut fields: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|error| error["attribute"].as_str())
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, ["color", "name"]);
    let (_, missing) = setup.json(Method::POST, "/things", &json!({})).await;
    assert_eq!(
        (&missing["errors"][0]["code"], &missing["errors"][0]["attribute"]),
        (&json!("missing_required_parameter"), &json!("name"))
    );
    assert_eq!(setup.json(Method::GET, "/things/not-a-uuid", &json!(null)).await.0, 422);
    assert_eq!(setup.json(Method::GET, "/nowhere", &json!(null)).await.0, 404);
    let wrong_method = setup.call(Method::PUT, "/things").send().await.unwrap();
    assert_eq!(wrong_method.status(), 405);
    assert_eq!(wrong_method.headers()["allow"], "GET, POST");
    assert_eq!(
        setup
            .call(Method::POST, "/things")
            .body("name=a")
            .header("content-type", "text/plain")
            .send()
            .await
            .unwrap()
            .status(),
        415
    );
    assert_eq!(
        setup
            .call(Method::POST, "/things")
            .body("{")
            .header("content-type", "application/json")
            .send()
            .await
            .unwrap()
            .status(),
        422
    );
    let nobody = setup.http.get(format!("{}/things", setup.running.url())).send().await.unwrap();
    assert_eq!(
        (nobody.status(), nobody.json::<Value>().await.unwrap()),
        (StatusCode::UNAUTHORIZED, json!({ "error": "Unauthorized" }))
    );
    let ring = format!("{}/things/9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11/ring", setup.running.url());
    assert_eq!(setup.http.post(&ring).bearer_auth("wrong").send().await.unwrap().status(), 401);
    // A login by OAuth 2 or OpenID Connect ends in a bearer token, too.
    assert_eq!(setup.http.put(&ring).send().await.unwrap().status(), 401);
    assert_eq!(setup.http.put(&ring).bearer_auth("token").send().await.unwrap().status(), 200);
    assert_eq!(
        setup.http.post(&ring).bearer_auth("token").send().await.unwrap().text().await.unwrap(),
        "text"
    );
}

#[tokio::test]
async fn pages_are_linked() {
    let setup = Setup::new().await;
    for number in 0..5 {
        setup.running.seed("/things", json!({ "name": number.to_string() }));
    }
    let (_, page) = setup.json(Method::GET, "/things?page_size=2&page_number=1", &json!(null)).await;
    assert_eq!(page["data"].as_array().unwrap().len(), 2);
    assert_eq!(page["links"]["next"], "/things?page_number=2&page_size=2&page_token=PA2");
    assert_eq!(page["links"]["prev"], "/things?page_number=0&page_size=2");
    let (_, last) = setup.json(Method::GET, "/things?page_size=2&page_number=2", &json!(null)).await;
    assert_eq!((last["data"].as_array().unwrap().len(), last["links"].get("next")), (1, None));
}

#[tokio::test]
async fn the_same_calls_get_the_same_responses() {
    let (first, second) = (Setup::new().await, Setup::new().await);
    for setup in [&first, &second] {
        setup.json(Method::POST, "/things", &json!({ "name": "a" })).await;
    }
    assert_eq!(
        first.json(Method::GET, "/things", &json!(null)).await,
        second.json(Method::GET, "/things", &json!(null)).await
    );
}

#[tokio::test]
async fn faults_come_by_header_and_by_control_path() {
    let setup = Setup::new().await;
    let faulty =
        |fault: &'static str| setup.call(Method::GET, "/things").header("x-simulator-fault", fault).send();
    assert_eq!(faulty("status=503").await.unwrap().status(), 503);
    let limited = faulty("rate-limit=7").await.unwrap();
    assert_eq!((limited.status().as_u16(), &limited.headers()["retry-after"]), (429, &"7".parse().unwrap()));
    assert_eq!(faulty("html=502").await.unwrap().headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(faulty("empty").await.unwrap().text().await.unwrap(), "");
    assert_eq!(faulty("oversize=1000").await.unwrap().text().await.unwrap().len(), 1002);
    assert_eq!(faulty("redirect=/elsewhere").await.unwrap().headers()["location"], "/elsewhere");
    assert!(faulty("reset-after-read").await.is_err());
    assert!(faulty("truncate").await.unwrap().bytes().await.is_err());
    let started = std::time::Instant::now();
    assert_eq!(
        faulty("latency=120;link=/x").await.unwrap().json::<Value>().await.unwrap()["links"]["next"],
        "/x"
    );
    assert!(started.elapsed().as_millis() >= 120);

    let control = |method: Method, path: &str| {
        let url = format!("{}/__simulator{path}", setup.running.url());
        setup.http.request(method, url).header("x-simulator-control", "1")
    };
    let added = control(Method::POST, "/faults")
        .json(&json!({ "fault": { "status": 500 }, "times": 1, "operation": "get_settings" }))
        .send()
        .await
        .unwrap();
    assert_eq!(added.status(), 204);
    assert_eq!(setup.json(Method::GET, "/things", &json!(null)).await.0, 200);
    assert_eq!(setup.json(Method::GET, "/settings", &json!(null)).await.0, 500);
    assert_eq!(setup.json(Method::GET, "/settings", &json!(null)).await.0, 200);
    assert_eq!(
        control(Method::POST, "/faults").json(&json!({ "fault": "no-such" })).send().await.unwrap().status(),
        400
    );
    let about: Value = control(Method::GET, "").send().await.unwrap().json().await.unwrap();
    assert_eq!(about["operations"].as_array().unwrap().len(), 10);
    assert!(!setup.running.requests().is_empty());
    control(Method::POST, "/reset").send().await.unwrap();
    assert!(setup.running.requests().is_empty());
}

#[tokio::test]
async fn responses_are_odd_on_request() {
    let setup = Setup::new().await;
    let id = setup.running.seed("/things", json!({ "name": "a", "color": "green", "note": "n" }));
    let item = format!("/things/{id}");
    let odd = async |fault: FaultKind| {
        setup.running.clear_faults();
        setup.running.fault(Fault::once(fault));
        setup.json(Method::GET, &item, &json!(null)).await.1
    };
    assert_eq!(odd(FaultKind::Variant(1)).await, json!({ "id": id, "name": "a", "color": "green" }));
    assert_eq!(odd(FaultKind::UnknownEnum).await["thing"]["color"], "future_value");
    assert!(odd(FaultKind::UnknownField).await["thing"]["field_of_the_future"].is_object());
    assert_eq!(odd(FaultKind::MissingOptional).await["thing"].get("size"), None);
    setup.running.fault(Fault::once(FaultKind::ResetBeforeRead));
    assert!(Client::new().get(setup.running.url()).send().await.is_err());
}

#[tokio::test]
async fn every_success_fits_its_schema() {
    let document = document();
    let setup = Setup::new().await;
    let id = setup.running.seed("/things", json!({ "name": "a" }));
    let calls = [
        (Method::GET, "/things".to_owned(), json!(null), "ThingList"),
        (Method::POST, "/things".to_owned(), json!({ "name": "b" }), "Thing"),
        (Method::GET, format!("/things/{id}"), json!(null), "Thing"),
        (Method::PATCH, format!("/things/{id}"), json!({ "name": "c" }), "Thing"),
        (Method::GET, "/settings".to_owned(), json!(null), "Settings"),
    ];
    for (method, path, body, schema) in calls {
        let (_, body) = setup.json(method, &path, &body).await;
        let mut whole =
            json!({ "$ref": format!("#/components/schemas/{schema}"), "components": document["components"] });
        whole["components"]["schemas"]["Wrapped"]["properties"]["note"] =
            json!({ "type": ["string", "null"] });
        let errors: Vec<String> = jsonschema::validator_for(&whole)
            .unwrap()
            .iter_errors(&body)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{path}: {errors:?}\n{body:#}");
    }
}
