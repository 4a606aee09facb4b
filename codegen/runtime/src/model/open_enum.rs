//! Enums that a server may add values to at any time.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};

/// An enum of known texts plus one variant that keeps any other text.
pub trait OpenEnum: Clone + 'static {
    /// Every known value.
    const KNOWN: &'static [Self];

    /// The text of this value on the wire.
    fn as_str(&self) -> &str;

    /// The variant for a text that is not known.
    fn other(text: String) -> Self;

    /// The value with this text.
    fn from_text(text: &str) -> Self {
        let known = Self::KNOWN.iter().find(|value| value.as_str() == text);
        known.cloned().unwrap_or_else(|| Self::other(text.to_owned()))
    }
}

/// Reads an open enum with serde.
pub fn deserialize_open_enum<'de, T: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

/// Looks at the text where it stands; only an unknown one is copied.
struct TextVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from_text(text))
    }
}

/// Implements for each named [`OpenEnum`] what text types have: `Display`, `From<&str>`, `From<String>`, `Default` (the empty text),
/// and serde's traits.
#[macro_export]
macro_rules! impl_open_enum {
    ($($name:ident),* $(,)?) => {$(
        impl ::core::default::Default for $name {
            fn default() -> Self {
                <Self as $crate::OpenEnum>::other(::std::string::String::new())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::OpenEnum>::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::OpenEnum>::from_text(&text)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::OpenEnum::as_str(self))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize_open_enum(deserializer)
            }
        }
    )*};
}
