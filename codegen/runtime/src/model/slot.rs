//! Where a value is read into, and what it is written from, without a type parameter.
//!
//! The engine ([`read`](super::read), [`write`](super::write)) sees every type through these few cases. A type adds no
//! code of its own but what hands out its parts.

use std::collections::btree_map::Entry;
use std::fmt;

use serde_json::Value;

use super::{Bytes, FilePart, Map, Object, Responses, Texts, Union};

/// A type that can be read from JSON and written as JSON.
pub trait Model {
    /// A value to be read into, of which nothing is set yet. Where fields are required, it is not valid as it is.
    #[doc(hidden)]
    fn fresh() -> Self
    where
        Self: Sized;

    /// Where the value is read into. The value must be fresh: what is not read stays as it is.
    fn slot(&mut self) -> Slot<'_>;

    /// What the value is written from.
    fn view(&self) -> View<'_>;
}

/// Where a value is read into.
#[allow(missing_debug_implementations, reason = "a slot holds values that may be secret")]
pub enum Slot<'a> {
    /// Nothing: only `null` is expected.
    Unit,
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// A whole number.
    Integer(&'a mut i64),
    /// A whole number that is never negative.
    Unsigned(&'a mut u64),
    /// Any number.
    Number(&'a mut f64),
    /// Text.
    Text(&'a mut String),
    /// Text of an open enum.
    Enum(&'a mut dyn FromText),
    /// Any JSON.
    Any(&'a mut Value),
    /// Bytes, which no JSON can have.
    Bytes(&'a mut Bytes),
    /// A file, which no JSON can have either.
    File(&'a mut FilePart),
    /// A value or `null`.
    Nullable(&'a mut dyn Nullable),
    /// A list.
    List(&'a mut dyn List),
    /// An object whose keys are not known beforehand.
    Map(&'a mut dyn Entries),
    /// An object, or a list of them.
    ObjectOrList(&'a mut dyn ObjectOrList),
    /// An object with documented fields.
    Object(&'a mut dyn Object),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// One of several responses, as its status tells.
    Responses(&'a mut dyn Responses),
}

/// What a value is written from.
///
/// It tells more than is written, so that a value can be shown for debugging: what is written in the end is
/// [`View::written`].
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "a view holds values that may be secret")]
pub enum View<'a> {
    /// Nothing, which is written as `null`.
    Unit,
    /// A field of an update that is left out.
    Absent,
    /// A field of an update that is `null`.
    Null,
    /// A field of an update that has a value.
    Value(&'a dyn Model),
    /// A value that is not there, which is written as `null` or left out.
    None,
    /// A value that is there.
    Some(&'a dyn Model),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that is never negative.
    Unsigned(u64),
    /// Any number.
    Number(f64),
    /// Text.
    Text(&'a str),
    /// Text that is not shown.
    Secret(&'a str),
    /// Text of an open enum.
    Enum(&'a dyn FromText),
    /// Any JSON.
    Any(&'a Value),
    /// Bytes.
    Bytes(&'a Bytes),
    /// A file, which only a multipart body can have.
    File(&'a FilePart),
    /// A list.
    List(&'a dyn List),
    /// An object whose keys are not known beforehand.
    Map(&'a dyn Entries),
    /// An object, or a list of them.
    ObjectOrList(&'a dyn ObjectOrList),
    /// An object with documented fields.
    Object(&'a dyn Object),
    /// One of several types.
    Union(&'a dyn Union),
}

impl<'a> View<'a> {
    /// What is written in the end: no option, no union, no enum, and of what is not there only [`View::Absent`] and
    /// [`View::Null`].
    #[must_use]
    pub fn written(self) -> Self {
        match self {
            Self::Some(value) | Self::Value(value) => value.view().written(),
            Self::Union(union) => union.value().view().written(),
            Self::ObjectOrList(value) => value.written(),
            Self::Enum(value) => Self::Text(value.text()),
            Self::Secret(text) => Self::Text(text),
            Self::None | Self::Unit => Self::Null,
            other => other,
        }
    }
}

/// A value that is made of text.
pub trait FromText {
    /// The documented texts.
    #[doc(hidden)]
    fn declared(&self) -> &'static Texts;

    /// The index of the value among the documented ones, or their number where it is none of them.
    fn index(&self) -> usize;

    /// Its text.
    fn text(&self) -> &str;

    /// Takes the value that this text stands for.
    fn set_text(&mut self, text: &str);

    /// Takes this text as one that is not documented, even if it is.
    fn set_other(&mut self, text: String);
}

/// A value that may be `null`.
pub trait Nullable {
    /// Becomes what it is when nothing was read.
    fn reset(&mut self);

    /// Becomes `null`.
    fn set_null(&mut self);

    /// Becomes a fresh value, to be read into.
    fn set_value(&mut self) -> Slot<'_>;
}

/// Values in a row.
pub trait List {
    /// Removes all values.
    fn clear(&mut self);

    /// Adds a fresh value, to be read into.
    fn push(&mut self) -> Slot<'_>;

    /// The number of values.
    fn count(&self) -> usize;

    /// The value with this index.
    fn item(&self, index: usize) -> View<'_>;
}

/// Values by their keys.
pub trait Entries {
    /// Removes all values.
    fn clear(&mut self);

    /// Adds a fresh value, to be read into; one that has the key already is replaced.
    fn insert(&mut self, key: String) -> Slot<'_>;

    /// The number of values.
    fn count(&self) -> usize;

    /// Visits each value in the order of the keys.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>));
}

impl dyn Entries + '_ {
    /// Visits each value in the order of the keys, up to the first error.
    pub(super) fn try_each<E>(
        &self,
        mut visit: impl FnMut(&str, View<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut outcome = Ok(());
        self.each(&mut |key, view| {
            if outcome.is_ok() {
                outcome = visit(key, view);
            }
        });
        outcome
    }
}

/// A value that may come by itself or in a list.
pub trait ObjectOrList: fmt::Debug {
    /// Becomes a fresh value that came by itself, to be read into.
    fn set_object(&mut self) -> Slot<'_>;

    /// Becomes an empty list.
    fn set_list(&mut self);

    /// Adds a fresh value to the list, to be read into.
    fn push(&mut self) -> Slot<'_>;

    /// The first value; where the list is empty, what stands for it.
    fn first(&self) -> &dyn Model;

    /// Where the first value is read into.
    fn first_slot(&mut self) -> Slot<'_>;

    /// What it is written as: the way it came.
    fn written(&self) -> View<'_>;
}

impl Model for () {
    fn fresh() -> Self {}

    fn slot(&mut self) -> Slot<'_> {
        Slot::Unit
    }

    fn view(&self) -> View<'_> {
        View::Unit
    }
}

/// Implements [`Model`] for a type that is one case of its own.
macro_rules! scalar {
    ($($type:ty => $slot:ident, |$value:ident| $view:expr;)*) => {$(
        impl Model for $type {
            fn fresh() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }

            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
        }
    )*};
}

scalar! {
    bool => Bool, |value| View::Bool(*value);
    i64 => Integer, |value| View::Integer(*value);
    u64 => Unsigned, |value| View::Unsigned(*value);
    f64 => Number, |value| View::Number(*value);
    String => Text, |value| View::Text(value);
    Value => Any, |value| View::Any(value);
    Bytes => Bytes, |value| View::Bytes(value);
}

impl<T: Model> Model for Box<T> {
    fn fresh() -> Self {
        Self::new(T::fresh())
    }

    fn slot(&mut self) -> Slot<'_> {
        T::slot(self)
    }

    fn view(&self) -> View<'_> {
        T::view(self)
    }
}

impl<T: Model> Model for Option<T> {
    fn fresh() -> Self {
        None
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Nullable(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => View::Some(value),
            None => View::None,
        }
    }
}

impl<T: Model> Nullable for Option<T> {
    fn reset(&mut self) {
        drop(self.take());
    }

    fn set_null(&mut self) {
        self.reset();
    }

    fn set_value(&mut self) -> Slot<'_> {
        // What it was is dropped last: if that panicked, nothing would have to be undone, which is code for each type.
        let before = self.replace(T::fresh());
        drop(before);
        match self {
            Some(value) => value.slot(),
            None => Slot::Unit,
        }
    }
}

impl<T: Model> Model for Vec<T> {
    fn fresh() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Model> List for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn push(&mut self) -> Slot<'_> {
        self.push(T::fresh());
        match self.last_mut() {
            Some(value) => value.slot(),
            None => Slot::Unit,
        }
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> View<'_> {
        match self.get(index) {
            Some(value) => value.view(),
            None => View::Null,
        }
    }
}

impl<T: Model> Model for Map<T> {
    fn fresh() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Model> Entries for Map<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn insert(&mut self, key: String) -> Slot<'_> {
        let value = match self.entry(key) {
            Entry::Vacant(entry) => entry.insert(T::fresh()),
            Entry::Occupied(entry) => {
                let value = entry.into_mut();
                *value = T::fresh();
                value
            }
        };
        value.slot()
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>)) {
        for (key, value) in self {
            visit(key, value.view());
        }
    }
}
