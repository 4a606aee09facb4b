//! A value that was read before anyone knew its type.
//!
//! A union must see a value before it can tell which of its types that is: of an object, the names of its fields. Their
//! values stay JSON text, which is borrowed from the response, and are read once the type is known.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::raw::Raw;

type Error = serde_json::Error;

/// A JSON value that is not yet of any type.
pub(super) enum Buffered<'de> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Cow<'de, str>),
    List(Vec<Raw<'de>>),
    /// The fields in the order in which they came, each name once.
    Object(Vec<(Cow<'de, str>, Raw<'de>)>),
}

impl Buffered<'_> {
    /// The value of a field, when the value is an object that has it.
    pub(super) fn get(&self, name: &str) -> Option<&Raw<'_>> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A measure of what it costs to read the value.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::List(items) => items.iter().map(|item| item.text().len()).sum(),
            Self::Object(fields) => fields.iter().map(|(_, value)| value.text().len()).sum(),
            _ => 1,
        }
    }

    /// The value, when it is neither a list nor an object.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Null | Self::List(_) | Self::Object(_) => Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Unsigned(value) => (*value).into(),
            Self::Signed(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::Text(text) => text.as_ref().into(),
        }
    }

    /// The JSON text of a list or an object.
    pub(super) fn to_json(&self) -> Option<Cow<'static, str>> {
        let (items, [open, close]) = match self {
            Self::List(items) => (items.iter().map(|item| item.text().to_owned()).collect(), ["[", "]"]),
            Self::Object(fields) => {
                let field = |(name, value): &(Cow<'_, str>, Raw<'_>)| {
                    format!("{}:{}", Value::from(name.as_ref()), value.text())
                };
                (fields.iter().map(field).collect::<Vec<_>>(), ["{", "}"])
            }
            _ => return None,
        };
        Some(Cow::Owned([open, &items.join(","), close].concat()))
    }
}

impl<'de> Buffered<'de> {
    /// Takes an object.
    pub(super) fn of_map<A: MapAccess<'de>>(mut from: A) -> Result<Self, A::Error> {
        let mut fields = Vec::with_capacity(16);
        while let Some(name) = from.next_key_seed(Name)? {
            if fields.is_empty() && is_number(&name) {
                return number(&from.next_value_seed(Name)?);
            }
            fields.push((name, from.next_value()?));
        }
        Ok(Self::Object(last_of_each(fields)))
    }
}

impl<'de> Deserialize<'de> for Buffered<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whatever)
    }
}

/// The name under which `serde_json` hands out the text of a number, where some crate of the program has its feature
/// `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether what has this first name is a number. Only with that feature can a number hold this one.
pub(super) fn is_number(first: &str) -> bool {
    first == NUMBER && serde_json::from_str::<serde_json::Number>("1e400").is_ok()
}

pub(super) fn number<'de, E: serde::de::Error>(text: &str) -> Result<Buffered<'de>, E> {
    let float = || text.parse().map(Buffered::Float);
    let number = text.parse().map(Buffered::Unsigned).or_else(|_| text.parse().map(Buffered::Signed));
    number.or_else(|_| float()).map_err(|_| E::custom("number out of range"))
}

/// Takes whatever comes.
pub(super) struct Whatever;

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

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Buffered<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Buffered::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<Buffered<'de>, A::Error> {
        Buffered::of_map(from)
    }
}

/// Of several fields with one name the last counts.
pub(super) fn last_of_each<'de>(
    mut fields: Vec<(Cow<'de, str>, Raw<'de>)>,
) -> Vec<(Cow<'de, str>, Raw<'de>)> {
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
fn has_repeated(fields: &[(Cow<'_, str>, Raw<'_>)]) -> bool {
    const FEW: usize = 32;
    if fields.len() > FEW {
        let names: BTreeSet<&str> = fields.iter().map(|(name, _)| name.as_ref()).collect();
        return names.len() < fields.len();
    }
    let mut rest = fields;
    while let [(name, _), later @ ..] = rest {
        if later.iter().any(|(other, _)| other == name) {
            return true;
        }
        rest = later;
    }
    false
}

/// Takes text, borrowed where it can be. (serde's own `Cow` always copies.)
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name))
    }
}

impl<'de> Deserializer<'de> for &'de Buffered<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Buffered::Null => visitor.visit_unit(),
            Buffered::Bool(value) => visitor.visit_bool(*value),
            Buffered::Unsigned(value) => visitor.visit_u64(*value),
            Buffered::Signed(value) => visitor.visit_i64(*value),
            Buffered::Float(value) => visitor.visit_f64(*value),
            Buffered::Text(text) => visitor.visit_borrowed_str(text),
            Buffered::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Buffered::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (FieldName(name), value));
                visitor.visit_map(MapDeserializer::new(fields))
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

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// The name of a field, to be read from.
struct FieldName<'de>(&'de str);

impl<'de> IntoDeserializer<'de, Error> for FieldName<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for FieldName<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
