#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::cell::Cell;

use proptest::prelude::*;
use serde_json::Value;

use crate::model::{Map, Model, read, read_straight, to_json};
use crate::{Extra, impl_object, impl_union};

struct Few {
    kind: Option<String>,
    a: String,
    b: Option<i64>,
    extra: Extra,
}

struct More {
    kind: Option<String>,
    a: String,
    b: Option<i64>,
    c: Option<Box<ByShape>>,
    extra: Extra,
}

struct Other {
    kind: String,
    c: String,
    d: Option<bool>,
    extra: Extra,
}

impl_object! {
    Few { optional kind; required a; optional b; }
    More { optional kind is "more"; required a; optional b; optional c; }
    Other { required kind is "other"; required c; optional d; }
}

enum ByShape {
    More(Box<More>),
    Few(Few),
    Other(Other),
    Text(String),
    Unknown(Value),
}

enum WithMap {
    Few(Few),
    Other(Other),
    Map(Map<Value>),
}

enum ByKind {
    Few(Few),
    More(More),
    Other(Other),
    Unknown(Value),
}

impl_union! {
    ByShape or Unknown { 0 More(Box<More>); 1 Few(Few); 2 Other(Other); 3 Text(String); }
    WithMap { 0 Few(Few); 1 Other(Other); 2 Map(Map<Value>); }
    ByKind by "kind" or Unknown {
        0 Few(Few) = "few";
        1 More(More) = "more" | "other";
        2 Other(Other) = "other";
    }
}

/// What is read straight is what is read otherwise; returns whether it was read straight.
fn agrees<T: Model + std::fmt::Debug>(json: &str) -> bool {
    let (mut straight, mut split) = (T::fresh(), T::fresh());
    let mut reader = serde_json::Deserializer::from_str(json);
    let guessed = Cell::new(false);
    let outcome = read_straight(&mut straight.slot(), &mut reader, &guessed);
    let expected = read(&mut split.slot(), &mut serde_json::Deserializer::from_str(json));
    if outcome.is_err() {
        assert!(guessed.get() || expected.is_err(), "{json}");
        return false;
    }
    expected.unwrap();
    assert_eq!(format!("{straight:?}"), format!("{split:?}"), "{json}");
    assert_eq!(to_json(straight.view()).unwrap(), to_json(split.view()).unwrap(), "{json}");
    true
}

fn value(depth: u32) -> BoxedStrategy<String> {
    let scalar = prop_oneof![
        "\"(few|more|other|x)\"",
        Just("7".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("1e400".to_owned()),
    ];
    if depth == 0 { scalar.boxed() } else { prop_oneof![4 => scalar, 1 => object(depth - 1)].boxed() }
}

fn object(depth: u32) -> BoxedStrategy<String> {
    let text = prop_oneof!["\"(few|more|other)\"", Just("\"\\u0066ew\"".to_owned())];
    let field = prop_oneof![
        3 => text.prop_map(|text| format!("\"kind\":{text}")),
        3 => "\"a\":\"(x|y)\"",
        2 => Just("\"b\":1".to_owned()),
        2 => Just("\"d\":true".to_owned()),
        2 => "\"c\":\"x\"",
        2 => ("[abcdz]|kind|more", value(depth)).prop_map(|(name, value)| format!("\"{name}\":{value}")),
    ];
    proptest::collection::vec(field, 0..6).prop_map(|fields| format!("{{{}}}", fields.join(","))).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_agree(json in prop_oneof![9 => object(2), 1 => value(0)]) {
        agrees::<ByShape>(&json);
        agrees::<WithMap>(&json);
        agrees::<ByKind>(&json);
    }
}

#[test]
fn most_values_are_read_straight() {
    for json in [
        r#"{"kind":"few","a":"x","b":1}"#,
        r#"{"b":1,"a":"x","kind":"few"}"#,
        r#"{"new":{"z":[1e400]},"kind":"few","a":"x","b":1}"#,
    ] {
        assert!(agrees::<ByKind>(json), "{json}");
    }
    for json in [
        r#"{"a":"x","kind":"more","b":1,"c":{"kind":"other","d":null,"c":"x"}}"#,
        r#"{"kind":"other","new":7,"d":true,"c":"x"}"#,
        r#""x""#,
        r#"{"a":"x"}"#,
    ] {
        assert!(agrees::<ByShape>(json), "{json}");
    }
    // The first fields point to one variant, and the last to another.
    assert!(!agrees::<ByShape>(r#"{"d":true,"a":"x"}"#));
    assert!(!agrees::<ByKind>(r#"{"kind":"few","a":"x","kind":"more"}"#));
}
