//! Enums that a server may add values to at any time.

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
                let text = <::std::borrow::Cow<'de, str> as $crate::serde::Deserialize>::deserialize(deserializer)?;
                ::core::result::Result::Ok(<Self as $crate::OpenEnum>::from_text(&text))
            }
        }
    )*};
}
