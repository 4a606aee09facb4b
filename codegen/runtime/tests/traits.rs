//! `Clone`, `Debug` and `PartialEq` from the engine are what a derive would make.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use signalwire_rest_runtime::{
    Bytes, Extra, FilePart, Map, MaybeArray, Patch, Secret, Value, impl_object, impl_open_enum, impl_union,
};

/// One struct whose traits the engine implements, and one of the same name whose traits are derived.
macro_rules! thing {
    ($($derived:path),*) => {
        #[derive(Default, $($derived),*)]
        pub struct Thing {
            pub type_: String,
            pub password: Secret,
            pub size: Option<i64>,
            pub note: Patch<String>,
            pub color: super::Color,
            pub either: super::Either,
            pub parts: Vec<f64>,
            pub named: Map<bool>,
            pub links: MaybeArray<Box<Option<String>>>,
            pub extra: super::Extra,
        }
    };
}

mod by_engine {
    use super::{Map, MaybeArray, Patch, Secret, impl_object};

    thing!();

    impl_object! {
        Thing {
            required type_ as "type \"of\" \u{1a}^thing\u{1a}Z\u{1a}_" is "a = b";
            required password;
            optional size;
            patch note;
            required color;
            required either;
            required parts;
            required named;
            nullable links;
        }
    }
}

mod by_derive {
    use super::{Map, MaybeArray, Patch, Secret};

    thing!(Clone, Debug, PartialEq);
}

#[derive(Clone)]
pub enum Color {
    Red,
    Other(String),
}

impl_open_enum! { Color { 0 Red = "red"; } }

pub enum Either {
    Empty(Box<Empty>),
    Void(Void),
    Unknown(Value),
}

impl Default for Either {
    fn default() -> Self {
        Self::Unknown(Value::Null)
    }
}

impl_union! { Either or Unknown { 0 Empty(Box<Empty>); 1 Void(Void); } }

#[derive(Default)]
pub struct Empty {
    extra: Extra,
}

impl_object! { Empty {} }

#[derive(Default)]
pub struct Void {
    extra: Extra,
}

impl_object! { Void {} }

/// An enum and a union, in lists, maps and options: once with the engine's traits, once with derived ones.
macro_rules! shelf {
    ($($clone:path)?; $($derived:path),*) => {
        #[derive(Clone, $($derived),*)]
        pub enum Kind {
            Red,
            Green,
            Other(String),
        }

        $(#[derive($clone)])?
        $(#[derive($derived)])*
        pub enum Item {
            Words(Box<Option<String>>),
            Kinds(Vec<Kind>),
            Number(f64),
            Unknown(super::Value),
        }

        $(#[derive($clone)])?
        $(#[derive($derived)])*
        pub struct Shelf {
            pub items: Map<Vec<Option<Item>>>,
            pub first: Patch<Box<Item>>,
            pub extra: super::Extra,
        }

        pub fn shelves() -> Vec<Shelf> {
            let kinds = Item::Kinds(vec![Kind::Red, Kind::Green, Kind::Other("Red \"or\" not".to_owned())]);
            let words = |text: Option<&str>| Some(Item::Words(Box::new(text.map(str::to_owned))));
            let unknown = Item::Unknown(serde_json::json!({ "a": [null, 1] }));
            let items = vec![Some(kinds.clone()), None, words(Some("a\nb")), words(None), Some(Item::Number(1.0))];
            let all = Map::from([("a".to_owned(), items), ("b \"c\"".to_owned(), vec![Some(unknown)])]);
            let firsts = [Patch::Absent, Patch::Null, Patch::Value(Box::new(kinds))];
            let shelf = |first| Shelf { items: all.clone(), first, extra: super::Extra::default() };
            firsts.into_iter().map(shelf).chain([Shelf { items: Map::new(), ..shelf(Patch::Null) }]).collect()
        }
    };
}

mod shelf_by_engine {
    use super::{Map, Patch, impl_object, impl_open_enum, impl_union};

    shelf!(;);

    impl_open_enum! { Kind { 0 Red = "red"; 1 Green = "green"; } }

    impl_union! {
        Item or Unknown { 0 Words(Box<Option<String>>); 1 Kinds(Vec<Kind>); 2 Number(f64); }
    }

    impl_object! { Shelf { required items; patch first; } }
}

mod shelf_by_derive {
    use super::{Map, Patch};

    shelf!(Clone; Debug, PartialEq);
}

#[test]
fn unions_and_enums_are_shown_as_if_it_were_derived() {
    let engine = shelf_by_engine::shelves();
    let derive = shelf_by_derive::shelves();
    assert_eq!(format!("{engine:?}"), format!("{derive:?}"));
    assert_eq!(format!("{engine:#?}"), format!("{derive:#?}"));
    assert!(format!("{engine:?}").contains(r#"Other("Red \"or\" not")"#), "{engine:?}");
    let copies = engine.clone();
    assert_eq!(format!("{copies:?}"), format!("{derive:?}"));
    assert_eq!(copies, engine);
}

/// Things of which no two are equal.
macro_rules! different {
    ($module:ident) => {{
        use $module::Thing;
        let mut other = Extra::default();
        other.insert("view", "sea");
        let text = || "red".to_owned();
        vec![
            Thing::default(),
            Thing { type_: text(), ..Thing::default() },
            Thing { password: "hunter2".into(), ..Thing::default() },
            Thing { size: Some(0), ..Thing::default() },
            Thing { note: Patch::Null, ..Thing::default() },
            Thing { note: Patch::Value(String::new()), ..Thing::default() },
            Thing { color: Color::Red, ..Thing::default() },
            Thing { either: Either::Unknown(1.into()), ..Thing::default() },
            Thing { either: Either::Empty(Box::default()), ..Thing::default() },
            Thing { either: Either::Void(Void::default()), ..Thing::default() },
            Thing { parts: vec![0.5], ..Thing::default() },
            Thing { parts: vec![0.5, 0.5], ..Thing::default() },
            Thing { parts: vec![f64::NAN], ..Thing::default() },
            Thing { named: [(text(), true)].into(), ..Thing::default() },
            Thing { named: [(text(), false)].into(), ..Thing::default() },
            Thing { named: [(text(), true), ("a".to_owned(), true)].into(), ..Thing::default() },
            Thing { links: Box::new(Some(text())).into(), ..Thing::default() },
            Thing { links: serde_json::from_str("[]").unwrap(), ..Thing::default() },
            Thing { links: serde_json::from_str("[null]").unwrap(), ..Thing::default() },
            Thing { extra: other, ..Thing::default() },
        ]
    }};
}

#[test]
fn things_are_equal_as_if_it_were_derived() {
    let (engine, derive) = (different!(by_engine), different!(by_derive));
    for (index, (left, derived_left)) in engine.iter().zip(&derive).enumerate() {
        for (other, (right, derived_right)) in engine.iter().zip(&derive).enumerate() {
            assert_eq!(left == right, derived_left == derived_right, "{index} and {other}");
        }
    }
    let equal = engine.iter().filter(|thing| *thing == &(*thing).clone()).count();
    assert_eq!(equal, engine.len() - 1, "all but the one that is not a number");
}

#[test]
fn things_are_shown_as_if_it_were_derived() {
    for (left, right) in different!(by_engine).iter().zip(&different!(by_derive)) {
        assert_eq!(format!("{left:?}"), format!("{right:?}"));
        assert_eq!(format!("{left:#?}"), format!("{right:#?}"));
        assert!(!format!("{left:?}").contains("hunter2"));
    }
}

/// Values that cannot be read, or that would be read as others.
fn by_hand() -> Vec<by_engine::Thing> {
    let with = |either| by_engine::Thing { either, ..by_engine::Thing::default() };
    let mut extra = Extra::default();
    // The name of a documented field.
    extra.insert("size", "large");
    vec![
        with(Either::Unknown(Value::Null)),
        with(Either::Unknown(serde_json::json!({}))),
        by_engine::Thing { color: Color::Other("red".to_owned()), ..by_engine::Thing::default() },
        by_engine::Thing { extra, ..by_engine::Thing::default() },
    ]
}

#[test]
fn copies_are_as_if_it_were_derived() {
    let all = different!(by_engine).into_iter().chain(by_hand()).chain(read());
    for thing in all {
        let copy = thing.clone();
        let has_nan = thing.parts.iter().any(|part| part.is_nan());
        assert_eq!(copy == thing, !has_nan, "{thing:?}");
        assert_eq!(format!("{copy:#?}"), format!("{thing:#?}"));
        let json = [&copy, &thing].map(|thing| serde_json::to_string(thing).unwrap());
        assert_eq!(json[0], json[1]);
        assert_eq!(
            std::mem::discriminant(&copy.either),
            std::mem::discriminant(&thing.either),
            "a copy is of the same variant"
        );
    }
}

/// Values that keep how they were written.
fn read() -> Vec<by_engine::Thing> {
    let json = serde_json::to_string(&by_engine::Thing::default()).unwrap();
    let fields = json.replace(r#""links":null"#, r#""links":[]"#);
    let fields = fields.strip_suffix('}').unwrap();
    let others =
        [r#""size":null"#, r#""a":1.10,"b":[1e400],"a":2E5"#, r#""note":null"#, r#""links":[null,"x",null]"#];
    let read = |other| serde_json::from_str(&format!("{fields},{other}}}"));
    others.into_iter().map(|other| read(other).unwrap()).collect()
}

#[test]
fn a_copy_of_a_value_by_itself_is_as_if_it_were_derived() {
    let variants = [Either::Empty(Box::default()), Either::Void(Void::default()), Either::Unknown(1.into())];
    for either in variants {
        assert_eq!(format!("{:?}", either.clone()), format!("{either:?}"));
    }
    for (json, count) in [("[]", 0), (r#"[{}]"#, 1), (r#"{"a":1}"#, 1), (r#"[{},{"a":1}]"#, 2)] {
        let list: MaybeArray<Empty> = serde_json::from_str(json).unwrap();
        let holder = Holder { list, file: FilePart::bytes("x").file_name("y"), ..Holder::default() };
        let copy = holder.clone();
        assert_eq!(copy, holder);
        assert_eq!(serde_json::to_value(&copy).unwrap()["list"].to_string(), json);
        assert_eq!(copy.list.into_vec().len(), count);
    }
    let mut empty: MaybeArray<Empty> = serde_json::from_str("[]").unwrap();
    empty.extra.insert("view", "sea");
    let holder = Holder { list: empty, ..Holder::default() };
    assert_eq!(holder.clone().list.extra.get("view").unwrap(), "sea");
}

#[derive(Default)]
struct Holder {
    list: MaybeArray<Empty>,
    file: FilePart,
    bits: Bytes,
    unit: (),
    other: Option<Value>,
    deep: Option<Box<Self>>,
    extra: Extra,
}

impl_object! {
    Holder {
        required list;
        required file;
        required bits;
        required unit;
        optional other;
        optional deep;
    }
}

/// A file that can be read once is the same file in a copy, and `null` is a value of any JSON.
#[test]
fn a_copy_holds_what_the_original_holds() {
    let inner = Holder { other: Some(Value::Null), ..Holder::default() };
    let file = FilePart::reader(std::io::empty());
    let holder = Holder { file, deep: Some(Box::new(inner)), ..Holder::default() };
    let copy = holder.clone();
    assert_eq!(copy, holder);
    assert_eq!(copy.deep.unwrap().other, Some(Value::Null));
}

#[test]
fn names_may_hold_quotes_and_signs() {
    let json = serde_json::to_value(by_engine::Thing::default()).unwrap();
    assert!(json.get("type \"of\" \u{1e}thing\u{1a}\u{1f}").is_some(), "{json}");
}

#[test]
fn values_are_equal_within_an_object_as_they_are_by_themselves() {
    let same = [Color::Red, Color::Other("red".to_owned())];
    assert_eq!(same[0], same[1]);
    let [one, other] = same.map(|color| by_engine::Thing { color, ..by_engine::Thing::default() });
    assert_eq!(one, other);
    let state = std::hash::RandomState::new();
    let [one, other] = [&one, &other].map(|thing| std::hash::BuildHasher::hash_one(&state, &thing.color));
    assert_eq!(one, other);
}
