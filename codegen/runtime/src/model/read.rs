//! The engine that reads: from any deserializer into the slots of any type.
//!
//! It is generic over the deserializer, of which a program has one or two, and over no type. Calls have theirs compiled
//! here, in this crate.

use std::cell::Cell;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use super::fields::{ObjectVisitor, read_object};
use super::limits::{Limits, Unions};
use super::places::Step;
use super::raw::Raw;
use super::union::{read_union, read_union_from_map};
use super::{Entries, Extra, FieldReader, FromText, List, Model, Nullable, ObjectOrList, Slot, exact};

/// Reads a type with serde.
///
/// # Errors
///
/// When what comes is not of this type.
#[doc(hidden)]
#[inline]
pub fn deserialize<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::fresh();
    read_within(&mut value.slot(), deserializer, Limits::new(Unions::Text))?;
    Ok(value)
}

/// Reads a value into a slot.
pub(crate) fn read<'de, D: Deserializer<'de>>(slot: &mut Slot<'_>, from: D) -> Result<(), D::Error> {
    read_within(slot, from, Limits::new(Unions::Split)).map(drop)
}

/// Reads a value into a slot in one pass. Where it fails, [`read`] may succeed if the variant of a union was guessed.
pub(crate) fn read_straight<'de, D: Deserializer<'de>>(
    slot: &mut Slot<'_>,
    from: D,
    guessed: &Cell<bool>,
) -> Result<(), D::Error> {
    read_within(slot, from, Limits::new(Unions::Straight).straight(guessed)).map(drop)
}

/// What a slot cannot tell by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Value,
    Null,
}

pub(super) fn read_within<'de, D: Deserializer<'de>>(
    slot: &mut Slot<'_>,
    from: D,
    limits: Limits<'_>,
) -> Result<Outcome, D::Error> {
    match slot {
        Slot::Unit | Slot::File(_) => <()>::deserialize(from)?,
        Slot::Bool(value) => **value = bool::deserialize(from)?,
        Slot::Integer(value) => **value = i64::deserialize(from)?,
        Slot::Unsigned(value) => **value = u64::deserialize(from)?,
        Slot::Number(value) => **value = f64::deserialize(from)?,
        Slot::Text(value) => **value = String::deserialize(from)?,
        Slot::Enum(value) => from.deserialize_str(EnumVisitor(*value))?,
        Slot::Any(value) => **value = read_any(from, limits)?,
        Slot::Bytes(value) => **value = Deserialize::deserialize(from)?,
        Slot::Nullable(value) => return from.deserialize_option(NullableVisitor(*value, limits)),
        Slot::List(list) => from.deserialize_seq(ListVisitor(*list, limits.deeper()?))?,
        Slot::Map(entries) => from.deserialize_map(EntriesVisitor(*entries, limits.deeper()?))?,
        Slot::ObjectOrList(value) => from.deserialize_any(EitherVisitor(*value, limits))?,
        Slot::Object(object) => from.deserialize_map(ObjectVisitor(*object, limits.deeper()?))?,
        Slot::Union(union) => read_union(*union, from, limits)?,
        Slot::Responses(_) => return Err(D::Error::custom("a response is read by its status")),
    }
    Ok(Outcome::Value)
}

/// Reads any JSON by its text, as a [`Value`] does not hold every number.
fn read_any<'de, D: Deserializer<'de>>(from: D, limits: Limits<'_>) -> Result<Value, D::Error> {
    let raw = Raw::deserialize(from)?;
    limits.note(raw.text());
    exact::value(raw.text()).map_err(|error| D::Error::custom(without_place(&error)))
}

/// Makes a slot fresh again.
pub(crate) fn reset(slot: &mut Slot<'_>) {
    match slot {
        // What reads these overwrites them.
        Slot::Unit
        | Slot::Bool(_)
        | Slot::Integer(_)
        | Slot::Unsigned(_)
        | Slot::Number(_)
        | Slot::Text(_)
        | Slot::Enum(_)
        | Slot::Any(_)
        | Slot::Bytes(_)
        | Slot::File(_)
        | Slot::Union(_)
        | Slot::Responses(_)
        | Slot::ObjectOrList(_) => {}
        Slot::Nullable(value) => value.reset(),
        Slot::List(list) => list.clear(),
        Slot::Map(entries) => entries.clear(),
        Slot::Object(object) => object.read(&mut Reset),
    }
}

struct Reset;

impl FieldReader for Reset {
    fn read(&mut self, fields: &mut [&mut dyn Model], extra: &mut Extra) {
        fields.iter_mut().for_each(|field| reset(&mut field.slot()));
        *extra = Extra::default();
    }
}

/// Reads a value into a slot, where serde wants a seed.
struct SlotSeed<'a, 's, 'b>(&'a mut Slot<'s>, Limits<'b>);

impl<'de> DeserializeSeed<'de> for SlotSeed<'_, '_, '_> {
    type Value = Outcome;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        read_within(self.0, from, self.1)
    }
}

/// Looks at the text where it stands; only an unknown one is copied.
struct EnumVisitor<'a>(&'a mut dyn FromText);

impl Visitor<'_> for EnumVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.set_text(text);
        Ok(())
    }
}

/// Reads a value or `null`.
pub(super) struct NullableVisitor<'a, 'b>(pub &'a mut dyn Nullable, pub Limits<'b>);

impl<'de> Visitor<'de> for NullableVisitor<'_, '_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<Outcome, E> {
        self.0.set_null();
        Ok(Outcome::Null)
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        self.0.set_null();
        Ok(Outcome::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        match self.0.set_value() {
            Slot::Text(value) => *value = String::deserialize(from)?,
            mut slot => drop(read_within(&mut slot, from, self.1)?),
        }
        Ok(Outcome::Value)
    }
}

struct ListVisitor<'a, 'b>(&'a mut dyn List, Limits<'b>);

impl<'de> Visitor<'de> for ListVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        let Self(list, limits) = self;
        list.clear();
        let (mut index, mut noted) = (0, limits.noted());
        while from.next_element_seed(Item(list, limits))?.is_some() {
            limits.locate(noted, || Step::Index(index));
            (index, noted) = (index + 1, limits.noted());
        }
        Ok(())
    }
}

/// Reads one more item of a list, if there is one.
struct Item<'a, 'b>(&'a mut dyn List, Limits<'b>);

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        read_within(&mut self.0.push(), from, self.1)
    }
}

struct EntriesVisitor<'a, 'b>(&'a mut dyn Entries, Limits<'b>);

impl<'de> Visitor<'de> for EntriesVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        let Self(entries, limits) = self;
        entries.clear();
        while let Some(key) = from.next_key::<String>()? {
            let noted = limits.noted();
            from.next_value_seed(SlotSeed(&mut entries.insert(key.clone()), limits))?;
            limits.locate(noted, || Step::Key(key));
        }
        Ok(())
    }
}

/// Reads whichever way it comes, as it comes.
struct EitherVisitor<'a, 'b>(&'a mut dyn ObjectOrList, Limits<'b>);

impl<'de> Visitor<'de> for EitherVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        let Self(value, limits) = self;
        read_map(&mut value.set_object(), from, limits)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        let Self(value, limits) = self;
        let limits = limits.deeper()?;
        value.set_list();
        let (mut index, mut noted) = (0, limits.noted());
        while from.next_element_seed(NextObject(value, limits))?.is_some() {
            limits.locate(noted, || Step::Index(index));
            (index, noted) = (index + 1, limits.noted());
        }
        Ok(())
    }
}

struct NextObject<'a, 'b>(&'a mut dyn ObjectOrList, Limits<'b>);

impl<'de> DeserializeSeed<'de> for NextObject<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        read_within(&mut self.0.push(), from, self.1)
    }
}

/// Reads what is known to be an object.
fn read_map<'de, A: MapAccess<'de>>(
    slot: &mut Slot<'_>,
    from: A,
    limits: Limits<'_>,
) -> Result<(), A::Error> {
    match slot {
        Slot::Object(object) => read_object(*object, None, from, limits.deeper()?),
        Slot::Map(entries) => EntriesVisitor(*entries, limits.deeper()?).visit_map(from),
        Slot::Union(union) => read_union_from_map(*union, from, limits),
        Slot::Nullable(value) => read_map(&mut value.set_value(), from, limits),
        Slot::Any(value) => {
            **value = read_any(MapAccessDeserializer::new(from), limits)?;
            Ok(())
        }
        _ => Err(A::Error::invalid_type(Unexpected::Map, &"a value that is no object")),
    }
}

/// The message of an error without the line and column, which are of a part of the JSON only.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let mut text = error.to_string();
    if error.line() > 0 {
        text.truncate(text.rfind(" at line ").unwrap_or(text.len()));
    }
    text
}
