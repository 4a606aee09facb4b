//! Unions inside of unions, as a hostile server would nest them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::cell::Cell;

use serde_json::json;
use signalwire_rest_runtime::{Extra, Model, Slot, Union, Value, Variants, View, impl_object, impl_serde};

thread_local! {
    static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// Two objects that differ in nothing but their names, each with another union inside.
macro_rules! object {
    ($name:ident) => {
        #[derive(Default)]
        struct $name {
            inner: Option<Box<Node>>,
            number: i64,
            extra: Extra,
        }

        impl_object! { $name { optional inner; required number; } }
    };
}

object!(Left);
object!(Right);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Left(Left),
    Right(Right),
    Unknown(Value),
}

impl_serde!(Node);

impl Model for Node {
    fn fresh() -> Self {
        Self::Unknown(Value::Null)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Union(self)
    }

    fn view(&self) -> View<'_> {
        View::Union(self)
    }
}

/// By hand, so that attempts are counted.
impl Union for Node {
    fn variants(&self) -> &'static Variants {
        static VARIANTS: Variants = Variants::new("Node", None, &[&[], &[]], "Left Right Unknown");
        &VARIANTS
    }

    fn select(&mut self, variant: usize) -> &mut dyn Model {
        let is_documented = variant < self.variants().texts.len();
        DECODED.set(DECODED.get() + usize::from(is_documented));
        *self = match variant {
            0 => Self::Left(Left::default()),
            1 => Self::Right(Right::default()),
            _ => Self::fresh(),
        };
        match self {
            Self::Left(value) => value,
            Self::Right(value) => value,
            Self::Unknown(value) => value,
        }
    }

    fn index(&self) -> usize {
        match self {
            Self::Left(_) => 0,
            Self::Right(_) => 1,
            Self::Unknown(_) => 2,
        }
    }

    fn value(&self) -> &dyn Model {
        match self {
            Self::Left(value) => value,
            Self::Right(value) => value,
            Self::Unknown(value) => value,
        }
    }
}

/// So many levels, each of which is refused only after what is inside of it was read.
fn nested(levels: usize, number: &Value) -> Value {
    (0..levels).fold(json!({ "number": number }), |inner, _| json!({ "inner": inner, "number": number }))
}

#[test]
fn what_fits_nowhere_costs_no_more_than_its_size() {
    for levels in [1, 10, 100] {
        DECODED.set(0);
        let value = nested(levels, &json!("not a number"));
        let node: Node = serde_json::from_str(&value.to_string()).unwrap();
        assert_eq!(node, Node::Unknown(value), "{levels}");
        assert!(DECODED.get() < 200 * (levels + 1) + 1_000, "{levels}: {}", DECODED.get());
    }
}

#[test]
fn what_fits_is_read_at_any_depth() {
    for levels in [1, 10, 100] {
        let value = nested(levels, &json!(7));
        let mut node: Node = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&node).unwrap(), value);
        for level in 0..levels {
            let Node::Left(left) = node else { panic!("{level} of {levels}: {node:?}") };
            node = *left.inner.unwrap();
        }
        assert!(matches!(node, Node::Left(Left { number: 7, .. })));
    }
}

/// What lacks a required field is of no variant, however much else is in it: nothing of it is read.
#[test]
fn a_variant_that_lacks_a_required_field_is_not_tried() {
    // The first value finds out what the variants look like.
    let _: Node = serde_json::from_str("{}").unwrap();
    DECODED.set(0);
    let fields = (0..1_000).map(|number| (format!("x{number}"), number.into()));
    let value = Value::Object(fields.collect());
    let node: Node = serde_json::from_str(&value.to_string()).unwrap();
    assert_eq!((node, DECODED.get()), (Node::Unknown(value), 0));
}

/// Each part of a union is read by itself, but not as if nothing were around it.
#[test]
fn what_is_too_deep_is_an_error_and_not_the_end_of_the_stack() {
    for levels in [127, 1_000, 100_000] {
        let json = format!("{}{}", r#"{"number":1,"inner":"#.repeat(levels), "null") + &"}".repeat(levels);
        let node = serde_json::from_str::<Node>(&json);
        assert_eq!(node.is_ok(), levels < 128, "{levels}");
    }
}

/// What one value cost is not charged to the next.
#[test]
fn every_value_is_read_for_itself() {
    let odd = nested(20, &json!("not a number"));
    let values = json!([odd, nested(20, &json!(1)), odd, nested(20, &json!(1))]);
    let nodes: Vec<Node> = serde_json::from_value(values).unwrap();
    let kinds: Vec<bool> = nodes.iter().map(|node| matches!(node, Node::Left(_))).collect();
    assert_eq!(kinds, [false, true, false, true]);
}
