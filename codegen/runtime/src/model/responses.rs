//! The successes of an operation that differ by status: an enum with a variant for each.

use super::{Bytes, Slot};
use crate::operation::ResponseFormat;

/// An enum of the documented successes of one operation.
pub trait Responses {
    /// Becomes a fresh response of this status, to be read into in its format; `None` when the status is not documented.
    fn select(&mut self, status: u16) -> Option<(ResponseFormat, Slot<'_>)>;

    /// Keeps the body of a status that is not documented.
    fn keep(&mut self, status: u16, body: Bytes);
}

/// Makes an enum of the successes of an operation a [`Model`](crate::Model), with serde's traits. Each entry
/// is a status, or a range of them, with its variant: with a body in a format, or without one. The variant `Other` keeps
/// the body of any other status.
#[macro_export]
macro_rules! impl_responses {
    ($($name:ident {
        $($status:pat => $variant:ident $(($format:ident, $type:ty))?;)*
    })*) => {$(
        impl $crate::Responses for $name {
            #[allow(unreachable_patterns)]
            fn select(&mut self, status: u16) -> ::core::option::Option<($crate::ResponseFormat, $crate::Slot<'_>)> {
                match status {
                    $($status => $crate::impl_responses!(@select self, $variant $(, $format, $type)?),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn keep(&mut self, status: u16, body: $crate::Bytes) {
                *self = Self::Other(status, body);
            }
        }

        impl $crate::Model for $name {
            fn fresh() -> Self {
                Self::Other(0, ::core::default::Default::default())
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Responses(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $($crate::impl_responses!(@view self, $variant $(, $format)?);)*
                $crate::View::Null
            }
        }

        $crate::impl_serde!($name);
    )*};
    (@select $this:ident, $variant:ident) => {{
        *$this = Self::$variant;
        ::core::option::Option::Some(($crate::ResponseFormat::Empty, $crate::Slot::Unit))
    }};
    (@select $this:ident, $variant:ident, $format:ident, $type:ty) => {{
        *$this = Self::$variant(<$type as $crate::Model>::fresh());
        match $this {
            Self::$variant(value) => {
                ::core::option::Option::Some(($crate::ResponseFormat::$format, $crate::Model::slot(value)))
            }
            _ => ::core::option::Option::None,
        }
    }};
    (@view $this:ident, $variant:ident) => {};
    (@view $this:ident, $variant:ident, $format:ident) => {
        if let Self::$variant(value) = $this {
            return $crate::Model::view(value);
        }
    };
}
