//! What an object carried beyond the documented fields.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::places::Texts;
use super::{List, Model, View, exact, write};

/// Fields of an object that the documentation does not name, kept as they came and sent back as they are.
///
/// An optional field that came as an explicit `null` is remembered here too, so that writing a response back gives the
/// text that was read. So is the text of a number that [`Value`] cannot hold exactly: the `Value` is then the nearest
/// number there is, or the text of the number, and what is written is what came.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Fields>>);

#[derive(Clone, Default)]
struct Fields {
    values: Map<String, Value>,
    /// Documented fields that came as an explicit `null`.
    nulls: Vec<&'static str>,
    /// Documented lists that were left out.
    absent: Vec<&'static str>,
    /// The JSON text of each value that a `Value` would change.
    exact: BTreeMap<String, Box<RawValue>>,
    /// The JSON texts of such values within documented fields.
    within: BTreeMap<&'static str, Texts>,
}

impl Extra {
    /// The value of an undocumented field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let fields = self.0.as_ref()?;
        match fields.nulls.contains(&name) {
            true => Some(&Value::Null),
            false => fields.values.get(name),
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
        let fields = self.0.as_mut()?;
        fields.exact.remove(name);
        fields.within.remove(name);
        let nulls = fields.nulls.len();
        fields.nulls.retain(|other| *other != name);
        match fields.nulls.len() < nulls {
            true => Some(Value::Null),
            false => fields.values.remove(name),
        }
    }

    /// All undocumented fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let fields = self.0.iter();
        fields.flat_map(|fields| {
            let values = fields.values.iter().map(|(name, value)| (name.as_str(), value));
            values.chain(fields.nulls.iter().map(|name| (*name, &Value::Null)))
        })
    }

    /// The number of undocumented fields.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.values.len() + fields.nulls.len())
    }

    /// Whether every field was documented.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn set(&mut self, name: String, value: Value) -> Option<Value> {
        let before = self.remove(&name);
        self.0.get_or_insert_default().values.insert(name, value);
        before
    }

    /// Notes that a documented field came as an explicit `null`.
    pub(super) fn note_null(&mut self, name: &'static str) {
        let nulls = &mut self.0.get_or_insert_default().nulls;
        // Where one field is null, others are.
        nulls.reserve(if nulls.is_empty() { 16 } else { 1 });
        nulls.push(name);
    }

    /// Notes that a documented list was left out.
    pub(super) fn note_absent(&mut self, name: &'static str) {
        self.0.get_or_insert_default().absent.push(name);
    }

    /// An empty list as it came: left out, as `null`, or as it is.
    pub(super) fn empty_list<'v>(&self, name: &str, list: &'v dyn List) -> View<'v> {
        match &self.0 {
            Some(fields) if fields.absent.contains(&name) => View::Absent,
            Some(fields) if fields.nulls.contains(&name) => View::Null,
            _ => View::List(list),
        }
    }

    /// Keeps a field as it came.
    pub(super) fn keep(&mut self, name: String, json: &str) -> Result<(), serde_json::Error> {
        self.set(name.clone(), exact::value(json)?);
        if let Some(text) = exact::text(json) {
            self.0.get_or_insert_default().exact.insert(name, text);
        }
        Ok(())
    }

    /// Keeps the texts of values within a documented field.
    pub(super) fn keep_texts(&mut self, name: &'static str, texts: Texts) {
        self.0.get_or_insert_default().within.insert(name, texts);
    }

    /// The texts of values within a documented field.
    pub(super) fn texts(&self, name: &str) -> Option<&Texts> {
        self.0.as_ref()?.within.get(name)
    }

    /// The JSON text of a field that a [`Value`] would change.
    pub(super) fn exact(&self, name: &str) -> Option<&RawValue> {
        self.0.as_ref()?.exact.get(name).map(AsRef::as_ref)
    }
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
