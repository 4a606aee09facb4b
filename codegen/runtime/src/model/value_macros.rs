//! What the macros of several kinds of types have in common.

/// Gives an object or a union what every such value has of the engine: `Clone`, `PartialEq`, `Debug` and serde's traits.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_value {
    ($name:ident) => {
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                let mut copy = <Self as $crate::Model>::fresh();
                $crate::copy(self, &mut copy);
                copy
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::equal(self, other)
            }
        }

        $crate::impl_debug!($name);
        $crate::impl_serde!($name);
    };
}

/// Gives a [`Model`](crate::Model) serde's traits. They are compiled where they are used.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize(deserializer)
            }
        }
    };
}
