//! What a value of a type looks like, by which the variants of a union are told from each other.

use serde_json::Value;

use super::{Declaration, Map, Table, Timestamp, Uuid};

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
    fn shape() -> Shape;
}

/// The fields of a type that is an object; none of any other type.
#[doc(hidden)]
pub fn table_of<T: Shaped>() -> &'static Table {
    static NONE: Declaration = Declaration::new("", "");
    match T::shape() {
        Shape::Object(table) => table,
        _ => NONE.table(),
    }
}

macro_rules! shapes {
    ($($type:ty => $shape:expr;)*) => {$(
        impl Shaped for $type {
            fn shape() -> Shape {
                $shape
            }
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
    fn shape() -> Shape {
        Shape::List
    }
}

impl<T> Shaped for Map<T> {
    fn shape() -> Shape {
        Shape::Map
    }
}

impl<T> Shaped for super::MaybeArray<T> {
    fn shape() -> Shape {
        Shape::Any
    }
}

impl<T: Shaped> Shaped for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }
}
