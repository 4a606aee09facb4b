//! Numbers of any size, in JSON that nobody documented: what is read is written back to the letter.

use proptest::prelude::*;
use signalwire_rest_runtime::{Extra, Value, impl_object, impl_union};

#[derive(Default)]
struct Thing {
    kind: Option<String>,
    parts: Option<Vec<Either>>,
    extra: Extra,
}

enum Either {
    Thing(Box<Thing>),
    Unknown(Value),
}

impl Default for Either {
    fn default() -> Self {
        Self::Unknown(Value::Null)
    }
}

impl_object! {
    Thing {
        optional kind;
        optional parts;
    }
}

impl_union! {
    Either or Unknown {
        0 Thing(Box<Thing>);
    }
}

/// JSON text without white space and without names twice.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,4})?",
        1 => Just("null".to_owned()),
        1 => Just("true".to_owned()),
        1 => "[0-9eE.\\-\"\\\\,:{}\\[\\] é\n]{0,8}".prop_map(|text| Value::from(text).to_string()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::btree_map("[a-z0-9]{1,4}", inner, 0..4).prop_map(|fields| {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_not_documented_is_written_as_it_was_read(json in json(), other in json()) {
        let text = format!(r#"{{"kind":"k","parts":[{{"x":{json}}}],"y":{other}}}"#);
        let thing: Thing = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(&thing).unwrap(), text);
        prop_assert_eq!(&thing, &thing.clone());
        // Through a `Value`, numbers may change, but nothing is lost.
        let value = serde_json::to_value(&thing).unwrap();
        let back: Thing = serde_json::from_value(value.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(&back).unwrap(), value);
    }
}
