//! The engine that writes: from the views of any type to any serializer.

use std::cell::RefCell;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::places::WithTexts;
use super::{Extra, FieldWriter, Model, Presence, Table, View};

/// Writes a type with serde.
///
/// # Errors
///
/// When the serializer fails.
#[doc(hidden)]
#[inline]
pub fn serialize<T: Model, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let exact = writes_json::<S>();
    Written { view: value.view(), exact }.serialize(serializer)
}

/// Writes a value as JSON text.
pub(crate) fn to_json(view: View<'_>) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written { view, exact: true })
}

/// Writes a value as a value of no type.
pub(crate) fn to_value(view: View<'_>) -> Result<Value, serde_json::Error> {
    serde_json::to_value(Written { view, exact: false })
}

/// Whether a serializer writes JSON text, into which the text of a number can be written as it is.
///
/// There is no other way to know. If a name ever changed, numbers that a [`Value`] cannot hold would be written as the
/// `Value` has them.
fn writes_json<S>() -> bool {
    std::any::type_name::<S>().starts_with("&mut serde_json::ser::Serializer<")
}

/// A value as serde wants it to be written.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub view: View<'a>,
    /// Whether numbers that a [`Value`] would change are written as they came.
    pub exact: bool,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let exact = self.exact;
        let written = |view| Self { view, exact };
        match self.view {
            View::Unit | View::Absent | View::Null | View::None | View::File(_) => {
                serializer.serialize_none()
            }
            View::Some(value) | View::Value(value) => written(value.view()).serialize(serializer),
            View::ObjectOrList(value) => written(value.written()).serialize(serializer),
            View::Union(union) => written(union.value().view()).serialize(serializer),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Integer(value) => serializer.serialize_i64(value),
            View::Unsigned(value) => serializer.serialize_u64(value),
            View::Number(value) => serializer.serialize_f64(value),
            View::Text(value) | View::Secret(value) => serializer.serialize_str(value),
            View::Enum(value) => serializer.serialize_str(value.text()),
            View::Any(value) => value.serialize(serializer),
            View::Bytes(value) => serializer.serialize_bytes(value.as_slice()),
            View::List(list) => {
                let mut items = serializer.serialize_seq(Some(list.count()))?;
                for index in 0..list.count() {
                    items.serialize_element(&written(list.item(index)))?;
                }
                items.end()
            }
            View::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.count()))?;
                entries.try_each(|key, view| map.serialize_entry(key, &Written { view, exact }))?;
                map.end()
            }
            View::Object(object) => {
                let mut map = serializer.serialize_map(None)?;
                let mut fields = Fields { table: object.table(), map: &mut map, exact, outcome: Ok(()) };
                object.write(&mut fields);
                fields.outcome?;
                map.end()
            }
        }
    }
}

/// What writes the fields of one object.
struct Fields<'a, M: SerializeMap> {
    table: &'static Table,
    map: &'a mut M,
    exact: bool,
    outcome: Result<(), M::Error>,
}

impl<M: SerializeMap> FieldWriter for Fields<'_, M> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        self.outcome = self.write_all(fields, extra);
    }
}

impl<M: SerializeMap> Fields<'_, M> {
    fn write_all(&mut self, fields: &[&dyn Model], extra: &Extra) -> Result<(), M::Error> {
        let exact = self.exact;
        for (field, model) in self.table.fields.iter().zip(fields) {
            let view = match (model.view().written(), field.presence) {
                // Nothing was added to a list that was read as `null`, or was not there.
                (View::List(list), Presence::List) if list.count() == 0 => extra.empty_list(field.name, list),
                (view, _) => view,
            };
            let is_left_out = match (view, field.presence) {
                (View::Absent, _) => true,
                (View::Null, Presence::Optional) => extra.get(field.name).is_none(),
                _ => false,
            };
            if is_left_out {
                continue;
            }
            match extra.texts(field.name).filter(|_| exact) {
                Some(texts) => {
                    let steps = RefCell::default();
                    self.map.serialize_entry(field.name, &WithTexts { view, texts, steps: &steps })?;
                }
                None => self.map.serialize_entry(field.name, &Written { view, exact })?,
            }
        }
        for (name, value) in extra.iter().filter(|(name, _)| self.table.position(name, 0).is_none()) {
            match extra.exact(name).filter(|_| exact) {
                Some(text) => self.map.serialize_entry(name, text)?,
                None => self.map.serialize_entry(name, value)?,
            }
        }
        Ok(())
    }
}
