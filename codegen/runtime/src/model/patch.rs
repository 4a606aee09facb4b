//! A field of a request that may be left out, cleared, or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Model, Nullable, Slot, View};

/// Three different things an update can say of a field.
///
/// ```
/// use signalwire_rest_runtime::Patch;
///
/// let keep: Patch<String> = Patch::Absent; // The field is not sent: it stays as it is.
/// let clear: Patch<String> = Patch::Null; // `null` is sent: the field is cleared.
/// let set: Patch<String> = "C-3P0".into(); // The value is sent.
/// assert!(keep.is_absent() && clear.is_null() && set.value().is_some());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The field is left out.
    #[default]
    Absent,
    /// The field is sent as `null`.
    Null,
    /// The field is sent with this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field is left out.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field is sent as `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, when there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, when there is one, by value.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// `Some` sets the field, `None` clears it.
    pub fn set_or_clear(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// `Some` sets the field, `None` leaves it as it is.
    pub fn set_or_keep(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    /// Objects leave [`Patch::Absent`] out before this is asked; elsewhere it can only be `null`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::set_or_clear)
    }
}

impl<T: Model> Model for Patch<T> {
    fn fresh() -> Self {
        Self::Absent
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Nullable(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => View::Value(value),
        }
    }
}

impl<T: Model> Nullable for Patch<T> {
    fn reset(&mut self) {
        *self = Self::Absent;
    }

    fn set_null(&mut self) {
        *self = Self::Null;
    }

    fn set_value(&mut self) -> Slot<'_> {
        *self = Self::Value(T::fresh());
        match self {
            Self::Value(value) => value.slot(),
            Self::Absent | Self::Null => Slot::Unit,
        }
    }
}
