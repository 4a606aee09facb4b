//! What a value of a type looks like, by which the variants of a union are told from each other.

use serde_json::Value;

use super::{Map, Table, Timestamp, Uuid};

/// What a value of one type looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// An object with these fields.
    Object(&'static Table),
    /// An object without documented fields.
    Map,
    /// Text; only these texts when any are listed.
    Text(&'static [&'static str]),
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A list.
    List,
    /// Anything.
    Any,
}

/// A type that has a [`Shape`].
pub trait Shaped {
    /// The shape of its values.
    const SHAPE: Shape;
}

/// The fields of a type that is an object; none of any other type.
#[doc(hidden)]
#[inline]
pub const fn table_of<T: Shaped>() -> &'static Table {
    const NONE: Table = Table::new("", &[]);
    match T::SHAPE {
        Shape::Object(table) => table,
        _ => const { &NONE },
    }
}

macro_rules! shapes {
    ($($type:ty => $shape:expr;)*) => {$(
        impl Shaped for $type {
            const SHAPE: Shape = $shape;
        }
    )*};
}

shapes! {
    String => Shape::Text(&[]);
    Uuid => Shape::Text(&[]);
    Timestamp => Shape::Text(&[]);
    i64 => Shape::Number;
    u64 => Shape::Number;
    f64 => Shape::Number;
    bool => Shape::Bool;
    Value => Shape::Any;
}

impl<T> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List;
}

impl<T> Shaped for Map<T> {
    const SHAPE: Shape = Shape::Map;
}

impl<T> Shaped for super::MaybeArray<T> {
    const SHAPE: Shape = Shape::Any;
}

impl<T: Shaped> Shaped for Box<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}
