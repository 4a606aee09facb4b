//! Reading what somebody sent who cannot be asked again: as much of it as can be read, and nothing of it lost.
//!
//! A missing text, number or list is left empty, a number or a flag may be written as text, and what does not fit its field is kept
//! beside it. An object that is missing, or of which nothing is there, is an error: the value is something else.

use serde_json::Value;

use super::object::FieldReader;
use super::shape::Shape;
use super::union::{Union, keep_value};
use super::{Extra, Model, Presence, Slot, Table, read};

/// Why a value cannot be read at all. It shows nothing of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// The path of the field, such as `call.headers[0]`; empty for the whole value.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

impl Mismatch {
    fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    fn within(mut self, step: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{joint}{}", self.path);
        self
    }
}

/// What is known of the type of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    /// It is this one.
    Told,
    /// It is likely, so that the value has to have most of its required fields; a flat one may have fewer, if all of its
    /// fields are known.
    Guessed { is_outermost: bool },
}

/// Reads a value into a slot.
pub(crate) fn read_leniently(slot: &mut Slot<'_>, value: &Value) -> Result<(), Mismatch> {
    read_as(slot, value, Type::Told)
}

fn read_as(slot: &mut Slot<'_>, value: &Value, ty: Type) -> Result<(), Mismatch> {
    let expected = |what: &str| Err(Mismatch::new(format!("expected {what}, found {}", kind(value))));
    match slot {
        Slot::Unit | Slot::Bytes(_) | Slot::File(_) | Slot::Responses(_) => return expected("nothing"),
        Slot::Any(any) => **any = value.clone(),
        Slot::Text(text) => match scalar(value) {
            Some(given) => **text = given,
            None => return expected("text"),
        },
        Slot::Enum(text) => match scalar(value) {
            Some(given) => text.set_text(&given),
            None => return expected("text"),
        },
        Slot::Bool(flag) => match scalar(value).as_deref().map(str::trim) {
            Some(text) if text.eq_ignore_ascii_case("true") => **flag = true,
            Some(text) if text.eq_ignore_ascii_case("false") => **flag = false,
            _ => return expected("true or false"),
        },
        Slot::Integer(number) => match integer(value) {
            Some(given) => **number = given,
            None => return expected("a whole number"),
        },
        Slot::Unsigned(number) => match scalar(value).and_then(|text| text.trim().parse::<u64>().ok()) {
            Some(value) => **number = value,
            None => return expected("a whole number"),
        },
        Slot::Number(number) => match scalar(value).and_then(|text| text.trim().parse::<f64>().ok()) {
            Some(given) if given.is_finite() => **number = given,
            _ => return expected("a number"),
        },
        Slot::Nullable(nullable) => match value {
            Value::Null => nullable.set_null(),
            value => {
                if let Err(mismatch) = read_as(&mut nullable.set_value(), value, ty) {
                    nullable.reset();
                    return Err(mismatch);
                }
            }
        },
        Slot::List(list) => {
            list.clear();
            let alone = std::slice::from_ref(value);
            let items = match value {
                Value::Null => &[],
                Value::Array(items) => items.as_slice(),
                // In a form, a list of one is a value.
                _ => alone,
            };
            for (index, item) in items.iter().enumerate() {
                read_as(&mut list.push(), item, ty).map_err(|error| error.within(&format!("[{index}]")))?;
            }
        }
        Slot::Map(entries) => {
            entries.clear();
            let Value::Object(given) = value else { return expected("an object") };
            for (key, value) in given {
                read_as(&mut entries.insert(key.clone()), value, ty).map_err(|error| error.within(key))?;
            }
        }
        Slot::ObjectOrList(either) => match value {
            Value::Array(items) => {
                either.set_list();
                for (index, item) in items.iter().enumerate() {
                    read_as(&mut either.push(), item, ty)
                        .map_err(|error| error.within(&format!("[{index}]")))?;
                }
            }
            value => read_as(&mut either.set_object(), value, ty)?,
        },
        Slot::Object(object) => {
            let Value::Object(given) = value else { return expected("an object") };
            let mut fields = Fields { table: object.table(), given, ty, outcome: Ok(()) };
            object.read(&mut fields);
            fields.outcome?;
        }
        Slot::Union(union) => read_union(*union, value)?,
    }
    Ok(())
}

/// What kind of value it is, for messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The text of a value that is neither null nor made of others.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    let text = scalar(value)?;
    let text = text.trim();
    // Some senders write `3.0`.
    text.parse()
        .ok()
        .or_else(|| text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0'))?.0.parse().ok())
}

/// The variant that knows most fields is read, strictly if that goes. What fits none is kept as it came.
fn read_union(union: &mut dyn Union, value: &Value) -> Result<(), Mismatch> {
    if let Some(variant) = likeliest(union, value)
        && (read(&mut union.select(variant).slot(), value).is_ok()
            || read_as(&mut union.select(variant).slot(), value, Type::Guessed { is_outermost: true })
                .is_ok())
    {
        return Ok(());
    }
    if keep_value(union, value.clone()) {
        return Ok(());
    }
    Err(Mismatch::new("the value has none of the documented forms"))
}

/// The object among the variants with the fewest unknown fields, then with the fewest missing ones. More than half of the
/// value has to be known.
fn likeliest(union: &mut dyn Union, value: &Value) -> Option<usize> {
    let given = value.as_object()?;
    let variants = union.variants().shapes(union).iter().enumerate();
    let fits = variants.filter_map(|(index, shape)| {
        let Shape::Object(table) = shape else { return None };
        let known = |name: &str| table.fields.iter().any(|field| field.name == name);
        let contradicts = table.fields.iter().any(|field| {
            let text = given.get(field.name).and_then(Value::as_str);
            field.constant.is_some_and(|constant| text.is_some_and(|text| text != constant))
        });
        let unknown = given.keys().filter(|name| !known(name)).count();
        let missing =
            table.fields.iter().filter(|field| field.is_required() && !given.contains_key(field.name));
        (!contradicts && unknown * 2 < given.len()).then(|| (unknown, missing.count(), index))
    });
    fits.min().map(|(_, _, index)| index)
}

/// Reads the fields of one object.
struct Fields<'v> {
    table: &'static Table,
    given: &'v serde_json::Map<String, Value>,
    ty: Type,
    outcome: Result<(), Mismatch>,
}

impl FieldReader for Fields<'_> {
    fn read(&mut self, fields: &mut [&mut dyn Model], extra: &mut Extra) {
        self.outcome = self.read_all(fields, extra);
    }
}

impl Fields<'_> {
    fn read_all(&self, fields: &mut [&mut dyn Model], extra: &mut Extra) -> Result<(), Mismatch> {
        let (mut wanted, mut found) = (0_usize, 0_usize);
        let documented = |name: &str| self.table.fields.iter().any(|field| field.name == name);
        let within = match self.ty {
            Type::Told => Type::Told,
            Type::Guessed { .. } => Type::Guessed { is_outermost: false },
        };
        for (index, (field, model)) in self.table.fields.iter().zip(fields).enumerate() {
            wanted += usize::from(field.is_required());
            let mut slot = model.slot();
            let is_object = matches!(slot, Slot::Object(_));
            match self.given.get(field.name) {
                None if field.is_required() && is_object => {
                    return Err(Mismatch::new("it is missing").within(field.name));
                }
                None => {}
                Some(Value::Null) if matches!(field.presence, Presence::Optional | Presence::List) => {
                    extra.note_null(self.table, index);
                }
                Some(value) => {
                    found += usize::from(field.is_required());
                    match read_as(&mut slot, value, within) {
                        Err(mismatch) if is_object => return Err(mismatch.within(field.name)),
                        // It is kept as it came.
                        Err(_) => {
                            extra.insert(field.name, value.clone());
                        }
                        Ok(()) => {}
                    }
                }
            }
        }
        if wanted > 0 && found == 0 {
            return Err(Mismatch::new(format!("none of the fields of {} is there", self.table.name)));
        }
        let is_likely = match self.ty {
            Type::Told => true,
            Type::Guessed { is_outermost } => {
                2 * found >= wanted || is_outermost && self.given.keys().all(|name| documented(name))
            }
        };
        if !is_likely {
            return Err(Mismatch::new(format!("most fields of {} are missing", self.table.name)));
        }
        for (name, value) in self.given.iter().filter(|(name, _)| !documented(name)) {
            extra.insert(name, value.clone());
        }
        Ok(())
    }
}
