//! What a document declares, and what the simulator does: one small document for each case.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use document::Document;
use document::load::MemoryFiles;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use signalwire_rest_simulator::{Fault, FaultKind, Simulator, SimulatorBuilder};

struct Setup {
    running: Simulator,
    http: Client,
}

impl Setup {
    /// Serves these paths and components.
    async fn new(text: &str) -> Self {
        Self::of(&format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{text}")).await
    }

    async fn of(text: &str) -> Self {
        let read = Document::load(&MemoryFiles::new([("spec.yaml", text)]), "spec.yaml");
        let document = read.unwrap_or_else(|report| panic!("{:?}", report.problems));
        Self { running: SimulatorBuilder::of(document).start().await.unwrap(), http: Client::new() }
    }

    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.running.url()))
    }

    async fn status(&self, method: Method, path: &str) -> u16 {
        self.call(method, path).send().await.unwrap().status().as_u16()
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let response = self.call(Method::POST, path).json(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }
}

const DONE: &str = "responses: {'204': {description: Done.}}";

#[tokio::test]
async fn names_of_properties_are_no_keywords() {
    let setup = Setup::new(&format!(
        "paths:
  /things:
    post:
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      {DONE}
components:
  schemas:
    Thing:
      type: object
      required: [nullable, discriminator, note]
      properties:
        nullable: {{type: boolean}}
        discriminator: {{type: string}}
        note: {{type: string, nullable: true}}
        example: {{type: integer}}
"
    ))
    .await;
    let cases = [
        (json!({ "nullable": true, "discriminator": "d", "note": null }), 204),
        (json!({ "nullable": true, "discriminator": "d", "note": "n", "example": 1 }), 204),
        (json!({ "nullable": "yes", "discriminator": "d", "note": null }), 422),
        (json!({ "nullable": true, "discriminator": 7, "note": null }), 422),
        (json!({ "nullable": null, "discriminator": "d", "note": null }), 422),
        (json!({ "nullable": true, "discriminator": "d" }), 422),
        (json!({ "nullable": true, "discriminator": "d", "note": null, "example": "x" }), 422),
    ];
    for (body, wanted) in cases {
        assert_eq!(setup.post("/things", &body).await.0, wanted, "{body}");
    }
}

#[tokio::test]
async fn parameters_are_those_that_count() {
    let setup = Setup::new(&format!(
        "paths:
  /things/{{id}}/state:
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
      - {{name: limit, in: query, required: true, schema: {{type: integer}}}}
    get:
      parameters: [{{name: limit, in: query, schema: {{type: string}}}}]
      {DONE}
    put: {{{DONE}}}
  /search:
    post:
      parameters:
        - {{name: ids, in: query, explode: false, schema: {{type: array, items: {{type: integer}}}}}}
        - {{name: tags, in: query, schema: {{type: array, maxItems: 1, items: {{type: string}}}}}}
        - {{name: piped, in: query, style: pipeDelimited, schema: {{type: array, items: {{type: boolean}}}}}}
        - {{name: filter, in: query, style: deepObject, schema: {{type: object, required: [min], properties: {{min: {{type: integer}}}}}}}}
        - {{name: X-Trace, in: header, required: true, schema: {{type: integer}}}}
        - {{name: Authorization, in: header, required: true, schema: {{type: string}}}}
        - {{name: where, in: query, content: {{application/json: {{schema: {{type: object}}}}}}}}
      {DONE}
"
    ))
    .await;
    assert_eq!(
        setup.status(Method::GET, "/things/a/state").await,
        204,
        "the operation's own is not required"
    );
    assert_eq!(setup.status(Method::GET, "/things/a/state?limit=many").await, 204, "and it is text");
    assert_eq!(setup.status(Method::PUT, "/things/a/state").await, 422);
    assert_eq!(setup.status(Method::PUT, "/things/a/state?limit=7").await, 204);
    assert_eq!(setup.status(Method::POST, "/search").await, 422, "a header is missing");
    let cases = [
        ("ids=1,2&tags=a,b&piped=true|false&filter[min]=3&where={\"a\":1}", 204),
        ("ids=1,x", 422),
        ("tags=a&tags=b", 422),
        ("piped=true|maybe", 422),
        ("filter[min]=few", 422),
        ("filter[max]=3", 422),
        ("where=[]", 422),
    ];
    for (query, wanted) in cases {
        let call = setup.call(Method::POST, &format!("/search?{query}")).header("x-trace", "7");
        assert_eq!(call.send().await.unwrap().status().as_u16(), wanted, "{query}");
    }
    let wrong = setup.call(Method::POST, "/search").header("x-trace", "seven").send().await.unwrap();
    assert_eq!(wrong.status().as_u16(), 422);
}

#[tokio::test]
async fn bodies_are_read_in_their_media_type() {
    let setup = Setup::new(&format!(
        "security: [{{Key: []}}]
paths:
  /forms:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {{type: object, required: [to, size], properties: {{to: {{type: string}}, size: {{type: integer}}, tags: {{type: array, items: {{type: string}}}}}}}}
          application/vnd.api+json: {{schema: {{type: object, required: [data]}}}}
      {DONE}
components:
  securitySchemes: {{Key: {{type: apiKey, in: header, name: X-Key}}}}
"
    ))
    .await;
    let send = async |media_type: &str, body: &str| {
        let call = setup.call(Method::POST, "/forms").header("x-key", "k").header("content-type", media_type);
        call.body(body.to_owned()).send().await.unwrap().status().as_u16()
    };
    assert_eq!(setup.status(Method::POST, "/forms").await, 401, "there is no key");
    assert_eq!(send("application/x-www-form-urlencoded", "to=1&size=2&tags=a&tags=b").await, 204);
    assert_eq!(send("application/x-www-form-urlencoded", "to=1&size=large").await, 422);
    assert_eq!(send("application/x-www-form-urlencoded", "to=1").await, 422);
    assert_eq!(send("application/vnd.api+json; charset=utf-8", "{\"data\":1}").await, 204);
    assert_eq!(send("application/vnd.api+json", "{}").await, 422);
    assert_eq!(send("application/json", "{\"data\":1}").await, 415);
    assert_eq!(send("text/plain", "to=1&size=2").await, 415);
    assert_eq!(send("application/x-www-form-urlencoded", "").await, 422, "fields are missing");
}

#[tokio::test]
async fn a_form_without_fields_is_a_body() {
    let setup = Setup::new(&format!(
        "paths:
  /forms:
    post:
      requestBody:
        required: true
        content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{to: {{type: string}}}}}}}}}}
      {DONE}
"
    ))
    .await;
    let form = setup.call(Method::POST, "/forms").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.send().await.unwrap().status().as_u16(), 204);
    assert_eq!(setup.status(Method::POST, "/forms").await, 422, "there is no body");
}

#[tokio::test]
async fn what_goes_one_way_alone_does_not_go_the_other() {
    let setup = Setup::new(
        "paths:
  /things:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [id, name, password]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        name: {type: string}
        password: {type: string, writeOnly: true}
",
    )
    .await;
    let (status, made) = setup.post("/things", &json!({ "name": "n", "password": "p" })).await;
    assert_eq!((status, &made["name"], made.get("password")), (201, &json!("n"), None), "{made}");
    assert_eq!(setup.post("/things", &json!({ "name": "n" })).await.0, 422);
    let example = setup.running.example_body("POST /things").unwrap();
    assert_eq!((example.get("id"), example["password"].is_string()), (None, true), "{example}");
}

/// A value of a request may be invalid in a response: another type, fewer fields, a value that no enum has.
#[tokio::test]
async fn what_was_sent_comes_back_where_it_fits() {
    let setup = Setup::new(
        "paths:
  /things:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'201': {description: Made., content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/First'}, {$ref: '#/components/schemas/Second'}]}}}}}
components:
  schemas:
    First:
      type: object
      required: [kind, inner]
      properties: {kind: {type: string, enum: [a, b]}, inner: {$ref: '#/components/schemas/Inner'}}
    Second:
      type: object
      required: [kind, number, list]
      properties:
        kind: {type: string, enum: [c]}
        number: {type: integer, minimum: 3}
        list: {type: array, items: {$ref: '#/components/schemas/Inner'}}
    Inner:
      type: object
      required: [name, size]
      properties: {name: {type: string}, size: {type: integer, exclusiveMinimum: true, minimum: 4}}
      additionalProperties: false
",
    )
    .await;
    let sent = json!({ "kind": "z", "number": 1, "inner": { "name": "n", "color": "red" }, "list": [{ "name": "m" }] });
    let first = setup.post("/things", &sent).await;
    assert_eq!(first, (201, json!({ "kind": "a", "inner": { "name": "n", "size": 5 } })));
    setup.running.fault(Fault::once(FaultKind::Variant(1)));
    let second = setup.post("/things", &sent).await;
    assert_eq!(second, (201, json!({ "kind": "c", "number": 3, "list": [{ "name": "m", "size": 5 }] })));
}

#[tokio::test]
async fn hard_schemas_have_values() {
    let schema = |text: &str| {
        format!(
            "paths:
  /thing:
    post: {{responses: {{'200': {{description: Here., content: {{application/json: {{schema: {text}}}}}}}}}}}
components:
  schemas:
    Tree:
      type: object
      required: [left]
      properties:
        left: {{oneOf: [{{$ref: '#/components/schemas/Leaf'}}, {{$ref: '#/components/schemas/Tree'}}]}}
        a: {{$ref: '#/components/schemas/Tree'}}
        b: {{type: array, items: {{$ref: '#/components/schemas/Tree'}}}}
        c: {{$ref: '#/components/schemas/Tree'}}
        d: {{$ref: '#/components/schemas/Tree'}}
        e: {{$ref: '#/components/schemas/Tree'}}
    Leaf: {{type: string, maxLength: 3}}
    Base: {{type: object, properties: {{a: {{type: string}}, b: {{type: string}}}}}}
"
        )
    };
    let cases = [
        "{$ref: '#/components/schemas/Tree'}",
        "{allOf: [{$ref: '#/components/schemas/Base'}, {oneOf: [{required: [a]}, {required: [b]}]}]}",
        "{allOf: [{$ref: '#/components/schemas/Base'}, {oneOf: [{type: object, required: [x], properties: {x: {type: integer}}}]}]}",
        "{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}, not: {required: [b]}}",
        "{type: string, example: 7, minLength: 5}",
        "{allOf: [{type: string}, {maxLength: 2}]}",
        "{type: number, maximum: -3}",
    ];
    for case in cases {
        let started = std::time::Instant::now();
        let setup = Setup::new(&schema(case)).await;
        let (status, value) = setup.post("/thing", &json!({})).await;
        assert_eq!(status, 200, "{case}: {value}");
        assert!(!value.is_null() && started.elapsed().as_secs() < 20, "{case}");
    }
}

#[tokio::test]
async fn a_document_of_3_1_is_served() {
    let setup = Setup::of(
        "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /things:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [name, kind]
      properties:
        name: {type: [string, 'null']}
        kind: {const: thing}
        size: {type: integer, exclusiveMinimum: 3}
",
    )
    .await;
    let thing = json!({ "name": null, "kind": "thing", "size": 4 });
    assert_eq!(setup.post("/things", &thing).await, (201, thing));
    assert_eq!(setup.post("/things", &json!({ "name": null, "kind": "other" })).await.0, 422);
    assert_eq!(setup.post("/things", &json!({ "name": null, "kind": "thing", "size": 3 })).await.0, 422);
}

#[tokio::test]
async fn parts_are_fields_with_their_types() {
    let setup = Setup::new(&format!(
        "paths:
  /parts:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [size, file]
              properties:
                size: {{type: integer}}
                file: {{type: string, format: binary}}
                tags: {{type: array, items: {{type: string}}}}
                meta: {{type: object, required: [a], properties: {{a: {{type: integer}}}}}}
      {DONE}
"
    ))
    .await;
    let part =
        |head: &str, text: &str| format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n");
    let send = async |parts: &[String]| {
        let call =
            setup.call(Method::POST, "/parts").header("content-type", "multipart/form-data; boundary=B");
        let response = call.body(format!("{}--B--\r\n", parts.concat())).send().await.unwrap();
        response.status().as_u16()
    };
    let file = part("name=\"file\"; filename=\"f\"\r\nContent-Type: application/octet-stream", "x");
    let size = part("name=\"size\"", "3");
    let meta = |text| part("name=\"meta\"\r\nContent-Type: application/json", text);
    let tags = part("name=\"tags\"", "t").repeat(2);
    assert_eq!(send(&[file.clone(), size.clone(), tags, meta(r#"{"a":1}"#)]).await, 204);
    assert_eq!(send(&[file.clone(), part("name=\"size\"", "large")]).await, 422);
    assert_eq!(send(std::slice::from_ref(&size)).await, 422, "the file is missing");
    assert_eq!(send(&[file.clone(), size.clone(), meta("{}")]).await, 422);
    assert_eq!(send(&[file, size, meta("no JSON")]).await, 400);
}

#[tokio::test]
async fn paths_have_parameters_within_segments_and_lie_below_servers() {
    let path = |names: &[&str], style: &str| {
        let parameter = |name: &&str| {
            format!(
                "{{name: {name}, in: path, required: true, style: {style}, explode: true, schema: {{type: array, items: {{type: integer}}}}}}"
            )
        };
        format!("parameters: [{}]", names.iter().map(parameter).collect::<Vec<_>>().join(", "))
    };
    let setup = Setup::new(&format!(
        "servers: [{{url: 'https://{{host}}/base/v1/', variables: {{host: {{default: example.com}}}}}}]
paths:
  /things/{{id}}.json: {{get: {{{simple}, {DONE}}}}}
  /things/{{id}}:verb: {{post: {{{simple}, {DONE}}}}}
  /range/{{a}}-{{b}}: {{post: {{{range}, {DONE}}}}}
  /matrix{{a}}{{b}}: {{post: {{{matrix}, {DONE}}}}}
  /label/{{id}}: {{post: {{{label}, {DONE}}}}}
  /größe: {{get: {{{DONE}}}}}
",
        simple = path(&["id"], "simple"),
        range = path(&["a", "b"], "simple"),
        matrix = path(&["a", "b"], "matrix"),
        label = path(&["id"], "label"),
    ))
    .await;
    let cases = [
        (Method::GET, "/things/1,2.json", 204),
        (Method::GET, "/things/x.json", 422),
        (Method::GET, "/base/v1/things/1.json", 204),
        (Method::GET, "/base/v2/things/1.json", 404),
        (Method::POST, "/things/1:verb", 204),
        (Method::POST, "/things/1.json", 405),
        (Method::POST, "/range/1-2", 204),
        (Method::POST, "/range/1-", 404),
        (Method::POST, "/matrix;a=1;a=2;b=3", 204),
        (Method::POST, "/matrix;a=1;b=x", 422),
        (Method::POST, "/label/.1.2", 204),
        (Method::POST, "/label/.1.x", 422),
        (Method::GET, "/gr%C3%B6%C3%9Fe", 204),
    ];
    for (method, path, wanted) in cases {
        assert_eq!(setup.status(method.clone(), path).await, wanted, "{method} {path}");
    }
}

#[tokio::test]
async fn responses_have_their_documented_media_types() {
    let setup = Setup::new(
        "paths:
  /text: {get: {responses: {'200': {description: It., content: {text/csv: {schema: {type: string}}}}}}}
  /vendor: {get: {responses: {'200': {description: It., content: {application/vnd.a+json: {schema: {type: object}}}}}}}
  /lines: {get: {responses: {'200': {description: It., content: {application/x-ndjson: {schema: {type: integer}}}}}}}
  /either:
    get:
      responses:
        '200': {description: It., content: {application/json: {schema: {type: integer}}, text/event-stream: {schema: {type: integer}}}}
",
    )
    .await;
    let get = async |path: &str, accept: &str| {
        let response = setup.call(Method::GET, path).header("accept", accept).send().await.unwrap();
        let media_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        (media_type, response.text().await.unwrap())
    };
    assert_eq!(get("/text", "*/*").await.0, "text/csv");
    assert_eq!(get("/vendor", "*/*").await, ("application/vnd.a+json".to_owned(), "{}".to_owned()));
    assert_eq!(get("/lines", "*/*").await, ("application/x-ndjson".to_owned(), "1\n1\n".to_owned()));
    assert_eq!(get("/either", "application/json").await, ("application/json".to_owned(), "1".to_owned()));
    let events = ("text/event-stream".to_owned(), "data: 1\n\ndata: 1\n\n".to_owned());
    assert_eq!(get("/either", "text/event-stream").await, events);
}

#[tokio::test]
async fn any_id_may_exist() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    post: {responses: {'201': {description: Made.}}}
  /things/{id}:
    get: {responses: {'200': {description: It., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}}
  /things/{id}/parts:
    get: {responses: {'204': {description: None.}}}
";
    let read = Document::load(&MemoryFiles::new([("spec.yaml", text)]), "spec.yaml").unwrap();
    let simulator = SimulatorBuilder::of(read);
    for (simulator, wanted) in [(simulator.clone(), 404), (simulator.any_id(), 200)] {
        let setup = Setup { running: simulator.start().await.unwrap(), http: Client::new() };
        assert_eq!(setup.status(Method::GET, "/things/7").await, wanted);
        assert_eq!(setup.status(Method::GET, "/things/8/parts").await == 204, wanted == 200);
    }
}
