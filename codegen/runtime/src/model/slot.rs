//! Where a value is read into, and what it is written from, without a type parameter.
//!
//! The engine ([`read`](super::read), [`write`](super::write)) sees every type through these few cases. A type adds no
//! code of its own but what hands out its parts.

use std::collections::btree_map::Entry;
use std::fmt;

use serde_json::Value;

use super::{Bytes, FilePart, Map, Object, Responses, Union};

/// A type that can be read from JSON and written as JSON.
pub trait Model: fmt::Debug {
    /// A value to be read into, of which nothing is set yet. Where fields are required, it is not valid as it is.
    #[doc(hidden)]
    fn fresh() -> Self
    where
        Self: Sized;

    /// Where the value is read into. The value must be fresh: what is not read stays as it is.
    fn slot(&mut self) -> Slot<'_>;

    /// What the value is written from.
    fn view(&self) -> View<'_>;

    /// What is in a `Box`, or else the value itself: a `Box` needs no table of methods of its own then.
    #[doc(hidden)]
    #[inline]
    fn unboxed(&self) -> &dyn Model
    where
        Self: Sized,
    {
        self
    }
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
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "a view holds values that may be secret")]
pub enum View<'a> {
    /// A field that is left out.
    Absent,
    /// `null`.
    Null,
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
    /// Text of an open enum that is in its variant for undocumented ones.
    Other(&'a str),
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
    /// An object with documented fields.
    Object(&'a dyn Object),
    /// A value of a union: the index of its variant, and what is in it.
    Variant(usize, &'a dyn Model),
}

impl View<'_> {
    /// What is written: the content of a variant, and text whether it is documented or not.
    pub(crate) fn written(mut self) -> Self {
        loop {
            match self {
                Self::Variant(_, value) => self = value.view(),
                Self::Other(text) => return Self::Text(text),
                view => return view,
            }
        }
    }
}

/// A value that is made of text.
pub trait FromText {
    /// The documented texts.
    fn known(&self) -> &'static [&'static str];

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

/// A value that may come by itself or in a list.
pub trait ObjectOrList {
    /// Becomes a fresh value that came by itself, to be read into.
    fn set_object(&mut self) -> Slot<'_>;

    /// Becomes an empty list.
    fn set_list(&mut self);

    /// Adds a fresh value to the list, to be read into.
    fn push(&mut self) -> Slot<'_>;

    /// The value that stands for the one that an empty list lacks.
    fn stand_in(&mut self) -> Slot<'_>;
}

impl Model for () {
    fn fresh() -> Self {}

    fn slot(&mut self) -> Slot<'_> {
        Slot::Unit
    }

    fn view(&self) -> View<'_> {
        View::Null
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

    #[inline]
    fn unboxed(&self) -> &dyn Model {
        T::unboxed(self)
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
            Some(value) => value.view(),
            None => View::Null,
        }
    }
}

impl<T: Model> Nullable for Option<T> {
    fn reset(&mut self) {
        *self = None;
    }

    fn set_null(&mut self) {
        self.reset();
    }

    fn set_value(&mut self) -> Slot<'_> {
        *self = Some(T::fresh());
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
