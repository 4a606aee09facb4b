//! JSON objects with documented fields, and everything else they carry.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::{Extra, Patch};

/// One documented field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether an object without it is not one of this type.
    pub required: bool,
    /// The only text it can have, when the documentation fixes one.
    pub constant: Option<&'static str>,
}

impl Field {
    /// A field that is always there.
    pub const fn required(name: &'static str) -> Self {
        Self { name, required: true, constant: None }
    }

    /// A field that may be left out.
    pub const fn optional(name: &'static str) -> Self {
        Self { name, required: false, constant: None }
    }

    /// The same field, known to have just this text.
    pub const fn constant(mut self, text: &'static str) -> Self {
        self.constant = Some(text);
        self
    }
}

/// A struct that is one JSON object.
pub trait Object: Default {
    /// Name of the type, for messages.
    const NAME: &'static str;
    /// The documented fields; `read` is given their index.
    const FIELDS: &'static [Field];

    /// Reads the value of the field with this index.
    fn read<'de, A: MapAccess<'de>>(&mut self, field: usize, from: &mut Reader<'_, 'de, A>);

    /// Writes every field that is set.
    fn write<M: SerializeMap>(&self, to: &mut Writer<'_, M>);

    /// What the object carries beyond its documented fields.
    fn extra(&self) -> &Extra;

    /// The same, to be added to.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// Hands the value of one field to the slot it belongs in.
#[derive(Debug)]
pub struct Reader<'a, 'de, A: MapAccess<'de>> {
    map: &'a mut A,
    outcome: Result<Told, A::Error>,
    lifetime: PhantomData<&'de ()>,
}

/// Whether the slot can tell by itself what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    All,
    /// An optional slot looks the same for `null` and for no field at all.
    NotTheNull,
}

impl<'de, A: MapAccess<'de>> Reader<'_, 'de, A> {
    /// Reads into a slot whose type holds whatever may come.
    pub fn field<T: Deserialize<'de>>(&mut self, slot: &mut T) {
        self.outcome = self.map.next_value().map(|value| {
            *slot = value;
            Told::All
        });
    }

    /// Reads into a slot that is `None` when the field is absent.
    pub fn optional<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        self.outcome = self.map.next_value().map(|value: Option<T>| {
            let told = if value.is_none() { Told::NotTheNull } else { Told::All };
            *slot = value;
            told
        });
    }
}

/// Writes the fields of one object in turn; after a failure it writes no more.
#[derive(Debug)]
pub struct Writer<'a, M: SerializeMap> {
    map: &'a mut M,
    extra: &'a Extra,
    outcome: Result<(), M::Error>,
}

impl<M: SerializeMap> Writer<'_, M> {
    /// Writes a field that is always there.
    pub fn field<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(name, value);
        }
    }

    /// Writes a field when it has a value, or when it was read as an explicit `null`.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if value.is_some() || self.extra.get(name).is_some() {
            self.field(name, value);
        }
    }

    /// Writes a field unless it is left out.
    pub fn patch<T: Serialize>(&mut self, name: &'static str, value: &Patch<T>) {
        if !value.is_absent() {
            self.field(name, value);
        }
    }
}

/// Writes an object with serde.
pub fn serialize_object<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let extra = object.extra();
    let mut writer = Writer { map: &mut map, extra, outcome: Ok(()) };
    object.write(&mut writer);
    writer.outcome?;
    for (name, value) in extra.iter().filter(|(name, _)| !is_documented::<T>(name)) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

fn is_documented<T: Object>(name: &str) -> bool {
    T::FIELDS.iter().any(|field| field.name == name)
}

/// Reads an object with serde.
pub fn deserialize_object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} object", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        let mut seen = Seen::default();
        let mut expected = 0;
        while let Some(key) = map.next_key_seed(KeySeed { fields: T::FIELDS, expected })? {
            match key {
                Key::Documented(index) => {
                    read_field(&mut object, index, &mut map)?;
                    seen.insert(index);
                    expected = index + 1;
                }
                Key::Other(name) => {
                    object.extra_mut().insert(name, map.next_value::<serde_json::Value>()?);
                }
            }
        }
        if Needs::<T>::are_met(&seen) {
            return Ok(object);
        }
        match T::FIELDS.iter().enumerate().find(|(index, field)| field.required && !seen.contains(*index)) {
            Some((_, field)) => Err(A::Error::missing_field(field.name)),
            None => Ok(object),
        }
    }
}

fn read_field<'de, T: Object, A: MapAccess<'de>>(
    object: &mut T,
    index: usize,
    map: &mut A,
) -> Result<(), A::Error> {
    let mut reader = Reader { map, outcome: Ok(Told::All), lifetime: PhantomData };
    object.read(index, &mut reader);
    if reader.outcome? == Told::NotTheNull {
        object.extra_mut().insert(T::FIELDS[index].name, serde_json::Value::Null);
    }
    Ok(())
}

/// What an object cannot be without, known when the crate is compiled.
struct Needs<T>(PhantomData<T>);

impl<T: Object> Needs<T> {
    /// A bit for each required field; none where there are more fields than bits.
    const BITS: Option<u64> = required_bits(T::FIELDS);

    fn are_met(seen: &Seen) -> bool {
        Self::BITS.is_some_and(|bits| seen.first & bits == bits)
    }
}

const fn required_bits(fields: &[Field]) -> Option<u64> {
    if fields.len() > 64 {
        return None;
    }
    let (mut bits, mut index) = (0, 0);
    while index < fields.len() {
        if fields[index].required {
            bits |= 1 << index;
        }
        index += 1;
    }
    Some(bits)
}

/// Which fields were there: one bit each, in a word for all but the largest objects.
#[derive(Default)]
pub(super) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    #[inline]
    pub(super) fn insert(&mut self, index: usize) {
        match index.checked_sub(64) {
            None => self.first |= 1 << index,
            Some(beyond) => {
                let word = beyond / 64;
                if self.rest.len() <= word {
                    self.rest.resize(word + 1, 0);
                }
                self.rest[word] |= 1 << (beyond % 64);
            }
        }
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        match index.checked_sub(64) {
            None => self.first & (1 << index) != 0,
            Some(beyond) => self.rest.get(beyond / 64).is_some_and(|word| word & (1 << (beyond % 64)) != 0),
        }
    }
}

/// A key of an object: a documented field, or another name.
enum Key {
    Documented(usize),
    Other(String),
}

/// Looks a key up, first where it stood in the last object: servers write fields in the same order each time.
struct KeySeed {
    fields: &'static [Field],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        let found = position(self.fields, name, self.expected);
        Ok(found.map_or_else(|| Key::Other(name.to_owned()), Key::Documented))
    }
}

/// Where a field stands, looked for first where it is expected.
#[inline]
pub(super) fn position(fields: &[Field], name: &str, expected: usize) -> Option<usize> {
    let is_it = |field: &Field| field.name == name;
    match fields.get(expected) {
        Some(field) if is_it(field) => Some(expected),
        _ => fields.iter().position(is_it),
    }
}

/// Reads past a value.
impl<'de, A: MapAccess<'de>> Reader<'_, 'de, A> {
    /// Reads past a value that no slot is meant for.
    pub fn skip(&mut self) {
        self.outcome = self.map.next_value::<IgnoredAny>().map(|_| Told::All);
    }
}

/// Implements serde's traits for each named [`Object`].
#[macro_export]
macro_rules! impl_object {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serialize_object(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize_object(deserializer)
            }
        }
    )*};
}
