//! Enums that a server may add values to at any time.

use std::fmt;

/// An enum of known texts plus one variant that keeps any other text.
pub trait OpenEnum: Clone + 'static {
    /// Every known value.
    const KNOWN: &'static [Self];

    /// The texts of these, for what is made by the macro.
    #[doc(hidden)]
    const DECLARED: &'static Texts = &Texts { texts: &[], names: "" };

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
    known: &'static [&'static str],
}

impl UnknownValue {
    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the documented values.
    pub fn known(&self) -> &[&'static str] {
        self.known
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
    let known = E::KNOWN.get(E::DECLARED.find(text)).cloned();
    known.ok_or_else(|| UnknownValue { text: text.to_owned(), known: E::DECLARED.texts })
}

/// What an open enum declares of its known values.
#[doc(hidden)]
#[derive(Debug)]
pub struct Texts {
    /// The text of each, in the order of their indices.
    pub texts: &'static [&'static str],
    /// The name of each in Rust, followed by a space.
    pub names: &'static str,
}

impl Texts {
    /// The index of the value with this text, or the number of values where none has it.
    pub fn find(&self, text: &str) -> usize {
        self.texts.iter().position(|known| *known == text).unwrap_or(self.texts.len())
    }

    /// The text of the value with this index.
    #[inline(never)]
    pub fn text(&self, index: usize) -> &'static str {
        self.texts.get(index).copied().unwrap_or_default()
    }

    /// The name of the value with this index, unless it is none of these.
    pub(super) fn name(&self, index: usize) -> Option<&'static str> {
        self.names.split_terminator(' ').nth(index)
    }
}

/// A text of its own, copied by code that is compiled once.
#[doc(hidden)]
#[inline(never)]
pub fn owned(text: &str) -> String {
    text.to_owned()
}

/// Makes an enum an [`OpenEnum`] with these texts, each after the index of its value. The last variant `Other` keeps any other
/// text. It is given what text types have: `as_str`, `Display`, `AsRef<str>`, comparison and hash by its text, comparison
/// with texts, `From<&str>` and `From<String>`, which keep any text, `FromStr`, which refuses a text that is not documented,
/// `Default` (the empty text), and `Debug` and serde's traits. What the crate does not need itself is `#[inline]`, so that it is
/// compiled where it is used.
#[macro_export]
macro_rules! impl_open_enum {
    ($($name:ident { $($index:literal $variant:ident = $text:literal;)* })*) => {$(
        impl $crate::OpenEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            const DECLARED: &'static $crate::Texts = &$crate::Texts {
                texts: &[$($text),*],
                names: ::core::concat!($(::core::stringify!($variant), " "),*),
            };

            fn as_str(&self) -> &str {
                match self {
                    Self::Other(text) => text,
                    known => Self::DECLARED.text($crate::FromText::index(known)),
                }
            }

            #[inline]
            fn other(text: ::std::string::String) -> Self {
                Self::Other(text)
            }

            fn from_text(text: &str) -> Self {
                match Self::KNOWN.get(Self::DECLARED.find(text)) {
                    ::core::option::Option::Some(known) => known.clone(),
                    ::core::option::Option::None => Self::Other($crate::owned(text)),
                }
            }
        }

        impl $crate::FromText for $name {
            fn declared(&self) -> &'static $crate::Texts {
                <Self as $crate::OpenEnum>::DECLARED
            }

            // The compiler makes no branches of this: the index is what it tells the variants by.
            fn index(&self) -> usize {
                match self {
                    $(Self::$variant => $index,)*
                    Self::Other(_) => <Self as $crate::OpenEnum>::KNOWN.len(),
                }
            }

            fn text(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }

            fn set_text(&mut self, text: &str) {
                ::core::mem::drop(::core::mem::replace(self, $crate::OpenEnum::from_text(text)));
            }

            fn set_other(&mut self, text: ::std::string::String) {
                ::core::mem::drop(::core::mem::replace(self, Self::Other(text)));
            }
        }

        impl $crate::Model for $name {
            fn fresh() -> Self {
                Self::Other(::std::string::String::new())
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Enum(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Enum(self)
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
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
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            /// Reads a documented value, and refuses any other text; `From<&str>` keeps it.
            #[inline]
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
            #[inline]
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

        $crate::impl_debug!($name);
        $crate::impl_serde!($name);
    )*};
}
