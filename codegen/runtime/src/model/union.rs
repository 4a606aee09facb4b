//! Values that are one of several types: a discriminator tells which one, or else the shape.
//!
//! Neither depends on the order in which the document lists the types, and a value that fits none of them is kept.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;
use std::sync::OnceLock;

use serde::de::{Deserialize as _, Deserializer, Error as _, MapAccess};
use serde_json::Value;

use super::buffered::Buffered;
use super::limits::{Budget, Limits, Unions};
use super::object::{Seen, Table};
use super::raw::Raw;
use super::read::{read_within, without_place};
use super::shape::Shape;
use super::straight::{Rivals, StraightVisitor, read_straight};
use super::{Model, Slot, exact};

/// An enum of several types.
pub trait Union {
    /// Its variants.
    fn variants(&self) -> &'static Variants;

    /// Becomes a fresh value of the variant with this index, to be read into. The variant that keeps what fits no other comes
    /// after those.
    fn select(&mut self, variant: usize) -> &mut dyn Model;

    /// The index of its variant.
    fn index(&self) -> usize;

    /// The value of its variant.
    fn value(&self) -> &dyn Model;
}

/// What the engine knows of a union.
#[derive(Debug)]
pub struct Variants {
    /// Name of the type, for messages.
    pub name: &'static str,
    /// The field that tells the variant, when there is one.
    pub discriminator: Option<&'static str>,
    /// For each variant, in the order of their indices, the texts of the discriminator that stand for it.
    pub texts: &'static [&'static [&'static str]],
    /// Names of the variants in Rust, separated by spaces.
    names: &'static str,
    shapes: OnceLock<Vec<Shape>>,
    rivals: OnceLock<Vec<OnceLock<Rivals>>>,
}

impl Variants {
    /// The variants of a type with this name.
    pub const fn new(
        name: &'static str,
        discriminator: Option<&'static str>,
        texts: &'static [&'static [&'static str]],
        names: &'static str,
    ) -> Self {
        Self { name, discriminator, texts, names, shapes: OnceLock::new(), rivals: OnceLock::new() }
    }

    /// The name of the variant with this index.
    pub(super) fn variant_name(&self, index: usize) -> &'static str {
        self.names.split_ascii_whitespace().nth(index).unwrap_or_default()
    }

    /// Whether a variant keeps what fits no other.
    fn is_open(&self) -> bool {
        self.names.split_ascii_whitespace().count() > self.texts.len()
    }

    /// Whether no variant is a list or an object, so that a value is short, and reading its text first costs little.
    fn are_scalars(&self, union: &mut dyn Union) -> bool {
        let is_scalar = |shape: &Shape| matches!(shape, Shape::Text(_) | Shape::Number | Shape::Bool);
        self.shapes(union).iter().all(is_scalar)
    }

    /// The shape of each variant, which the first value that is read finds out.
    pub(super) fn shapes(&self, union: &mut dyn Union) -> &[Shape] {
        let shape = |variant| Shape::of(union.select(variant).slot());
        self.shapes.get_or_init(|| (0..self.texts.len()).map(shape).collect())
    }

    /// The variant that this text of the discriminator stands for.
    pub(super) fn with_text(&self, text: &str) -> Option<usize> {
        self.texts.iter().position(|texts| texts.contains(&text))
    }

    /// What else a value may be that was read as this variant, which has this table.
    pub(super) fn rivals(&self, variant: usize, table: &Table) -> Option<&Rivals> {
        let shapes = self.shapes.get()?;
        let rivals = self.rivals.get_or_init(|| shapes.iter().map(|_| OnceLock::new()).collect());
        Some(rivals.get(variant)?.get_or_init(|| Rivals::of(shapes, variant, table)))
    }
}

/// Reads a union from any deserializer.
pub(super) fn read_union<'de, D: Deserializer<'de>>(
    union: &mut dyn Union,
    from: D,
    limits: Limits<'_>,
) -> Result<(), D::Error> {
    if union.variants().are_scalars(union) {
        let json = Raw::deserialize(from)?;
        return read_scalars(union, json.text(), limits).map_err(D::Error::custom);
    }
    match limits.unions {
        Unions::Split => {
            let value = Buffered::deserialize(from)?;
            decode(union, &value, None, limits).map_err(D::Error::custom)
        }
        Unions::Straight => from.deserialize_any(StraightVisitor(union, limits)),
        Unions::Text => {
            let json: Raw<'de> = Raw::deserialize(from)?;
            read_text(union, json.text(), limits).map_err(D::Error::custom)
        }
    }
}

/// Reads a union of texts, numbers and the like from JSON text, which has every number as it came.
fn read_scalars(union: &mut dyn Union, json: &str, limits: Limits<'_>) -> Result<(), String> {
    match serde_json::from_str::<Buffered<'_>>(json) {
        Ok(value) => decode(union, &value, Some(json), limits),
        // A number beyond all that there are.
        Err(error) => match keep_json(union, json, limits)? {
            true => Ok(()),
            false => Err(without_place(&error)),
        },
    }
}

/// Reads a union from what is known to be an object.
pub(super) fn read_union_from_map<'de, A: MapAccess<'de>>(
    union: &mut dyn Union,
    from: A,
    limits: Limits<'_>,
) -> Result<(), A::Error> {
    if limits.unions == Unions::Straight {
        return read_straight(union, from, limits);
    }
    let value = Buffered::of_map(from)?;
    decode(union, &value, None, limits).map_err(A::Error::custom)
}

/// Reads a union from its JSON text.
fn read_text(union: &mut dyn Union, json: &str, limits: Limits<'_>) -> Result<(), String> {
    let (noted, guessed) = (limits.noted(), Cell::new(false));
    let straight = StraightVisitor(union, limits.straight(&guessed));
    let outcome = serde_json::Deserializer::from_str(json).deserialize_any(straight);
    if outcome.is_ok() || !guessed.get() {
        return outcome.map_err(|error| without_place(&error));
    }
    limits.forget(noted);
    let value = Buffered::deserialize(&mut serde_json::Deserializer::from_str(json));
    decode(union, &value.map_err(|error| without_place(&error))?, None, limits)
}

/// Finds the variant of a value and reads it. Of a scalar, the JSON text may be known.
pub(super) fn decode(
    union: &mut dyn Union,
    value: &Buffered<'_>,
    json: Option<&str>,
    limits: Limits<'_>,
) -> Result<(), String> {
    match limits.budget {
        Some(budget) => decode_within(union, value, json, limits, budget),
        None => {
            let budget = Budget::of(value.size());
            decode_within(union, value, json, limits.with_budget(&budget), &budget)
        }
    }
}

fn decode_within(
    union: &mut dyn Union,
    value: &Buffered<'_>,
    json: Option<&str>,
    limits: Limits<'_>,
    budget: &Budget,
) -> Result<(), String> {
    let variants = union.variants();
    let shapes = variants.shapes(union);
    let likeliest = candidates(variants, shapes, value).max_by(order);
    // Where the likeliest lacks a required field, each does, and none can be read.
    if likeliest.is_none_or(|(fit, _)| fit.missing < 0) && keep(union, value, json, limits)? {
        return Ok(());
    }
    let (size, noted, mut first_error) = (value.size(), limits.noted(), None);
    // Mostly the likeliest is the one.
    let others = std::iter::once_with(|| others(variants, shapes, value, likeliest)).flatten();
    for (_, variant) in likeliest.into_iter().chain(others) {
        if !budget.pay(size) {
            break;
        }
        match read_within(&mut union.select(variant).slot(), value, limits) {
            Ok(_) => return Ok(()),
            Err(error) => {
                limits.forget(noted);
                first_error = first_error.or(Some(error));
            }
        }
    }
    if keep(union, value, json, limits)? {
        return Ok(());
    }
    Err(match first_error {
        Some(error) => format!("not a {}: {}", variants.name, without_place(&error)),
        None => format!("the value has none of the shapes of {}", variants.name),
    })
}

/// Keeps a value as it is; `false` where the union is closed.
fn keep(
    union: &mut dyn Union,
    value: &Buffered<'_>,
    json: Option<&str>,
    limits: Limits<'_>,
) -> Result<bool, String> {
    match json.map_or_else(|| value.to_json(), |json| Some(Cow::Borrowed(json))) {
        Some(json) => keep_json(union, &json, limits),
        None => Ok(keep_value(union, value.to_value())),
    }
}

fn keep_json(union: &mut dyn Union, json: &str, limits: Limits<'_>) -> Result<bool, String> {
    let is_kept = keep_value(union, exact::value(json).map_err(|error| without_place(&error))?);
    if is_kept {
        limits.note(json);
    }
    Ok(is_kept)
}

/// Keeps a value that fits no variant; `false` where the union is closed.
pub(super) fn keep_value(union: &mut dyn Union, value: Value) -> bool {
    let variants = union.variants();
    if !variants.is_open() {
        return false;
    }
    match union.select(variants.texts.len()).slot() {
        Slot::Any(place) => {
            *place = value;
            true
        }
        _ => false,
    }
}

/// How well a value fits a variant, and the variant's index.
type Candidate = (Fit, usize);

/// The variants that a value may be of.
fn candidates(union: &Variants, shapes: &[Shape], value: &Buffered<'_>) -> impl Iterator<Item = Candidate> {
    let declared = union.discriminator.and_then(|property| value.get(property)).and_then(Raw::as_str);
    union.texts.iter().zip(shapes).enumerate().filter_map(move |(index, (texts, shape))| match &declared {
        Some(text) => texts.contains(&text.as_ref()).then_some((Fit::EXACT, index)),
        None => Some((fit(*shape, value)?, index)),
    })
}

/// The other variants that may be read, the likeliest first.
fn others(
    union: &Variants,
    shapes: &[Shape],
    value: &Buffered<'_>,
    tried: Option<Candidate>,
) -> Vec<Candidate> {
    let is_left = |(fit, index): &Candidate| fit.missing == 0 && Some(*index) != tried.map(|tried| tried.1);
    let mut others: Vec<Candidate> = candidates(union, shapes, value).filter(is_left).collect();
    others.sort_by(|a, b| order(b, a));
    others
}

/// The better fit is greater, and of two that fit alike the one that is listed first.
fn order(a: &Candidate, b: &Candidate) -> Ordering {
    a.0.cmp(&b.0).then(b.1.cmp(&a.1))
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

/// How well a value fits; `None` when it cannot be of this shape. Greater is better.
fn fit(shape: Shape, value: &Buffered<'_>) -> Option<Fit> {
    match (shape, value) {
        (Shape::Object(table), Buffered::Object(object)) => object_fit(table, object),
        (Shape::Text(known), Buffered::Text(text)) if known.contains(&text.as_ref()) => Some(Fit::EXACT),
        (Shape::Text([]), Buffered::Text(_))
        | (Shape::Number, Buffered::Unsigned(_) | Buffered::Signed(_) | Buffered::Float(_))
        | (Shape::Bool, Buffered::Bool(_))
        | (Shape::List, Buffered::List(_))
        | (Shape::Map, Buffered::Object(_)) => Some(Fit::KIND),
        (Shape::Text(_), Buffered::Text(_)) | (Shape::Any, _) => Some(Fit::LAST),
        _ => None,
    }
}

fn object_fit(table: &Table, object: &[(Cow<'_, str>, Raw<'_>)]) -> Option<Fit> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (mut seen, mut unknown, mut expected) = (Seen::default(), 0, 0);
    for (name, value) in object {
        let Some(index) = table.position(name, expected) else {
            unknown += 1;
            continue;
        };
        if table.fields[index]
            .constant
            .is_some_and(|constant| value.as_str().is_some_and(|text| text != constant))
        {
            return None;
        }
        seen.insert(index);
        expected = index + 1;
    }
    let missing = table.missing_count(&seen);
    Some(Fit { missing: -count(missing), unknown: -count(unknown), known: count(object.len() - unknown) })
}

/// Makes an enum whose variants each hold one value a [`Model`](crate::Model) that is one of them, with `Clone`, `Debug`,
/// `PartialEq` and serde's traits. Each variant stands after its index. `by "field"` names the field whose text tells the variant; its texts
/// stand behind each variant. `or Unknown` names the variant that keeps any other value.
#[macro_export]
macro_rules! impl_union {
    ($($name:ident $(by $property:literal)? $(or $unknown:ident)? {
        $($index:literal $variant:ident($type:ty) $(= $text:literal $(| $more:literal)*)?;)*
    })*) => {$(
        impl $crate::Union for $name {
            fn variants(&self) -> &'static $crate::Variants {
                static VARIANTS: $crate::Variants = $crate::Variants::new(
                    ::core::stringify!($name),
                    $crate::impl_union!(@discriminator $($property)?),
                    &[$(&[$($text $(, $more)*)?]),*],
                    ::core::concat!($(::core::stringify!($variant), " ",)* $(::core::stringify!($unknown))?),
                );
                &VARIANTS
            }

            fn select(&mut self, variant: usize) -> &mut dyn $crate::Model {
                let fresh = match variant {
                    $($index => Self::$variant($crate::Model::fresh()),)*
                    _ => $crate::Model::fresh(),
                };
                ::core::mem::drop(::core::mem::replace(self, fresh));
                match self {
                    $(Self::$variant(value) => value,)*
                    $(Self::$unknown(value) => value,)?
                }
            }

            fn index(&self) -> usize {
                // A union that is closed needs none of it.
                #[allow(dead_code)]
                const UNKNOWN: usize = <[usize]>::len(&[$($index),*]);
                match self {
                    $(Self::$variant(_) => $index,)*
                    $(Self::$unknown(_) => UNKNOWN,)?
                }
            }

            fn value(&self) -> &dyn $crate::Model {
                match self {
                    $(Self::$variant(value) => value,)*
                    $(Self::$unknown(value) => value,)?
                }
            }
        }

        impl $crate::Model for $name {
            fn fresh() -> Self {
                $crate::impl_union!(@fresh $($unknown)?; $($variant)*)
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Union(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Union(self)
            }
        }

        $crate::impl_value!($name);
    )*};
    (@fresh $unknown:ident; $($variant:ident)*) => {
        Self::$unknown($crate::Value::Null)
    };
    (@fresh; $first:ident $($variant:ident)*) => {
        Self::$first($crate::Model::fresh())
    };
    (@discriminator) => {
        ::core::option::Option::None
    };
    (@discriminator $property:literal) => {
        ::core::option::Option::Some($property)
    };
}
