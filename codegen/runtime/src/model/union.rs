//! Values that are one of several types: which one is told by a discriminator, or else by the shape.
//!
//! Neither depends on the order in which the document lists the types, and a value that fits none of them is kept.

mod budget;

use std::borrow::Cow;

use serde::Deserializer;
use serde::de::{Deserialize as _, Error as _};
use serde_json::Value;

use super::buffered::Buffered;
use super::object::{Field, Object, Seen, position};
use budget::Budget;

/// What a value of one variant looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// An object with these fields.
    Object(&'static [Field]),
    /// An object without documented fields.
    Map,
    /// Text; only these texts when any are listed.
    Text(&'static [&'static str]),
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A list.
    Array,
    /// Anything.
    Any,
}

impl Shape {
    /// The shape of an object type.
    pub const fn of<T: Object>() -> Self {
        Self::Object(T::FIELDS)
    }

    /// How well a value fits; `None` when it cannot be of this shape. Greater is better.
    fn fit(self, value: &Buffered<'_>) -> Option<Fit> {
        match (self, value) {
            (Self::Object(fields), Buffered::Object(object)) => object_fit(fields, object),
            (Self::Text(known), Buffered::Text(text)) if known.contains(&text.as_ref()) => Some(Fit::EXACT),
            (Self::Text([]), Buffered::Text(_))
            | (Self::Number, Buffered::Unsigned(_) | Buffered::Signed(_) | Buffered::Float(_))
            | (Self::Bool, Buffered::Bool(_))
            | (Self::Array, Buffered::Array(_))
            | (Self::Map, Buffered::Object(_)) => Some(Fit::KIND),
            (Self::Text(_), Buffered::Text(_)) | (Self::Any, _) => Some(Fit::LAST),
            _ => None,
        }
    }
}

/// Ranks candidates: no required field missing counts most, then fewer unknown fields, then more known ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    missing: i64,
    unknown: i64,
    known: i64,
}

impl Fit {
    const EXACT: Self = Self { missing: 0, unknown: 0, known: i64::MAX };
    const KIND: Self = Self { missing: 0, unknown: 0, known: 0 };
    const LAST: Self = Self { missing: 0, unknown: i64::MIN, known: 0 };
}

fn object_fit(fields: &[Field], object: &[(Cow<'_, str>, Buffered<'_>)]) -> Option<Fit> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (mut seen, mut unknown, mut expected) = (Seen::default(), 0, 0);
    for (name, value) in object {
        let Some(index) = position(fields, name, expected) else {
            unknown += 1;
            continue;
        };
        if fields[index].constant.is_some_and(|constant| value.as_str().is_some_and(|text| text != constant))
        {
            return None;
        }
        seen.insert(index);
        expected = index + 1;
    }
    let missing =
        fields.iter().enumerate().filter(|(index, field)| field.required && !seen.contains(*index)).count();
    Some(Fit { missing: -count(missing), unknown: -count(unknown), known: count(object.len() - unknown) })
}

/// How a field tells the variant.
#[derive(Clone, Copy, Debug)]
pub struct Discriminator {
    /// Name of the field.
    pub property: &'static str,
    /// Each known text of it, and the index of the variant it stands for.
    pub mapping: &'static [(&'static str, usize)],
}

/// An enum of several types.
pub trait Union: Sized {
    /// Name of the type, for messages.
    const NAME: &'static str;
    /// The shape of each variant.
    const VARIANTS: &'static [Shape];
    /// The field that tells the variant, when there is one.
    const DISCRIMINATOR: Option<Discriminator> = None;

    /// Reads a value as the variant with this index.
    fn decode(variant: usize, value: &Buffered<'_>) -> Result<Self, serde_json::Error>;

    /// Keeps a value that fits no variant, or gives it back where the union is closed.
    fn unknown(value: Value) -> Result<Self, Value>;
}

/// Reads a union with serde.
pub fn deserialize_union<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Buffered::deserialize(deserializer)?;
    let budget = Budget::of(&value);
    let mut first_error = None;
    for variant in candidates::<T>(&value) {
        if !budget.pay() {
            break;
        }
        match T::decode(variant, &value) {
            Ok(decoded) => return Ok(decoded),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    T::unknown(value.decode().map_err(D::Error::custom)?).map_err(|_| match first_error {
        Some(error) => D::Error::custom(format_args!("not a {}: {error}", T::NAME)),
        None => D::Error::custom(format_args!("the value has none of the shapes of {}", T::NAME)),
    })
}

/// The variants worth trying, the likeliest first.
fn candidates<T: Union>(value: &Buffered<'_>) -> Vec<usize> {
    if let Some(discriminator) = T::DISCRIMINATOR
        && let Some(told) = value.get(discriminator.property).and_then(Buffered::as_str)
    {
        let known = discriminator.mapping.iter().filter(|(text, _)| *text == told);
        return known.map(|(_, variant)| *variant).collect();
    }
    let fits = T::VARIANTS.iter().enumerate();
    let mut fits: Vec<(Fit, usize)> =
        fits.filter_map(|(index, shape)| Some((shape.fit(value)?, index))).collect();
    fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    fits.into_iter().map(|(_, index)| index).collect()
}

/// Implements serde's traits for each named [`Union`] whose variants each hold one value.
#[macro_export]
macro_rules! impl_union {
    ($($name:ident { $($variant:ident),* $(,)? }),* $(,)?) => {$(
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::serde::Serialize::serialize(value, serializer),)*
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize_union(deserializer)
            }
        }
    )*};
}
