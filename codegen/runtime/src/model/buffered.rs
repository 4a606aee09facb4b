//! A value that was read before anyone knew its type.
//!
//! A union must see a whole value before it can tell which of its types that is. Text without escapes is not copied here
//! but borrowed from the answer, and a value can be read from as often as it takes. Enums that serde derives are not read
//! from it: no generated type holds one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

type Error = serde_json::Error;

/// A JSON value that is not yet of any type.
#[derive(Clone, Debug)]
pub enum Buffered<'de> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a sign or a fraction.
    Unsigned(u64),
    /// A number below zero without a fraction.
    Signed(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(Cow<'de, str>),
    /// A list.
    Array(Vec<Buffered<'de>>),
    /// An object, its fields in the order in which they came.
    Object(Fields<'de>),
}

impl<'de> Buffered<'de> {
    /// Reads the value as a type.
    ///
    /// # Errors
    ///
    /// When it is not one of this type.
    pub fn decode<T: Deserialize<'de>>(&self) -> Result<T, Error> {
        T::deserialize(self)
    }

    /// The text, when the value is one.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a field, when the value is an object that has it.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Buffered<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whatever)
    }
}

/// Takes whatever comes.
struct Whatever;

impl<'de> Visitor<'de> for Whatever {
    type Value = Buffered<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Null)
    }

    fn visit_none<E>(self) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Buffered<'de>, D::Error> {
        Buffered::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Buffered<'de>, E> {
        Ok(u64::try_from(value).map_or(Buffered::Signed(value), Buffered::Unsigned))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Buffered<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Buffered::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Buffered<'de>, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some(name) = from.next_key_seed(Name)? {
            fields.push((name, from.next_value()?));
        }
        Ok(Buffered::Object(last_of_each(fields)))
    }
}

/// The fields of an object, each name once.
pub(super) type Fields<'de> = Vec<(Cow<'de, str>, Buffered<'de>)>;

/// Of several fields with one name the last counts.
fn last_of_each(mut fields: Fields<'_>) -> Fields<'_> {
    if !has_repeated(&fields) {
        return fields;
    }
    let mut names = BTreeSet::new();
    let keep: Vec<bool> = fields.iter().rev().map(|(name, _)| names.insert(name.to_string())).collect();
    let mut keep = keep.into_iter().rev();
    fields.retain(|_| keep.next().unwrap_or(true));
    fields
}

/// Few names are compared with each other; many would take too long that way.
fn has_repeated(fields: &Fields<'_>) -> bool {
    const FEW: usize = 32;
    if fields.len() > FEW {
        let names: BTreeSet<&str> = fields.iter().map(|(name, _)| name.as_ref()).collect();
        return names.len() < fields.len();
    }
    let mut rest = fields.as_slice();
    while let [(name, _), later @ ..] = rest {
        if later.iter().any(|(other, _)| other == name) {
            return true;
        }
        rest = later;
    }
    false
}

/// Takes the name of a field, borrowed where it can be. (serde's own `Cow` always copies.)
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

impl<'de> Deserializer<'de> for &Buffered<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Buffered::Null => visitor.visit_unit(),
            Buffered::Bool(value) => visitor.visit_bool(*value),
            Buffered::Unsigned(value) => visitor.visit_u64(*value),
            Buffered::Signed(value) => visitor.visit_i64(*value),
            Buffered::Float(value) => visitor.visit_f64(*value),
            Buffered::Text(text) => visit_text(text, visitor),
            Buffered::Array(items) => {
                let mut from = SeqDeserializer::new(items.iter());
                let value = visitor.visit_seq(&mut from)?;
                from.end()?;
                Ok(value)
            }
            Buffered::Object(fields) => {
                let mut from =
                    MapDeserializer::new(fields.iter().map(|(name, value)| (FieldName(name), value)));
                let value = visitor.visit_map(&mut from)?;
                from.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Buffered::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

impl<'de> IntoDeserializer<'de, Error> for &Buffered<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn visit_text<'de, V: Visitor<'de>>(text: &Cow<'de, str>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_str(text),
    }
}

/// The name of a field, to be read from.
struct FieldName<'a, 'de>(&'a Cow<'de, str>);

impl<'de> IntoDeserializer<'de, Error> for FieldName<'_, 'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for FieldName<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visit_text(self.0, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
