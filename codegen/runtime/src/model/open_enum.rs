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

/// Makes an enum an [`OpenEnum`] with these texts, whose last variant `Other` keeps any other text, and gives it what text
/// types have: `Display`, `From<&str>`, `From<String>`, `Default` (the empty text), and serde's traits.
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

        impl $crate::Shaped for $name {
            fn shape() -> $crate::Shape {
                $crate::Shape::Text(&[$($text),*])
            }
        }

        impl $crate::FromText for $name {
            fn set_text(&mut self, text: &str) {
                *self = $crate::OpenEnum::from_text(text);
            }
        }

        impl $crate::Model for $name {
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Enum(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Text($crate::OpenEnum::as_str(self))
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
