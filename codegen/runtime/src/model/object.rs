//! JSON objects with documented fields, and everything else they carry.

use super::{Extra, Model};

/// One documented field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Whether it may be left out, and what `null` means.
    pub presence: Presence,
    /// The only text it can have, when the documentation fixes one.
    pub constant: Option<&'static str>,
    /// What is compared before the name is.
    key: u64,
}

/// Whether a field may be left out, and what `null` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, and never `null`.
    Required,
    /// Always there, and may be `null`.
    Nullable,
    /// May be left out. An explicit `null` is kept among the object's extra fields, as the field cannot hold it.
    Optional,
    /// May be left out or `null`, and knows the difference.
    Patch,
    /// A list that may be left out or `null`, which both mean the same as an empty one.
    List,
}

impl Field {
    const fn new(name: &'static str, presence: Presence) -> Self {
        Self { name, presence, constant: None, key: key(name) }
    }

    /// A field that is always there.
    pub const fn required(name: &'static str) -> Self {
        Self::new(name, Presence::Required)
    }

    /// A field that is always there, and may be `null`.
    pub const fn nullable(name: &'static str) -> Self {
        Self::new(name, Presence::Nullable)
    }

    /// A field that may be left out.
    pub const fn optional(name: &'static str) -> Self {
        Self::new(name, Presence::Optional)
    }

    /// A field that may be left out or `null`.
    pub const fn patch(name: &'static str) -> Self {
        Self::new(name, Presence::Patch)
    }

    /// A list that may be left out.
    pub const fn list(name: &'static str) -> Self {
        Self::new(name, Presence::List)
    }

    /// The same field under the name that it has in JSON.
    pub const fn renamed(mut self, name: &'static str) -> Self {
        self.name = name;
        self.key = key(name);
        self
    }

    /// The same field, known to have just this text.
    pub const fn constant(mut self, text: &'static str) -> Self {
        self.constant = Some(text);
        self
    }

    /// Whether an object without the field is not one of its type.
    pub const fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }
}

/// What the engine knows of a type of objects.
#[derive(Debug)]
pub struct Table {
    /// Name of the type, for messages.
    pub name: &'static str,
    /// The documented fields, in the order in which the type hands them out.
    pub fields: &'static [Field],
    /// A bit for each required field; none where there are more fields than bits.
    required: Option<u64>,
    /// Whether one of the fields is a list that may be left out.
    has_lists: bool,
}

impl Table {
    /// The table of a type with these fields.
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self { name, fields, required: required_bits(fields), has_lists: has_lists(fields) }
    }

    /// Where a field stands, looked for first where it is expected: servers write fields in the same order each time.
    #[inline]
    pub(super) fn position(&self, name: &str, expected: usize) -> Option<usize> {
        match self.fields.get(expected) {
            Some(field) if field.name == name => Some(expected),
            _ => {
                let key = key(name);
                self.fields.iter().position(|field| field.key == key && field.name == name)
            }
        }
    }

    /// The lists that were left out.
    pub(super) fn absent_lists<'s>(&self, seen: &'s Seen) -> impl Iterator<Item = &'static str> + use<'s> {
        let fields = if self.has_lists { self.fields } else { &[] };
        let is_absent =
            |(index, field): &(usize, &Field)| field.presence == Presence::List && !seen.contains(*index);
        fields.iter().enumerate().filter(is_absent).map(|(_, field)| field.name)
    }

    /// The first required field that was not seen.
    pub(super) fn missing(&self, seen: &Seen) -> Option<&'static str> {
        if self.required.is_some_and(|bits| seen.first & bits == bits) {
            return None;
        }
        self.all_missing(seen).next()
    }

    /// The number of required fields that were not seen.
    pub(super) fn missing_count(&self, seen: &Seen) -> usize {
        match self.required {
            Some(bits) => (bits & !seen.first).count_ones() as usize,
            None => self.all_missing(seen).count(),
        }
    }

    fn all_missing(&self, seen: &Seen) -> impl Iterator<Item = &'static str> {
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(index, field)| field.is_required() && !seen.contains(*index))
            .map(|(_, field)| field.name)
    }
}

/// A number by which most names are told from each other: of the length, the first bytes and the last.
const fn key(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let first = match bytes.first_chunk() {
        Some(first) => u64::from_le_bytes(*first),
        None => {
            let (mut number, mut index) = (0, 0);
            while index < bytes.len() {
                number = number << 8 | bytes[index] as u64;
                index += 1;
            }
            number
        }
    };
    let last = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => 0,
    };
    first.rotate_left(23) ^ last ^ bytes.len() as u64
}

const fn required_bits(fields: &[Field]) -> Option<u64> {
    if fields.len() > 64 {
        return None;
    }
    let (mut bits, mut index) = (0, 0);
    while index < fields.len() {
        if fields[index].is_required() {
            bits |= 1 << index;
        }
        index += 1;
    }
    Some(bits)
}

const fn has_lists(fields: &[Field]) -> bool {
    let mut index = 0;
    while index < fields.len() {
        if matches!(fields[index].presence, Presence::List) {
            return true;
        }
        index += 1;
    }
    false
}

/// A struct that is one JSON object.
pub trait Object {
    /// Its documented fields.
    fn table(&self) -> &'static Table;

    /// Hands all fields, in the order of the table, to a reader.
    fn read(&mut self, reader: &mut dyn FieldReader);

    /// Hands all fields, in the order of the table, to a writer.
    fn write(&self, writer: &mut dyn FieldWriter);
}

/// Reads the fields of one object.
pub trait FieldReader {
    /// Reads whatever comes into the field that it belongs in, and everything else into `extra`.
    fn read(&mut self, fields: &mut [&mut dyn Model], extra: &mut Extra);
}

/// Writes the fields of one object.
pub trait FieldWriter {
    /// Writes every field that is set, and then what is `extra`.
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra);
}

/// Which fields were there: one bit each, in a word for all but the largest objects.
#[derive(Default)]
pub(super) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    /// Notes a field, and returns whether it was there before.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = match index.checked_sub(64) {
            None => (&mut self.first, 1 << index),
            Some(beyond) => {
                let number = beyond / 64;
                if self.rest.len() <= number {
                    self.rest.resize(number + 1, 0);
                }
                (&mut self.rest[number], 1 << (beyond % 64))
            }
        };
        let was_there = *word & bit != 0;
        *word |= bit;
        was_there
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        match index.checked_sub(64) {
            None => self.first & (1 << index) != 0,
            Some(beyond) => self.rest.get(beyond / 64).is_some_and(|word| word & (1 << (beyond % 64)) != 0),
        }
    }
}

/// Makes a struct a [`Model`](crate::Model) that is one JSON object, with serde's traits. Each field is named with its presence; one
/// that has another name in JSON is `as "name"`, and one that always has the same text `is "text"`. A last field
/// `extra` is taken for granted.
///
/// ```
/// use signalwire_rest_runtime::{Extra, impl_object};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// struct Room {
///     kind: String,
///     size: Option<i64>,
///     extra: Extra,
/// }
///
/// impl_object! {
///     Room {
///         required kind as "type" is "room";
///         optional size;
///     }
/// }
///
/// let text = r#"{"type":"room","view":"sea"}"#;
/// let room: Room = serde_json::from_str(text).unwrap();
/// assert_eq!(room.extra.get("view").unwrap(), "sea");
/// assert_eq!(serde_json::to_string(&room).unwrap(), text);
/// ```
#[macro_export]
macro_rules! impl_object {
    ($($name:ident {
        $($presence:ident $field:ident $(as $wire:literal)? $(is $constant:literal)?;)*
    })*) => {$(
        impl $crate::Shaped for $name {
            const SHAPE: $crate::Shape = $crate::Shape::Object(&$crate::Table::new(
                ::core::stringify!($name),
                &[$($crate::Field::$presence(::core::stringify!($field))$(.renamed($wire))?$(.constant($constant))?),*],
            ));
        }

        impl $crate::Object for $name {
            fn table(&self) -> &'static $crate::Table {
                $crate::table_of::<Self>()
            }

            fn read(&mut self, reader: &mut dyn $crate::FieldReader) {
                reader.read(&mut [$(&mut self.$field),*], &mut self.extra);
            }

            fn write(&self, writer: &mut dyn $crate::FieldWriter) {
                writer.write(&[$(&self.$field),*], &self.extra);
            }
        }

        impl $crate::Model for $name {
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Object(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Object(self)
            }
        }

        $crate::impl_serde!($name);
    )*};
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
