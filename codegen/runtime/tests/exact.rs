//! Numbers that nobody documented are kept as they came, and those that are documented are what they are.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use signalwire_rest_runtime::{
    BoxFuture, Client, Extra, HeaderMap, Map, Method, StatusCode, Transport, TransportError,
    TransportRequest, TransportResponse, Value, impl_object, impl_union,
};

#[derive(Default)]
struct Thing {
    size: i64,
    ratio: Option<f64>,
    parts: Vec<Either>,
    extra: Extra,
}

enum Either {
    Thing(Box<Thing>),
    Unknown(Value),
}

/// Fields of any JSON, and of what may turn out to be any.
#[derive(Default)]
struct Free {
    any: Option<Value>,
    list: Vec<Value>,
    map: Option<Map<Vec<Value>>>,
    scalar: Option<Scalar>,
    parts: Vec<Either>,
    extra: Extra,
}

enum Scalar {
    Text(String),
    Number(i64),
    Unknown(Value),
}

impl Default for Either {
    fn default() -> Self {
        Self::Unknown(Value::Null)
    }
}

impl_object! {
    Free {
        optional any;
        list list;
        optional map;
        optional scalar;
        list parts;
    }
    Thing {
        required size;
        optional ratio;
        required parts;
    }
}

impl_union! {
    Scalar or Unknown {
        0 Text(String);
        1 Number(i64);
    }
    Either or Unknown {
        0 Thing(Box<Thing>);
    }
}

/// Where nobody documented a number: in an object, in a list, within a union, beside a text that looks like a number.
const JSON: &str = concat!(
    r#"{"size":7,"ratio":0.5,"parts":[{"size":1,"parts":[],"c":[-0,{"d":"1e400\" 2e400"},1.10]}],"#,
    r#""a":12345678901234567890123,"b":{"x":[1e400,true]},"e":1}"#
);

#[test]
fn text_is_written_as_it_was_read() {
    let thing: Thing = serde_json::from_str(JSON).unwrap();
    assert_eq!((thing.size, thing.ratio), (7, Some(0.5)));
    assert_eq!(serde_json::to_string(&thing).unwrap(), JSON);
    assert!(serde_json::to_string_pretty(&thing).unwrap().contains("12345678901234567890123,"));
    assert_eq!(thing, thing.clone());
}

#[test]
fn a_value_is_the_nearest_there_is() {
    let thing: Thing = serde_json::from_str(JSON).unwrap();
    assert_eq!(thing.extra.get("a").unwrap().as_f64(), Some(1.2345678901234568e22));
    assert_eq!(thing.extra.get("b").unwrap().to_string(), r#"{"x":["1e400",true]}"#);
    let value = serde_json::to_value(&thing).unwrap();
    assert_eq!(value["b"]["x"][0], "1e400");
    assert_eq!(value["e"], 1);
}

#[test]
fn what_is_set_anew_is_written_as_it_is_set() {
    let mut thing: Thing = serde_json::from_str(r#"{"size":1,"parts":[],"a":1e400,"b":1e401}"#).unwrap();
    let other = thing.clone();
    thing.extra.insert("a", 5);
    thing.extra.remove("b");
    assert_ne!(thing, other);
    assert_eq!(serde_json::to_string(&thing).unwrap(), r#"{"size":1,"parts":[],"a":5}"#);
}

/// Of several fields with one name the last counts, as if the others had never been there.
#[test]
fn the_last_of_several_counts() {
    let json =
        r#"{"size":1,"parts":[{"size":1,"parts":[]},3],"ratio":null,"a":1e400,"a":2,"ratio":1.0,"parts":[]}"#;
    let thing: Thing = serde_json::from_str(json).unwrap();
    assert_eq!(thing, serde_json::from_str(r#"{"size":1,"parts":[],"ratio":1,"a":2}"#).unwrap());
    assert_eq!(thing.extra.len(), 1);
    let things: Map<Thing> =
        serde_json::from_str(r#"{"x":{"size":1,"parts":[],"a":1},"x":{"size":2,"parts":[]}}"#).unwrap();
    assert!(things["x"].size == 2 && things["x"].extra.is_empty());
}

/// As many as a response may have take no longer than as many others.
#[test]
fn many_numbers_are_kept_one_by_one() {
    let fields: Vec<String> = (0..100_000).map(|number| format!("\"x{number:06}\":1e400")).collect();
    let json = format!("{{\"size\":1,\"parts\":[],{}}}", fields.join(","));
    let started = std::time::Instant::now();
    let thing: Thing = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&thing).unwrap(), json);
    // Were each compared with all others, it would take minutes.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// Documented numbers are still held to what they are.
#[test]
fn a_documented_number_that_is_none_is_an_error() {
    for json in [r#"{"size":1.5,"parts":[]}"#, r#"{"size":1,"ratio":1e400,"parts":[]}"#] {
        assert!(serde_json::from_str::<Thing>(json).is_err(), "{json}");
    }
}

/// Where the document says that anything may stand, and where something unknown stands in its place.
const FREE: &str = concat!(
    r#"{"any":{"a":[1e400,"1.10",12345678901234567890123]},"list":[1.10,1,[-0],1E+2,1.10],"#,
    r#""map":{"x":[1,18446744073709551617],"y":[18446744073709551618,18446744073709551619]},"scalar":1e400,"#,
    r#""parts":[{"size":1,"parts":[],"c":1.10},{"other":[1e400,{"n":0.10}]},1.5,"text"],"more":2e400}"#
);

#[test]
fn what_may_be_anything_is_written_as_it_was_read() {
    let free: Free = serde_json::from_str(FREE).unwrap();
    assert_eq!(serde_json::to_string(&free).unwrap(), FREE);
    assert_eq!(serde_json::to_string(&free.clone()).unwrap(), FREE);
    assert!(matches!(&free.scalar, Some(Scalar::Unknown(Value::String(text))) if text == "1e400"));
    assert_eq!(free.any.as_ref().unwrap()["a"][0], "1e400");
    assert_eq!(serde_json::to_value(&free).unwrap()["list"][0], 1.1);
    let number = |json: &str| serde_json::from_str::<Free>(&format!("{{\"scalar\":{json}}}")).unwrap();
    assert!(matches!(number("7").scalar, Some(Scalar::Number(7))));
    assert!(matches!(number("\"7\"").scalar, Some(Scalar::Text(text)) if text == "7"));
    for json in ["18446744073709551617", "1.10", "true", "[1e400]"] {
        let free = number(json);
        assert!(matches!(free.scalar, Some(Scalar::Unknown(_))), "{json}");
        assert_eq!(serde_json::to_string(&free).unwrap(), format!("{{\"scalar\":{json}}}"));
    }
}

#[test]
fn what_is_set_in_place_of_anything_is_written() {
    let mut free: Free = serde_json::from_str(FREE).unwrap();
    free.any = Some(5.into());
    free.list[0] = 7.into();
    free.list.pop();
    free.map.as_mut().unwrap().remove("x");
    free.scalar = None;
    free.parts.truncate(1);
    let written = concat!(
        r#"{"any":5,"list":[7,1,[-0],1E+2],"map":{"y":[18446744073709551618,18446744073709551619]},"#,
        r#""parts":[{"size":1,"parts":[],"c":1.10}],"more":2e400}"#
    );
    assert_eq!(serde_json::to_string(&free).unwrap(), written);
}

#[test]
fn the_last_of_several_anythings_counts() {
    let free: Free = serde_json::from_str(r#"{"any":1e400,"list":[1.10],"any":2,"list":[3,1.10]}"#).unwrap();
    assert_eq!(serde_json::to_string(&free).unwrap(), r#"{"any":2,"list":[3,1.10]}"#);
}

/// Answers with what was sent.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = request.body.unwrap();
        Box::pin(async { Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body }) })
    }
}

#[tokio::test]
async fn any_json_is_read() {
    let client = Client::builder().base_url("https://api.example.com").transport(Echo).build().unwrap();
    let answer: Value =
        client.request(Method::POST, "/").bytes("application/json", "[1e400,7]").await.unwrap();
    assert_eq!(answer.to_string(), r#"["1e400",7]"#);
}

#[tokio::test]
async fn a_call_sends_and_reads_the_same() {
    let client = Client::builder().base_url("https://api.example.com").transport(Echo).build().unwrap();
    let thing: Thing = serde_json::from_str(JSON).unwrap();
    let call = client.request(Method::POST, "/").json_body(&thing);
    let answer: Thing = call.decode_as().await.unwrap();
    assert_eq!(serde_json::to_string(&answer).unwrap(), JSON);
}
