//! Every operation of the specification, called through every generated method for it, with sample arguments that the
//! generator writes. The request is as documented, the response is read without loss, and failures are the documented
//! errors.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use signalwire_rest::conformance::{CALLS, OPERATIONS};
use signalwire_rest::{ApiError, Client, Error};
use signalwire_rest_runtime::SampleCall;
use simulator::Simulator;

use super::documented::{Operation, operations};
use super::observed::{Exchange, Observed};
use super::{BEARER, NOWHERE, setup};

/// All characters except those that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn calls() -> impl Iterator<Item = &'static SampleCall<Client>> {
    CALLS.iter().copied().flatten()
}

/// The operations by their ids.
fn documented() -> BTreeMap<String, Operation> {
    operations().into_iter().map(|operation| (operation.id.clone(), operation)).collect()
}

async fn observed() -> Observed {
    Observed::new(tests::simulator().unwrap().bearer(BEARER).start().await.unwrap())
}

/// A name for messages.
fn name(call: &SampleCall<Client>) -> String {
    format!("{}{}", call.method, if call.whole { " with everything" } else { "" })
}

#[test]
fn every_operation_is_called() {
    let called: BTreeSet<&str> = calls().map(|call| call.operation).collect();
    let operations = operations();
    let documented: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(called, documented);
    assert_eq!(documented.len(), operations.len(), "no two operations have one id");
}

/// `x-call` names an operation in the client, `x-commands` each command that its body may be, and the keys of `x-helpers` what
/// sends its body with some fields set.
#[test]
fn every_name_of_the_specification_is_called() {
    let called: BTreeSet<(&str, String)> = calls().map(|call| (call.id, steps(call.method))).collect();
    let document = tests::specification().unwrap();
    let items = document["paths"].as_object().unwrap().values();
    let mut names = 0;
    for node in items.flat_map(|item| item.as_object().unwrap().values()) {
        let id = node["operationId"].as_str().unwrap_or_default();
        let commands = node["x-commands"].as_object().into_iter().flatten();
        let commands = commands.map(|(text, names)| (format!("{id}({text})"), names));
        let helpers = node["x-helpers"].as_object().into_iter().flatten().map(|(name, _)| json!(name));
        let helpers = Value::Array(helpers.collect());
        let whole = [(id.to_owned(), &node["x-call"]), (id.to_owned(), &helpers)];
        for (id, declared) in whole.into_iter().chain(commands) {
            for name in strings(declared) {
                let call = (id.as_str(), steps(&format!("client.{name}")));
                assert!(called.contains(&call), "no sample calls {name} for {id}");
                names += 1;
            }
        }
    }
    assert_eq!(called.len(), names, "no method has a name that is not declared");
}

/// The method without the ids that its namespaces are given.
fn steps(method: &str) -> String {
    let steps = method.split('.').map(|step| step.split('(').next().unwrap_or_default());
    steps.collect::<Vec<_>>().join(".")
}

/// All texts of a value, a list or an object.
fn strings(node: &Value) -> Vec<String> {
    match node {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn every_method_sends_what_is_documented_and_reads_the_success() {
    let documented = documented();
    let mut failures = Vec::new();
    for call in calls() {
        let (observed, operation) = (observed().await, &documented[call.operation]);
        let (path, ids) = existing(observed.running(), &operation.template);
        let outcome = (call.call)(&observed.client(), &|name| ids[name].clone()).await;
        let exchange = observed.only(&name(call));
        let checked = check_request(call, operation, &path, &exchange)
            .and_then(|()| check_success(operation, &exchange, outcome))
            .and_then(|()| check_route(&observed, operation))
            .and_then(|()| check_copies(call, &exchange));
        failures.extend(checked.err().map(|why| format!("{}: {why}", name(call))));
    }
    assert!(failures.is_empty(), "{} of {} calls:\n{}", failures.len(), calls().count(), failures.join("\n"));
}

/// A path in which every id belongs to an existing record, and these ids.
pub fn existing(running: &Simulator, template: &str) -> (String, BTreeMap<String, String>) {
    let (mut path, mut ids) = (String::new(), BTreeMap::new());
    for part in template.split('/').skip(1) {
        let value = match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => {
                let id = running.seed(&path, json!({}));
                ids.insert(name.to_owned(), id.clone());
                id
            }
            None => part.to_owned(),
        };
        path = format!("{path}/{value}");
    }
    (path, ids)
}

/// Method, path, query and body are those that the specification documents. The simulator refuses invalid values.
fn check_request(
    call: &SampleCall<Client>,
    operation: &Operation,
    path: &str,
    exchange: &Exchange,
) -> Result<(), String> {
    equal("method", exchange.method.as_str(), &operation.method)?;
    equal("path", exchange.path.as_str(), path)?;
    let sent: BTreeSet<&str> = exchange.query.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = operation.query.iter().filter(|(_, required)| *required || call.whole);
    equal("query", &sent, &wanted.map(|(name, _)| name.as_str()).collect())?;
    let sent = exchange.content_type.as_deref();
    // A form in which no field is set is a body without bytes.
    let has_body = !exchange.request.is_empty() || sent == Some(FORM);
    let declared = operation.media_type.as_deref().filter(|_| has_body || operation.body_required);
    equal("media type of the body", &sent, &declared)
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The response is the documented success, and it is read without loss.
fn check_success(
    operation: &Operation,
    exchange: &Exchange,
    outcome: Result<Value, Error>,
) -> Result<(), String> {
    let request = String::from_utf8_lossy(&exchange.request);
    let response = String::from_utf8_lossy(&exchange.response);
    let why = || format!("{request} returns {} {response}", exchange.status);
    if exchange.status.as_u16() != operation.success {
        return Err(format!("not {}: {}", operation.success, why()));
    }
    let read = outcome.map_err(|error| format!("{error}: {}", why()))?;
    match serde_json::from_slice(&exchange.response) {
        Ok(sent) => equal("response", &with_plain_numbers(read), &with_plain_numbers(sent)),
        Err(_) => equal("response", read.as_str().unwrap_or_default(), &*response),
    }
}

/// The simulator, which reads the specification by itself, assigns the request to the same operation.
fn check_route(observed: &Observed, operation: &Operation) -> Result<(), String> {
    equal("operation", observed.running().requests()[0].operation.as_str(), &operation.id)
}

/// What was sent and what came are written alike when they are read as their types and copied.
fn check_copies(call: &SampleCall<Client>, exchange: &Exchange) -> Result<(), String> {
    let types = OPERATIONS.iter().find(|types| types.operation == call.operation);
    let types = types.ok_or("the operation has no types")?;
    for (what, read, json) in
        [("request", types.request, &exchange.request), ("response", types.response, &exchange.response)]
    {
        let Some(read) = read.filter(|_| !json.is_empty()) else { continue };
        let copy = read(json).map_err(|error| format!("{what}: {error}"))?;
        let original = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        equal(&format!("copy of the {what}"), &with_plain_numbers(copy), &with_plain_numbers(original))?;
    }
    Ok(())
}

fn equal<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    found: &T,
    documented: &T,
) -> Result<(), String> {
    match found == documented {
        true => Ok(()),
        false => Err(format!("{what} is {found:?}, not {documented:?}")),
    }
}

/// `1` and `1.0` are the same number of JSON.
pub fn with_plain_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(with_plain_numbers).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, with_plain_numbers(value))).collect()
        }
        other => other,
    }
}

/// An endpoint with many commands accepts each of them: no two are mistaken for each other.
#[tokio::test]
async fn takes_every_variant_of_its_body() {
    let (running, client) = setup().await;
    let mut sent = 0;
    for operation in operations() {
        let bodies = running.example_bodies(&operation.id);
        let (path, _) = existing(&running, &operation.template);
        for body in bodies.iter().filter(|_| bodies.len() > 1) {
            let method = operation.method.parse().unwrap();
            let call = client.request(method, &path).retries(0).json(body);
            let response = call.with_response().await.unwrap_or_else(|error| {
                panic!("{}: {error} {} {body}", operation.id, String::from_utf8_lossy(error.body()))
            });
            assert_eq!(response.status().as_u16(), operation.success, "{}: {body}", operation.id);
            sent += 1;
        }
    }
    assert!(sent >= 48, "{sent} variants");
}

/// An id is one segment of the path, whatever is in it.
#[tokio::test]
async fn every_id_is_percent_encoded() {
    let (observed, documented) = (observed().await, documented());
    let client = observed.client();
    let mut encoded = 0;
    for call in calls() {
        let operation = &documented[call.operation];
        let odd = |name: &str| format!("{name}/../a b?c=d&e#f%2Fg+ü");
        let _ = (call.call)(&client, &odd).await;
        let path = operation.template.split('/').map(|part| match part.strip_prefix('{') {
            Some(name) => utf8_percent_encode(&odd(name.trim_end_matches('}')), RESERVED).to_string(),
            None => part.to_owned(),
        });
        assert_eq!(observed.only(&name(call)).path, path.collect::<Vec<_>>().join("/"), "{}", name(call));
        encoded += operation.ids().count();
    }
    assert!(encoded >= 180, "{encoded} ids");
}

#[tokio::test]
async fn nobody_unknown_is_let_in() {
    let documented = documented();
    let mut open = Vec::new();
    for call in calls() {
        let (observed, operation) = (observed().await, &documented[call.operation]);
        let (_, ids) = existing(observed.running(), &operation.template);
        let outcome = (call.call)(&observed.stranger(), &|name| ids[name].clone()).await;
        let exchange = observed.only(&name(call));
        if operation.open {
            assert_eq!(check_success(operation, &exchange, outcome), Ok(()), "{}", name(call));
            open.push(call.operation);
        } else {
            assert_failure(call, &exchange, outcome, 401);
        }
    }
    assert_eq!(open, OPEN);
}

/// The operations that need no credentials.
const OPEN: [&str; 1] = ["create_guest_embed_token"];

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let documented = documented();
    let mut missed = 0;
    for call in calls().filter(|call| is_of_an_item(&documented[call.operation])) {
        let observed = observed().await;
        let outcome = (call.call)(&observed.client(), &|_| NOWHERE.to_owned()).await;
        assert_failure(call, &observed.only(&name(call)), outcome, 404);
        missed += 1;
    }
    assert!(missed >= 100, "{missed} calls");
}

/// The operation reads, changes or removes the thing whose id ends its path, and documents that it may not exist.
fn is_of_an_item(operation: &Operation) -> bool {
    operation.template.ends_with('}') && operation.method != "POST" && operation.statuses.contains("404")
}

/// The call fails with this status, and the error repeats the messages of the response.
fn assert_failure(
    call: &SampleCall<Client>,
    exchange: &Exchange,
    outcome: Result<Value, Error>,
    status: u16,
) {
    let error = outcome.expect_err(&name(call));
    assert_eq!(exchange.status.as_u16(), status, "{}: {error}", name(call));
    assert_eq!(error.status(), Some(exchange.status), "{}", name(call));
    assert_eq!(
        (error.is_unauthorized(), error.is_not_found()),
        (status == 401, status == 404),
        "{}",
        name(call)
    );
    assert_eq!(error.operation(), Some(call.id), "{}", name(call));
    let messages: Vec<Option<&str>> = error.errors().iter().map(ApiError::message).collect();
    let body = exchange.json();
    let documented: Vec<Option<&str>> = match body["errors"].as_array() {
        Some(errors) => {
            errors.iter().map(|error| error["message"].as_str().or(error["detail"].as_str())).collect()
        }
        None => vec![body["error"].as_str().or(body["message"].as_str())],
    };
    assert!(documented.iter().all(Option::is_some), "{}: {body}", name(call));
    assert_eq!(messages, documented, "{}", name(call));
}
