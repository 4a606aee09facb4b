//! A response that is documented as an object in one place and as a list of such objects in another.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{List, Model, ObjectOrList, Slot, View};
use crate::Page;

/// An object, whichever way it came: by itself, or wrapped in a list.
///
/// Dereferences to the object; of several objects in a list, to the first. Written back the way it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MaybeArray<T> {
    /// Boxed, so that a type may hold itself this way.
    first: Box<T>,
    rest: Vec<T>,
    form: Form,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Object,
    Array,
    EmptyArray,
}

impl<T> MaybeArray<T> {
    /// The object; of several, the first; of none, an empty one.
    pub fn into_inner(self) -> T {
        *self.first
    }

    /// Every object that came.
    pub fn into_vec(self) -> Vec<T> {
        match self.form {
            Form::EmptyArray => Vec::new(),
            Form::Object | Form::Array => std::iter::once(*self.first).chain(self.rest).collect(),
        }
    }
}

impl<T> From<T> for MaybeArray<T> {
    fn from(first: T) -> Self {
        Self { first: Box::new(first), rest: Vec::new(), form: Form::Object }
    }
}

impl<T> Deref for MaybeArray<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.first
    }
}

impl<T> DerefMut for MaybeArray<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.first
    }
}

impl<T: Page + Model> MaybeArray<T> {
    /// Returns the items of this page of a list.
    pub fn into_items(self) -> Vec<T::Item> {
        Page::into_items(self)
    }
}

impl<T: Page + Model> IntoIterator for MaybeArray<T> {
    type Item = T::Item;
    type IntoIter = std::vec::IntoIter<T::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<T: Page + Model> Page for MaybeArray<T> {
    type Item = T::Item;

    fn next_link(&self) -> Option<&str> {
        self.rest.last().unwrap_or(&self.first).next_link()
    }

    fn into_items(self) -> Vec<T::Item> {
        self.into_vec().into_iter().flat_map(T::into_items).collect()
    }
}

impl<T: Serialize> Serialize for MaybeArray<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.form {
            Form::Object => self.first.serialize(serializer),
            Form::EmptyArray => serializer.collect_seq(std::iter::empty::<T>()),
            Form::Array => serializer.collect_seq(std::iter::once(&*self.first).chain(&self.rest)),
        }
    }
}

impl<'de, T: DeserializeOwned + Model> Deserialize<'de> for MaybeArray<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherWay(PhantomData))
    }
}

/// Reads whichever way it comes, as it comes.
struct EitherWay<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned + Model> Visitor<'de> for EitherWay<T> {
    type Value = MaybeArray<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<MaybeArray<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(from)).map(MaybeArray::from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<MaybeArray<T>, A::Error> {
        let Some(first) = from.next_element()? else {
            return Ok(MaybeArray::empty());
        };
        let mut rest = Vec::new();
        while let Some(item) = from.next_element()? {
            rest.push(item);
        }
        Ok(MaybeArray { first: Box::new(first), rest, form: Form::Array })
    }
}

impl<T: Model> MaybeArray<T> {
    fn empty() -> Self {
        Self { first: Box::new(T::fresh()), rest: Vec::new(), form: Form::EmptyArray }
    }
}

impl<T: Model + fmt::Debug> Model for MaybeArray<T> {
    fn fresh() -> Self {
        Self::from(T::fresh())
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::ObjectOrList(self)
    }

    fn view(&self) -> View<'_> {
        View::ObjectOrList(self)
    }
}

impl<T: Model + fmt::Debug> ObjectOrList for MaybeArray<T> {
    fn set_object(&mut self) -> Slot<'_> {
        *self = Self::from(T::fresh());
        self.first.slot()
    }

    fn set_list(&mut self) {
        *self = Self::empty();
    }

    fn push(&mut self) -> Slot<'_> {
        match self.form {
            Form::EmptyArray => {
                self.form = Form::Array;
                self.first.slot()
            }
            Form::Object | Form::Array => List::push(&mut self.rest),
        }
    }

    fn first(&self) -> &dyn Model {
        &*self.first
    }

    fn first_slot(&mut self) -> Slot<'_> {
        self.first.slot()
    }

    fn written(&self) -> View<'_> {
        match self.form {
            Form::Object => self.first.view().written(),
            Form::Array | Form::EmptyArray => View::List(self),
        }
    }
}

impl<T: Model + fmt::Debug> List for MaybeArray<T> {
    fn clear(&mut self) {
        self.set_list();
    }

    fn push(&mut self) -> Slot<'_> {
        ObjectOrList::push(self)
    }

    fn count(&self) -> usize {
        match self.form {
            Form::EmptyArray => 0,
            Form::Object | Form::Array => 1 + self.rest.len(),
        }
    }

    /// Where the list is empty, the first is what stands for it.
    fn item(&self, index: usize) -> View<'_> {
        match index.checked_sub(1) {
            None => self.first.view(),
            Some(index) => self.rest.item(index),
        }
    }
}
