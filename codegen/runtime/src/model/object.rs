//! JSON objects with documented fields, and everything else they carry.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

use super::{Extra, Model};

/// One documented field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in Rust.
    pub ident: &'static str,
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
    /// Reads the declaration of a field.
    fn new(declaration: &'static str) -> Self {
        let mut parts = declaration.split(PART_END);
        let mut part = || parts.next().unwrap_or_default();
        let presence = match part() {
            "required" => Presence::Required,
            "nullable" => Presence::Nullable,
            "patch" => Presence::Patch,
            "list" => Presence::List,
            _ => Presence::Optional,
        };
        let ident = part();
        let name = part().strip_prefix('=').map_or(ident, unescaped);
        let constant = part().strip_prefix('=').map(unescaped);
        Self { ident, name, presence, constant, key: key(name) }
    }

    /// Whether an object without the field is not one of its type.
    pub const fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }
}

/// What a type declares of itself, as text: the compiler reads one literal quicker than a table of fields.
///
/// `impl_object!` writes it. Each field ends with U+001E, and each of its parts but the last with U+001F: its presence, its
/// name in Rust, `=` and its name in JSON if that is another, `=` and its only text if it has one. In these two U+001A stands
/// before a character that means something here, which is written 64 higher.
#[doc(hidden)]
#[derive(Debug)]
pub struct Declaration {
    name: &'static str,
    fields: &'static str,
    table: OnceLock<Table>,
}

const FIELD_END: char = '\u{1e}';
const PART_END: char = '\u{1f}';
const ESCAPE: char = '\u{1a}';

/// A text as it is in JSON. Few have anything to undo, and those are kept as long as the table, which is for ever.
fn unescaped(text: &'static str) -> &'static str {
    if !text.contains(ESCAPE) {
        return text;
    }
    let mut chars = text.chars();
    let mut original = String::with_capacity(text.len());
    while let Some(char) = chars.next() {
        let escaped = (char == ESCAPE).then(|| chars.next()).flatten();
        original.push(escaped.and_then(|char| char::from_u32(u32::from(char) - 64)).unwrap_or(char));
    }
    original.leak()
}

impl Declaration {
    /// The declaration of a type with these fields.
    pub const fn new(name: &'static str, fields: &'static str) -> Self {
        Self { name, fields, table: OnceLock::new() }
    }

    /// The table that it declares, which is made when it is first asked for.
    #[inline]
    pub fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let fields = self.fields.split_terminator(FIELD_END).map(Field::new).collect();
            Table::new(self.name, fields)
        })
    }
}

/// What the engine knows of a type of objects.
#[derive(Debug)]
pub struct Table {
    /// Name of the type, for messages.
    pub name: &'static str,
    /// The documented fields, in the order in which the type hands them out.
    pub fields: Vec<Field>,
    /// The field that last came first, and for each field the one that last came after it: servers write fields in the same
    /// order each time.
    after: Vec<AtomicU16>,
    /// A bit for each required field; none where there are more fields than bits.
    required: Option<u64>,
    /// Whether one of the fields is a list that may be left out.
    has_lists: bool,
    /// Whether one of the fields has only one text.
    has_constants: bool,
}

impl Table {
    fn new(name: &'static str, fields: Vec<Field>) -> Self {
        let required = required_bits(&fields);
        let has_lists = fields.iter().any(|field| field.presence == Presence::List);
        let has_constants = fields.iter().any(|field| field.constant.is_some());
        let after = (0..=u16::try_from(fields.len()).unwrap_or(u16::MAX)).map(AtomicU16::new).collect();
        Self { name, fields, after, required, has_lists, has_constants }
    }

    /// The index of the field that is expected after so many: after none, or after the one with the index before.
    #[inline]
    pub(super) fn expected(&self, after: usize) -> usize {
        self.after.get(after).map_or(after, |next| next.load(Ordering::Relaxed).into())
    }

    /// Remembers which field came.
    #[cold]
    pub(super) fn expect(&self, after: usize, index: usize) {
        if let (Some(next), Ok(index)) = (self.after.get(after), u16::try_from(index)) {
            next.store(index, Ordering::Relaxed);
        }
    }

    /// Where a field stands, looked for first where it is expected.
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

    /// The indices of the lists that were left out.
    pub(super) fn absent_lists(&self, seen: &Seen) -> impl Iterator<Item = usize> {
        let fields = if self.has_lists { self.fields.as_slice() } else { &[] };
        let is_absent =
            |(index, field): &(usize, &Field)| field.presence == Presence::List && !seen.contains(*index);
        fields.iter().enumerate().filter(is_absent).map(|(index, _)| index)
    }

    /// The fields that have only one text, and the text.
    pub(super) fn constants(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let fields = if self.has_constants { self.fields.as_slice() } else { &[] };
        fields.iter().enumerate().filter_map(|(index, field)| Some((index, field.constant?)))
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
fn key(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let first = match bytes.first_chunk() {
        Some(first) => u64::from_le_bytes(*first),
        None => bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    };
    let last = bytes.last_chunk().map_or(0, |last| u64::from_le_bytes(*last));
    first.rotate_left(23) ^ last ^ bytes.len() as u64
}

fn required_bits(fields: &[Field]) -> Option<u64> {
    let required = fields.iter().enumerate().filter(|(_, field)| field.is_required());
    (fields.len() <= 64).then(|| required.fold(0, |bits, (index, _)| bits | 1 << index))
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

    /// A bit for each of the first 64 fields.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        match index.checked_sub(64) {
            None => self.first & (1 << index) != 0,
            Some(beyond) => self.rest.get(beyond / 64).is_some_and(|word| word & (1 << (beyond % 64)) != 0),
        }
    }
}

/// Makes a struct a [`Model`](crate::Model) that is one JSON object, with `Clone`, `Debug`, `PartialEq` and serde's traits.
/// Each field is named with its presence; one that has another name in JSON is `as "name"`, and one that always has the same text
/// `is "text"`, both with U+001A, U+001E and U+001F escaped as U+001A and the character 64 higher. A last field `extra` is
/// taken for granted. Two values are equal if they are written alike.
///
/// ```
/// use signalwire_rest_runtime::{Extra, impl_object};
///
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
/// assert_eq!(format!("{room:?}"), r#"Room { kind: "room", size: None, extra: {"view"} }"#);
/// ```
#[macro_export]
macro_rules! impl_object {
    ($($name:ident {
        $($presence:ident $field:ident $(as $wire:literal)? $(is $constant:literal)?;)*
    })*) => {$(
        impl $crate::Object for $name {
            fn table(&self) -> &'static $crate::Table {
                static DECLARATION: $crate::Declaration = $crate::Declaration::new(
                    ::core::stringify!($name),
                    ::core::concat!($(
                        ::core::stringify!($presence), "\u{1f}", ::core::stringify!($field), "\u{1f}",
                        $("=", $wire,)? "\u{1f}", $("=", $constant,)? "\u{1e}",
                    )*),
                );
                DECLARATION.table()
            }

            fn read(&mut self, reader: &mut dyn $crate::FieldReader) {
                reader.read(&mut [$(&mut self.$field),*], &mut self.extra);
            }

            fn write(&self, writer: &mut dyn $crate::FieldWriter) {
                writer.write(&[$(&self.$field),*], &self.extra);
            }
        }

        impl $crate::Model for $name {
            fn fresh() -> Self {
                Self {
                    $($field: $crate::Model::fresh(),)*
                    extra: ::core::default::Default::default(),
                }
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Object(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Object(self)
            }
        }

        $crate::impl_value!($name);
    )*};
}

/// A value with nothing set, for what an object of generated code leaves out. A macro, since a document may well name a type
/// `Model`, or a field `fresh`.
#[doc(hidden)]
#[macro_export]
macro_rules! fresh {
    () => {
        $crate::Model::fresh()
    };
}
