//! Every operation of the specification, called as its description says: the simulator answers each with its documented
//! success, and holds every answer against its schema; what is not there is not found; nobody unknown is let in.

use serde_json::Value;
use signalwire_rest::{Client, Method};
use simulator::Running;

use super::{NOWHERE, world};

struct Operation {
    id: String,
    method: Method,
    template: String,
    success: u16,
    has_404: bool,
    bearer: bool,
    open: bool,
}

fn operations() -> Vec<Operation> {
    let document = tests::specification().unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, node) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            let Some(responses) = node["responses"].as_object() else { continue };
            let success = responses.keys().find(|status| status.starts_with('2')).unwrap();
            operations.push(Operation {
                id: node["operationId"].as_str().unwrap().to_owned(),
                method,
                template: path.clone(),
                success: success.parse().unwrap(),
                has_404: responses.contains_key("404"),
                bearer: node["security"].to_string().contains("Bearer"),
                open: node["security"].as_array().is_some_and(Vec::is_empty),
            });
        }
    }
    operations
}

/// The path with something that exists in the place of each parameter.
fn concrete(running: &Running, template: &str) -> String {
    let mut path = String::new();
    for part in template.split('/').skip(1) {
        let value = match part.starts_with('{') {
            true => running.seed(&path, serde_json::json!({})),
            false => part.to_owned(),
        };
        path = format!("{path}/{value}");
    }
    path
}

async fn call(
    client: &Client,
    running: &Running,
    operation: &Operation,
    path: &str,
) -> Result<u16, signalwire_rest::Error> {
    let mut call = client.request(operation.method.clone(), path).retries(0);
    if let Some(body) = running.example_body(&operation.id) {
        call = call.json(&body);
    }
    let text = call.decode_as::<Value>().with_response().await;
    match text {
        Ok(answer) => Ok(answer.status().as_u16()),
        // 204 has no body, which is no JSON.
        Err(error) if error.is_decode() && error.body().is_empty() => Ok(error.status().unwrap().as_u16()),
        Err(error) => Err(error),
    }
}

/// A client that has nothing but a token: with a user and a password, a call of a path would sign in with these.
fn bearer(running: &Running) -> Client {
    let builder = Client::builder().base_url(running.url()).allow_plain_http(true);
    builder.bearer_token("token of a subscriber").build().unwrap()
}

#[tokio::test]
async fn succeeds_as_documented() {
    let operations = operations();
    assert!(operations.len() >= 252, "{}", operations.len());
    for operation in &operations {
        let (running, client) = world().await;
        let client = if operation.bearer { bearer(&running) } else { client };
        let path = concrete(&running, &operation.template);
        let status = call(&client, &running, operation, &path).await;
        let status = status.unwrap_or_else(|error| {
            panic!("{}: {error} {}", operation.id, String::from_utf8_lossy(error.body()))
        });
        assert_eq!(status, operation.success, "{}", operation.id);
        assert_eq!(running.requests().last().unwrap().operation, operation.id);
    }
}

/// An endpoint of many commands takes each of them: none is so like another that the two are taken for each other.
#[tokio::test]
async fn takes_every_shape_of_its_body() {
    let (running, client) = world().await;
    let mut sent = 0;
    for operation in operations().iter().filter(|operation| !operation.bearer) {
        let bodies = running.example_bodies(&operation.id);
        if bodies.len() < 2 {
            continue;
        }
        let path = concrete(&running, &operation.template);
        for body in bodies {
            let call = client.request(operation.method.clone(), &path).retries(0).json(&body);
            let answer = call.with_response().await.unwrap_or_else(|error| {
                panic!("{}: {error} {} {body}", operation.id, String::from_utf8_lossy(error.body()))
            });
            assert_eq!(answer.status().as_u16(), operation.success, "{}: {body}", operation.id);
            sent += 1;
        }
    }
    assert!(sent >= 48, "{sent} shapes");
}

#[tokio::test]
async fn fails_as_documented() {
    let (running, client) = world().await;
    let stranger = Client::builder()
        .base_url(running.url())
        .allow_plain_http(true)
        .project("x")
        .token("y")
        .build()
        .unwrap();
    for operation in operations() {
        let path =
            operation.template.split('/').map(|part| if part.starts_with('{') { NOWHERE } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        let outcome = call(&stranger, &running, &operation, &path).await;
        if operation.open {
            assert_eq!(outcome.unwrap(), operation.success, "{}", operation.id);
            continue;
        }
        let refused = outcome.unwrap_err();
        assert!(refused.is_unauthorized(), "{}: {refused}", operation.id);
        let is_item = operation.template.ends_with('}') && operation.has_404;
        if is_item {
            let client = if operation.bearer { &bearer(&running) } else { &client };
            let outcome = call(client, &running, &operation, &path).await;
            let seeded_by_itself = outcome.is_ok();
            assert!(seeded_by_itself || outcome.unwrap_err().is_not_found(), "{}", operation.id);
        }
    }
}
