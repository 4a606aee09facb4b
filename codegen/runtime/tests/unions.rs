//! Unions inside of unions, as a hostile server would nest them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::cell::Cell;

use serde_json::json;
use signalwire_rest_runtime::{
    Buffered, Extra, Field, JsonError, MapAccess, Object, Reader, SerializeMap, Shape, Union, Value, Writer,
    impl_object, impl_union,
};

thread_local! {
    static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// Two objects that differ in nothing but their names, each with another union inside.
macro_rules! object {
    ($name:ident) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name {
            inner: Option<Box<Node>>,
            number: i64,
            extra: Extra,
        }

        impl Object for $name {
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'static [Field] = &[Field::optional("inner"), Field::optional("number")];

            fn read<'de, A: MapAccess<'de>>(&mut self, field: usize, from: &mut Reader<'_, 'de, A>) {
                match field {
                    0 => from.optional(&mut self.inner),
                    _ => from.field(&mut self.number),
                }
            }

            fn write<M: SerializeMap>(&self, to: &mut Writer<'_, M>) {
                to.optional("inner", &self.inner);
                to.field("number", &self.number);
            }

            fn extra(&self) -> &Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut Extra {
                &mut self.extra
            }
        }
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

impl_object!(Left, Right);
impl_union!(Node { Left, Right, Unknown });

impl Union for Node {
    const NAME: &'static str = "Node";
    const VARIANTS: &'static [Shape] = &[Shape::of::<Left>(), Shape::of::<Right>()];

    fn decode(variant: usize, value: &Buffered<'_>) -> Result<Self, JsonError> {
        DECODED.set(DECODED.get() + 1);
        match variant {
            0 => value.decode().map(Self::Left),
            _ => value.decode().map(Self::Right),
        }
    }

    fn unknown(value: Value) -> Result<Self, Value> {
        Ok(Self::Unknown(value))
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
        let node: Node = serde_json::from_value(value.clone()).unwrap();
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

/// What one value cost is not charged to the next.
#[test]
fn every_value_is_read_for_itself() {
    let odd = nested(20, &json!("not a number"));
    let values = json!([odd, nested(20, &json!(1)), odd, nested(20, &json!(1))]);
    let nodes: Vec<Node> = serde_json::from_value(values).unwrap();
    let kinds: Vec<bool> = nodes.iter().map(|node| matches!(node, Node::Left(_))).collect();
    assert_eq!(kinds, [false, true, false, true]);
}
