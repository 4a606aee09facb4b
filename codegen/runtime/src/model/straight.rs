//! Reading a union in one pass, straight into the variant that its first fields point to.
//!
//! Only so many fields are kept as text as it takes to tell the variant: up to the discriminator, or up to the first field
//! that only one variant has. When the object has been read, it is checked that no other variant fits better, as if all
//! fields had been looked at first. Whoever asks for this way reads the value again by the other one if it fails.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};

use super::buffered::{Buffered, Name, Whatever, is_number, last_of_each, number};
use super::fields::read_object;
use super::limits::Limits;
use super::object::Seen;
use super::raw::Raw;
use super::shape::Shape;
use super::union::decode;
use super::{Extra, Model, Slot, Table, Union, Variants, View};

/// Reads a union from whatever comes.
pub(super) struct StraightVisitor<'u, 'b>(pub &'u mut dyn Union, pub Limits<'b>);

impl StraightVisitor<'_, '_> {
    fn take<E: serde::de::Error>(self, value: &Buffered<'_>) -> Result<(), E> {
        decode(self.0, value, None, self.1).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for StraightVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        read_straight(self.0, from, self.1)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        self.take(&Whatever.visit_seq(from)?)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.take(&Buffered::Text(Cow::Borrowed(text)))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.take(&Buffered::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.take(&Buffered::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.take(&Buffered::Unsigned(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.take(&Whatever.visit_i64(value)?)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.take(&Buffered::Float(value))
    }
}

/// Reads a union from what is known to be an object.
pub(super) fn read_straight<'de, A: MapAccess<'de>>(
    union: &mut dyn Union,
    mut from: A,
    limits: Limits<'_>,
) -> Result<(), A::Error> {
    let variants = union.variants();
    let mut search = Search::new(variants, variants.shapes(union));
    let mut fields: Vec<(Cow<'de, str>, Raw<'de>)> = Vec::new();
    while let Some(name) = from.next_key_seed(Name)? {
        if fields.is_empty() && is_number(&name) {
            let number = number(&from.next_value_seed(Name)?)?;
            return decode(union, &number, None, limits).map_err(A::Error::custom);
        }
        if let Some(variant) = search.see_name(&name, fields.len()) {
            let opened = Opened { variants, variant, fields: &fields, next: Some(&name) };
            return read_variant(union, opened, from, limits);
        }
        let value = from.next_value()?;
        let found = search.see_value(&name, &value);
        fields.push((name, value));
        if let Some(variant) = found {
            let opened = Opened { variants, variant, fields: &fields, next: None };
            return read_variant(union, opened, from, limits);
        }
    }
    decode(union, &Buffered::Object(last_of_each(fields)), None, limits).map_err(A::Error::custom)
}

fn read_variant<'de, A: MapAccess<'de>>(
    union: &mut dyn Union,
    opened: Opened<'_>,
    from: A,
    limits: Limits<'_>,
) -> Result<(), A::Error> {
    limits.guess();
    match union.select(opened.variant).slot() {
        Slot::Object(object) => read_object(object, Some(opened), from, limits.deeper()?),
        _ => Err(A::Error::custom("the variant is not an object")),
    }
}

/// The variants that an object may still be of.
struct Search<'v> {
    variants: &'v Variants,
    shapes: &'v [Shape],
    /// A bit for each that is an object. Where there are more than bits, none is found.
    left: u64,
}

impl<'v> Search<'v> {
    fn new(variants: &'v Variants, shapes: &'v [Shape]) -> Self {
        let is_object = |shape: &Shape| matches!(shape, Shape::Object(table) if table.fields.len() <= 64);
        let bits =
            shapes.iter().enumerate().map(|(index, shape)| u64::from(is_object(shape)) << (index % 64));
        let left = if shapes.len() <= 64 { bits.sum() } else { 0 };
        Self { variants, shapes, left }
    }

    /// Looks at the name of a field, which this many came before. Returns the only variant that has all names so far.
    fn see_name(&mut self, name: &str, before: usize) -> Option<usize> {
        if self.variants.discriminator.is_some() {
            return None;
        }
        let with_field = self.filtered(|table| table.position(name, before).is_some());
        // A field that none of them documents says nothing.
        if with_field != 0 {
            self.left = with_field;
        }
        self.left.is_power_of_two().then(|| self.left.trailing_zeros() as usize)
    }

    /// Looks at the value of a field. Returns the variant that it declares.
    fn see_value(&mut self, name: &str, value: &Raw<'_>) -> Option<usize> {
        if let Some(property) = self.variants.discriminator {
            let text = if name == property { value.as_str()? } else { return None };
            let variant = self.variants.with_text(&text)?;
            return (self.left & 1_u64.checked_shl(u32::try_from(variant).ok()?)? != 0).then_some(variant);
        }
        let constant = |table: &Table| table.position(name, 0).and_then(|index| table.fields[index].constant);
        if self.filtered(|table| constant(table).is_some()) != 0
            && let Some(text) = value.as_str()
        {
            self.left = self.filtered(|table| constant(table).is_none_or(|constant| constant == text));
        }
        None
    }

    fn filtered(&self, keep: impl Fn(&Table) -> bool) -> u64 {
        let shapes = self.shapes.iter().enumerate();
        let kept = shapes.filter(|(index, shape)| {
            self.left >> (index % 64) & 1 == 1 && matches!(shape, Shape::Object(table) if keep(table))
        });
        kept.fold(0, |bits, (index, _)| bits | 1 << (index % 64))
    }
}

/// An object of a union of which some fields were read before its variant was known.
pub(super) struct Opened<'a> {
    variants: &'static Variants,
    variant: usize,
    pub fields: &'a [(Cow<'a, str>, Raw<'a>)],
    /// The name of the field whose value comes next.
    pub next: Option<&'a str>,
}

impl Opened<'_> {
    /// Whether it is the variant that would be read if all fields had been looked at first.
    pub(super) fn is_right(
        &self,
        table: &Table,
        seen: &Seen,
        fields: &[&mut dyn Model],
        extra: &Extra,
    ) -> bool {
        match self.variants.discriminator {
            Some(property) => {
                // It may have come a second time.
                let text = match table.position(property, 0) {
                    Some(index) => text_of(fields, index),
                    None => extra.get(property).and_then(|value| value.as_str()),
                };
                text.and_then(|text| self.variants.with_text(text)) == Some(self.variant)
            }
            None => {
                let is_wrong = |(index, constant)| {
                    seen.contains(index) && text_of(fields, index).is_some_and(|text| text != constant)
                };
                !table.constants().any(is_wrong) && self.fits_best(table, seen.first(), extra)
            }
        }
    }

    /// Whether no other variant fits better. No required field is missing.
    fn fits_best(&self, table: &Table, seen: u64, extra: &Extra) -> bool {
        let Some(rivals) = self.variants.rivals(self.variant, table) else { return false };
        let mut unknown = extra.names().peekable();
        if unknown.peek().is_some() && (rivals.has_map || unknown.any(|name| rivals.know(name))) {
            return false;
        }
        // A rival that has all its required fields and knows every field ties, and the first that is listed wins.
        let ties = |rival: &Rival| rival.required & !seen == 0 && seen & !rival.shared == 0;
        !rivals.before.iter().any(ties)
    }
}

/// The text in a field.
fn text_of<'f>(fields: &'f [&mut dyn Model], index: usize) -> Option<&'f str> {
    match fields.get(index)?.view().written() {
        View::Text(text) => Some(text),
        _ => None,
    }
}

/// What else a value may be that was read as one variant.
#[derive(Debug)]
pub(super) struct Rivals {
    /// The other variants that are objects.
    tables: Vec<&'static Table>,
    /// Whether one is an object without documented fields.
    has_map: bool,
    /// Those listed earlier that require no field that the variant has not.
    before: Vec<Rival>,
}

/// A variant, with bits for the fields of the one it is compared with.
#[derive(Debug)]
struct Rival {
    required: u64,
    /// The fields that both have.
    shared: u64,
}

impl Rivals {
    /// The rivals of the variant with this index and table.
    pub(super) fn of(shapes: &[Shape], variant: usize, table: &Table) -> Self {
        let others = shapes.iter().enumerate().filter(|(index, _)| *index != variant);
        let tables = others.filter_map(|(index, shape)| match shape {
            Shape::Object(other) => Some((index, *other)),
            _ => None,
        });
        let before = tables.clone().filter(|(index, _)| *index < variant);
        Self {
            before: before.filter_map(|(_, other)| Rival::of(other, table)).collect(),
            tables: tables.map(|(_, other)| other).collect(),
            has_map: shapes.iter().any(|shape| matches!(shape, Shape::Map)),
        }
    }

    fn know(&self, name: &str) -> bool {
        self.tables.iter().any(|table| table.position(name, 0).is_some())
    }
}

impl Rival {
    /// `None` if it requires a field that is not in the table.
    fn of(rival: &Table, table: &Table) -> Option<Self> {
        let (mut required, mut shared) = (0, 0);
        for field in &rival.fields {
            let bit =
                table.position(field.name, 0).and_then(|index| 1_u64.checked_shl(u32::try_from(index).ok()?));
            if field.is_required() {
                required |= bit?;
            }
            shared |= bit.unwrap_or(0);
        }
        Some(Self { required, shared })
    }
}
