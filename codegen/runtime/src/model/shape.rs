//! What a value of a type looks like, by which the variants of a union are told from each other.

use super::{Slot, Table};

/// What a value of one type looks like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
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

impl Shape {
    /// The shape of what is read into a slot.
    pub(super) fn of(slot: Slot<'_>) -> Self {
        match slot {
            Slot::Object(object) => Self::Object(object.table()),
            Slot::Map(_) => Self::Map,
            Slot::Text(_) => Self::Text(&[]),
            Slot::Enum(text) => Self::Text(text.declared().texts),
            Slot::Integer(_) | Slot::Unsigned(_) | Slot::Number(_) => Self::Number,
            Slot::Bool(_) => Self::Bool,
            Slot::List(_) => Self::List,
            Slot::Nullable(value) => Self::of(value.set_value()),
            Slot::Unit
            | Slot::Any(_)
            | Slot::Bytes(_)
            | Slot::File(_)
            | Slot::ObjectOrList(_)
            | Slot::Union(_)
            | Slot::Responses(_) => Self::Any,
        }
    }
}
