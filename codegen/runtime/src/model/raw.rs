//! A value as the JSON text that it is.
//!
//! serde has no way to ask for the text of a value; `serde_json` has one of its own, which every deserializer can be
//! asked for without harm. One that is not `serde_json`'s hands out the value, which is then written as text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::buffered::Name;

/// The name under which `serde_json` hands out the text of a value.
const TOKEN: &str = "$serde_json::private::RawValue";

/// The JSON text of one value.
pub(super) struct Raw<'de>(Cow<'de, str>);

impl Raw<'_> {
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The text, when the value is one.
    pub(super) fn as_str(&self) -> Option<Cow<'_, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            return serde_json::from_str(&self.0).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(inner))
    }

    fn of(value: &Value) -> Self {
        Self(Cow::Owned(value.to_string()))
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(TOKEN, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw<'de>, D::Error> {
        Value::deserialize(deserializer).map(|value| Raw::of(&value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Raw<'de>, A::Error> {
        let mut text = String::from("{");
        while let Some(name) = from.next_key_seed(Name)? {
            if name == TOKEN {
                return from.next_value_seed(Name).map(Raw);
            }
            let value: Raw<'_> = from.next_value()?;
            text.push_str(if text.len() > 1 { "," } else { "" });
            text.extend([Raw::of(&name.into()).text(), ":", value.text()]);
        }
        text.push('}');
        Ok(Raw(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Raw<'de>, A::Error> {
        let mut text = String::from("[");
        while let Some(item) = from.next_element::<Raw<'_>>()? {
            text.push_str(if text.len() > 1 { "," } else { "" });
            text.push_str(item.text());
        }
        text.push(']');
        Ok(Raw(Cow::Owned(text)))
    }

    fn visit_unit<E>(self) -> Result<Raw<'de>, E> {
        Ok(Raw(Cow::Borrowed("null")))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw<'de>, E> {
        Ok(Raw(Cow::Borrowed(if value { "true" } else { "false" })))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw<'de>, E> {
        Ok(Raw::of(&value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw<'de>, E> {
        Ok(Raw::of(&value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw<'de>, E> {
        Ok(Raw::of(&value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw<'de>, E> {
        Ok(Raw::of(&value.into()))
    }
}

impl<'de> IntoDeserializer<'de, serde_json::Error> for &'de Raw<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Hands each request on to a deserializer of the text.
macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            serde_json::Deserializer::from_str(&self.0).$method($($argument,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de Raw<'_> {
    type Error = serde_json::Error;

    forward! {
        deserialize_any()
        deserialize_bool()
        deserialize_i64()
        deserialize_f64()
        deserialize_string()
        deserialize_str()
        deserialize_option()
        deserialize_seq()
        deserialize_map()
        deserialize_unit()
        deserialize_ignored_any()
        deserialize_newtype_struct(name: &'static str)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit_struct tuple tuple_struct struct enum identifier
    }
}
