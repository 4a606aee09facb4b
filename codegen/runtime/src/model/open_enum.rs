//! Enums that a server may add values to at any time.

use std::fmt;

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

/// The error of a text that is none of the documented values of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    text: String,
    known: Vec<&'static str>,
}

impl UnknownValue {
    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the documented values.
    pub fn known(&self) -> &[&'static str] {
        &self.known
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a documented value; these are: {}", self.text, self.known.join(", "))
    }
}

impl std::error::Error for UnknownValue {}

/// Reads a documented value, and refuses any other text.
#[doc(hidden)]
pub fn parse_known<E: OpenEnum>(text: &str) -> Result<E, UnknownValue> {
    let known = E::KNOWN.iter().find(|value| value.as_str() == text);
    known.cloned().ok_or_else(|| UnknownValue {
        text: text.to_owned(),
        known: E::KNOWN.iter().map(OpenEnum::as_str).collect(),
    })
}

/// Makes an enum an [`OpenEnum`] with these texts, whose last variant `Other` keeps any other text, and gives it what text
/// types have: `as_str`, `Display`, `AsRef<str>`, comparison and hash by its text, comparison with texts, `From<&str>` and `From<String>`, which keep any text,
/// `FromStr`, which refuses a text that is not documented, `Default` (the empty text), and serde's traits.
#[macro_export]
macro_rules! impl_open_enum {
    ($($name:ident { $($variant:ident = $text:literal;)* })*) => {$(
        impl $crate::OpenEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            fn other(text: ::std::string::String) -> Self {
                Self::Other(text)
            }

            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Other(text.to_owned()),
                }
            }
        }

        impl $crate::FromText for $name {
            fn known(&self) -> &'static [&'static str] {
                &[$($text),*]
            }

            fn set_text(&mut self, text: &str) {
                *self = $crate::OpenEnum::from_text(text);
            }

            fn set_other(&mut self, text: ::std::string::String) {
                *self = Self::Other(text);
            }
        }

        impl $crate::Model for $name {
            fn fresh() -> Self {
                ::core::default::Default::default()
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Enum(self)
            }

            fn view(&self) -> $crate::View<'_> {
                match self {
                    Self::Other(text) => $crate::View::Other(text),
                    known => $crate::View::Text($crate::OpenEnum::as_str(known)),
                }
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Other(::std::string::String::new())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }

        impl $name {
            /// Returns the text of this value on the wire.
            pub fn as_str(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            /// Reads a documented value, and refuses any other text; `From<&str>` keeps it.
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownValue> {
                $crate::parse_known(text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state)
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::OpenEnum::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                $crate::OpenEnum::from_text(&text)
            }
        }

        $crate::impl_serde!($name);
    )*};
}
