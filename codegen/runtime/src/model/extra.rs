//! What an object carried beyond the documented fields.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::places::Texts;
use super::{List, Model, Table, View, exact, write};

/// Fields of an object that the documentation does not name, kept as they came and sent back as they are.
///
/// An optional field that came as an explicit `null` is remembered here too, so that writing a response back gives the
/// text that was read. So is the text of a number that [`Value`] cannot hold exactly: the `Value` is then the nearest
/// number there is, or the text of the number, and what is written is what came.
#[derive(Clone, Default)]
pub struct Extra {
    marks: Option<Marks>,
    fields: Option<Box<Fields>>,
}

/// How documented fields came whose values cannot tell it: a bit for each of the first 64.
#[derive(Clone, Copy)]
struct Marks {
    table: &'static Table,
    /// As an explicit `null`.
    nulls: u64,
    /// Not at all, where the field is a list.
    absent: u64,
}

#[derive(Clone, Default)]
struct Fields {
    values: Map<String, Value>,
    /// Documented fields beyond the first 64 that came as an explicit `null`.
    nulls: Vec<&'static str>,
    /// Documented lists beyond the first 64 that were left out.
    absent: Vec<&'static str>,
    /// The JSON text of each value that a `Value` would change.
    exact: BTreeMap<String, Box<RawValue>>,
    /// The JSON texts of such values within documented fields.
    within: BTreeMap<&'static str, Texts>,
}

impl Extra {
    /// The value of an undocumented field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self.nulls().any(|null| null == name) {
            true => Some(&Value::Null),
            false => self.fields.as_ref()?.values.get(name),
        }
    }

    /// Sets an undocumented field, and returns what it was.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.set(name.into(), value.into())
    }

    /// Sets a field of any name to a value that has a documented type.
    #[doc(hidden)]
    pub fn insert_model(&mut self, name: impl Into<String>, value: &dyn Model) {
        // Writing to memory does not fail, and what is written is JSON.
        let written = write::to_json(value.view()).ok().and_then(|json| String::from_utf8(json).ok());
        let _ = written.map(|json| self.keep(name.into(), &json));
    }

    /// Removes an undocumented field.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let was_null = self.nulls().any(|null| null == name);
        if let Some(marks) = &mut self.marks {
            marks.nulls &= !marks.bit(name);
        }
        let Some(fields) = &mut self.fields else { return was_null.then_some(Value::Null) };
        fields.exact.remove(name);
        fields.within.remove(name);
        fields.nulls.retain(|other| *other != name);
        match was_null {
            true => Some(Value::Null),
            false => fields.values.remove(name),
        }
    }

    /// All undocumented fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let values = self.fields.iter().flat_map(|fields| &fields.values);
        let values = values.map(|(name, value)| (name.as_str(), value));
        values.chain(self.nulls().map(|name| (name, &Value::Null)))
    }

    /// The number of undocumented fields.
    pub fn len(&self) -> usize {
        self.fields.as_ref().map_or(0, |fields| fields.values.len()) + self.nulls().count()
    }

    /// Whether every field was documented.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn set(&mut self, name: String, value: Value) -> Option<Value> {
        let before = self.remove(&name);
        self.fields.get_or_insert_default().values.insert(name, value);
        before
    }

    /// The names of the fields that are not documented.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flat_map(|fields| fields.values.keys()).map(String::as_str)
    }

    /// The documented fields that came as an explicit `null`.
    fn nulls(&self) -> impl Iterator<Item = &'static str> {
        let first = self.marks.iter().flat_map(|marks| marks.names(marks.nulls));
        first.chain(self.fields.iter().flat_map(|fields| fields.nulls.iter().copied()))
    }

    /// Notes that a documented field came as an explicit `null`.
    #[inline]
    pub(super) fn note_null(&mut self, table: &'static Table, index: usize) {
        match bit(index) {
            Some(bit) => self.marks(table).nulls |= bit,
            None => {
                let name = table.fields.get(index).map(|field| field.name);
                self.fields.get_or_insert_default().nulls.extend(name);
            }
        }
    }

    /// Notes that documented lists were left out.
    pub(super) fn note_absent(&mut self, table: &'static Table, lists: impl Iterator<Item = usize>) {
        for index in lists {
            match bit(index) {
                Some(bit) => self.marks(table).absent |= bit,
                None => {
                    let name = table.fields.get(index).map(|field| field.name);
                    self.fields.get_or_insert_default().absent.extend(name);
                }
            }
        }
    }

    fn marks(&mut self, table: &'static Table) -> &mut Marks {
        self.marks.get_or_insert(Marks { table, nulls: 0, absent: 0 })
    }

    /// An empty list as it came: left out, as `null`, or as it is.
    pub(super) fn empty_list<'v>(&self, name: &str, list: &'v dyn List) -> View<'v> {
        let mut absent = self.marks.iter().flat_map(|marks| marks.names(marks.absent));
        let is_absent = absent.any(|absent| absent == name)
            || self.fields.as_ref().is_some_and(|fields| fields.absent.contains(&name));
        match is_absent {
            true => View::Absent,
            false if self.nulls().any(|null| null == name) => View::Null,
            false => View::List(list),
        }
    }

    /// Keeps a field as it came.
    pub(super) fn keep(&mut self, name: String, json: &str) -> Result<(), serde_json::Error> {
        self.set(name.clone(), exact::value(json)?);
        if let Some(text) = exact::text(json) {
            self.fields.get_or_insert_default().exact.insert(name, text);
        }
        Ok(())
    }

    /// Keeps the texts of values within a documented field.
    pub(super) fn keep_texts(&mut self, name: &'static str, texts: Texts) {
        self.fields.get_or_insert_default().within.insert(name, texts);
    }

    /// The texts of values within a documented field.
    pub(super) fn texts(&self, name: &str) -> Option<&Texts> {
        self.fields.as_ref()?.within.get(name)
    }

    /// The JSON text of a field that a [`Value`] would change.
    pub(super) fn exact(&self, name: &str) -> Option<&RawValue> {
        self.fields.as_ref()?.exact.get(name).map(AsRef::as_ref)
    }
}

impl Marks {
    /// The names of the fields with these bits.
    fn names(&self, bits: u64) -> impl Iterator<Item = &'static str> {
        let mut left = bits;
        let indices = std::iter::from_fn(move || {
            let index = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(index)
        });
        indices.filter_map(|index| Some(self.table.fields.get(index)?.name))
    }

    /// The bit of the field with this name.
    fn bit(&self, name: &str) -> u64 {
        self.table.position(name, 0).and_then(bit).unwrap_or(0)
    }
}

fn bit(index: usize) -> Option<u64> {
    1_u64.checked_shl(u32::try_from(index).ok()?)
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        let exact = |extra: &Self, name: &str| extra.exact(name).map(RawValue::get).map(str::to_owned);
        self.len() == other.len()
            && self.iter().all(|(name, value)| {
                other.get(name) == Some(value) && exact(self, name) == exact(other, name)
            })
    }
}

impl fmt::Debug for Extra {
    /// Names only: nobody said which undocumented values are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
