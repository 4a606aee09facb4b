//! Responses that are damaged: one of each kind of the API, changed in any place.
//!
//! Whatever comes, nothing panics; what can be read is written back without loss; and what cannot be read is reported
//! without any of its texts. `PROPTEST_CASES` runs more cases.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::fmt::Debug;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use signalwire_rest::types::*;
use signalwire_rest::{MaybeArray, Method};
use signalwire_rest_runtime::{
    BoxFuture, Client, Error, HeaderMap, StatusCode, Transport, TransportError, TransportRequest,
    TransportResponse,
};
use simulator::Links;

/// Reads a body as the response of a call, compares it with a copy, and writes it back.
type Read = fn(Vec<u8>) -> Result<Value, Error>;

/// A kind of response: where an example of it comes from, and how it is read.
#[derive(Clone, Debug)]
struct Kind {
    path: &'static str,
    example: Value,
    read: Read,
}

fn read<T>(body: Vec<u8>) -> Result<Value, Error>
where
    T: DeserializeOwned + Serialize + Clone + PartialEq + Debug + Send + 'static,
{
    let client =
        Client::builder().base_url("https://api.example.com").transport(FixedResponse(body)).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let response: T = runtime.block_on(client.request(Method::GET, "/").decode_as().send())?;
    let copy = response.clone();
    assert_eq!(copy, response);
    assert_eq!(format!("{copy:?}"), format!("{response:?}"));
    assert_eq!(serde_json::to_string(&copy).unwrap(), serde_json::to_string(&response).unwrap());
    Ok(serde_json::to_value(response).unwrap())
}

/// Responds to each request with this body.
struct FixedResponse(Vec<u8>);

impl Transport for FixedResponse {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = self.0.clone().into();
        Box::pin(async { Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body }) })
    }
}

fn reads() -> Vec<(&'static str, Read)> {
    vec![
        ("/api/fabric/resources/sip_endpoints", read::<MaybeArray<SipCredentialList>>),
        ("/api/fabric/resources/sip_endpoints/{id}", read::<SipCredential>),
        ("/api/fabric/resources/sip_endpoints/{id}/addresses", read::<FabricCallAddressList>),
        ("/api/fabric/resources/sip_gateways", read::<SipGatewayList>),
        ("/api/fabric/sip_addresses", read::<SipAddressList>),
        ("/api/relay/rest/endpoints/sip", read::<SipEndpointList>),
        ("/api/relay/rest/sip_profile", read::<SipProfile>),
        ("/api/relay/rest/queues", read::<QueueList>),
        ("/api/voice/logs", read::<VoiceLogList>),
        ("/api/video/logs", read::<VideoLogList>),
        ("/api/logs/conferences", read::<ConferenceLogList>),
        ("/api/video/rooms", read::<VideoRoomList>),
        ("/api/datasphere/documents", read::<DatasphereDocumentList>),
        ("/api/projects", read::<ProjectList>),
        ("/api/fabric/resources/swml_scripts", read::<SwmlScriptList>),
        ("/api/fabric/resources/ai_agents", read::<AiAgentList>),
    ]
}

fn kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(examples())
    })
}

async fn examples() -> Vec<Kind> {
    let running = tests::simulator().unwrap().links(Links::Relative).start().await.unwrap();
    let client = tests::builder(&running).build().unwrap();
    let mut kinds = Vec::new();
    for (path, read) in reads() {
        let collection = path.split("/{id}").next().unwrap_or(path);
        let id = running.seed(collection, json!({}));
        let example = client.request(Method::GET, &path.replace("{id}", &id)).await.unwrap();
        kinds.push(Kind { path, example, read });
    }
    kinds
}

/// Any JSON, with texts that are not to be shown.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        2 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        2 => "[ -~]{0,4}".prop_map(|around| format!("{around}Planted Text{around}").into()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}|Planted Text", inner, 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect()))
        ]
    })
}

/// What happens to one place of a response.
#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Remove,
    Insert(String, Value),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => anything().prop_map(Change::Replace),
        1 => Just(Change::Remove),
        1 => ("[a-z_]{1,8}|Planted Text", anything()).prop_map(|(name, value)| Change::Insert(name, value)),
    ]
}

/// Every pointer into a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn apply(value: &mut Value, at: Index, change: Change) {
    let mut pointers = Vec::new();
    places(value, "", &mut pointers);
    let pointer = at.get(&pointers).clone();
    match change {
        Change::Replace(new) => *value.pointer_mut(&pointer).unwrap() = new,
        Change::Insert(name, new) => match value.pointer_mut(&pointer).unwrap() {
            Value::Object(fields) => drop(fields.insert(name, new)),
            Value::Array(items) => items.push(new),
            other => *other = new,
        },
        Change::Remove => {
            let Some((parent, name)) = pointer.rsplit_once('/') else { return };
            let name = name.replace("~1", "/").replace("~0", "~");
            match value.pointer_mut(parent).unwrap() {
                Value::Object(fields) => drop(fields.remove(&name)),
                Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                _ => {}
            }
        }
    }
}

/// Whether two values are equal as JSON: `1` equals `1.0`.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        _ => a == b,
    }
}

fn assert_tells_nothing(error: &Error) -> Result<(), TestCaseError> {
    let shown = format!("{error} {error:?} {:?}", error.field_path());
    prop_assert!(error.is_decode() && !shown.contains("Planted Text"), "{shown}");
    let line = error.to_string();
    prop_assert!(line.len() < 400 && !line.contains(char::is_control), "{line:?}");
    Ok(())
}

proptest! {
    #[test]
    fn responses_changed_in_some_places(
        kind in select(kinds()),
        changes in prop::collection::vec((any::<Index>(), change()), 0..4),
    ) {
        let mut body = kind.example;
        for (at, change) in changes {
            apply(&mut body, at, change);
        }
        match (kind.read)(body.to_string().into_bytes()) {
            Ok(back) => {
                prop_assert!(is_same(&back, &body), "{}: {body} became {back}", kind.path);
            }
            Err(error) => assert_tells_nothing(&error)?,
        }
    }

    #[test]
    fn responses_changed_in_some_bytes(
        kind in select(kinds()),
        changes in prop::collection::vec((any::<Index>(), any::<u8>(), 0_u8..4), 1..5),
    ) {
        let mut body = kind.example.to_string().into_bytes();
        for (at, byte, how) in changes {
            let at = at.index(body.len().max(1));
            match how {
                0 => body.truncate(at),
                1 => body.insert(at.min(body.len()), byte),
                2 if !body.is_empty() => body[at] = byte,
                // The same part twice: duplicate names, lists in lists.
                _ => body.extend_from_slice(&body.clone()[at.min(body.len())..]),
            }
        }
        if let Err(error) = (kind.read)(body) {
            assert_tells_nothing(&error)?;
        }
    }
}

/// Scripts contain instructions that contain instructions: as deep as JSON may be, on the stack of an ordinary thread.
#[test]
fn scripts_nested_as_deep_as_json_may_be() {
    for innermost in [json!({ "hangup": {} }), json!({ "cond": 7 })] {
        for levels in [1, 5, 25, 30] {
            let nested = (0..levels).fold(json!([innermost]), |inner, level| match level % 2 {
                0 => json!([{ "cond": [{ "when": "a", "then": inner }] }]),
                _ => json!([{ "switch": { "variable": "v", "case": { "a": inner } } }]),
            });
            let script = json!({ "version": "1.0.0", "sections": { "main": nested } });
            let back = read::<SwmlDocument>(script.to_string().into_bytes());
            assert!(back.is_ok_and(|back| is_same(&back, &script)), "{levels}");
        }
    }
}

#[test]
fn examples_are_read_as_they_are() {
    for Kind { path, example, read } in kinds() {
        let back = read(example.to_string().into_bytes()).unwrap();
        assert!(is_same(&back, example), "{path}: {example} became {back}");
    }
}
