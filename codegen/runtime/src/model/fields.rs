//! Reading the fields of one object.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use super::limits::Limits;
use super::object::Seen;
use super::places::Collected;
use super::raw::Raw;
use super::read::{NullableVisitor, Outcome, read_within, reset, without_place};
use super::straight::Opened;
use super::{Extra, FieldReader, Model, Object, Presence, Slot, Table};

/// Reads an object of which nothing was read yet.
pub(super) struct ObjectVisitor<'a, 'b>(pub &'a mut dyn Object, pub Limits<'b>);

impl<'de> Visitor<'de> for ObjectVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} object", self.0.table().name)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        read_object(self.0, None, from, self.1)
    }
}

/// Reads an object, or the rest of one. The limits are those of its fields.
pub(super) fn read_object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    opened: Option<Opened<'_>>,
    from: A,
    limits: Limits<'_>,
) -> Result<(), A::Error> {
    let table = object.table();
    let (name, lifetime) = (String::new(), PhantomData);
    let mut fields = Fields { table, opened, from, limits, name, outcome: Ok(()), lifetime };
    object.read(&mut fields);
    fields.outcome
}

/// What reads the fields of one object.
struct Fields<'b, 'de, A: MapAccess<'de>> {
    table: &'static Table,
    /// What was read before the type of the object was known.
    opened: Option<Opened<'b>>,
    from: A,
    limits: Limits<'b>,
    /// The name of the last field that nobody documented.
    name: String,
    outcome: Result<(), A::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> FieldReader for Fields<'_, 'de, A> {
    fn read(&mut self, fields: &mut [&mut dyn Model], extra: &mut Extra) {
        self.outcome = self.read_all(fields, extra);
    }
}

impl<'de, A: MapAccess<'de>> Fields<'_, 'de, A> {
    fn read_all(&mut self, fields: &mut [&mut dyn Model], extra: &mut Extra) -> Result<(), A::Error> {
        let mut known = Known {
            table: self.table,
            limits: self.limits,
            seen: Seen::default(),
            collected: Collected::default(),
            fields,
        };
        let opened = self.opened.take();
        let (mut pending, mut after) = (None, 0);
        if let Some(opened) = &opened {
            pending = self.replay(opened, &mut known, extra)?;
        }
        loop {
            let expected = self.table.expected(after);
            let key = match pending.take() {
                Some(key) => Some(key),
                None => self.next_key(expected)?,
            };
            match key {
                Some(Key::Documented(index)) => {
                    if index != expected {
                        self.table.expect(after, index);
                    }
                    after = index + 1;
                    known.read(index, extra, |field| self.from.next_value_seed(field))?;
                }
                Some(Key::Other) => {
                    let value: Raw<'_> = self.from.next_value()?;
                    keep(extra, &mut self.name, &value)?;
                }
                None => break,
            }
        }
        let Known { seen, fields, .. } = known;
        extra.note_absent(self.table, self.table.absent_lists(&seen));
        if let Some(name) = self.table.missing(&seen) {
            return Err(A::Error::missing_field(name));
        }
        match opened.is_none_or(|opened| opened.is_right(self.table, &seen, fields, extra)) {
            true => Ok(()),
            false => Err(A::Error::custom("the value is of another variant")),
        }
    }

    /// Reads the fields that came first, and returns the key of the next one, whose value is still to be read.
    fn replay(
        &mut self,
        opened: &Opened<'_>,
        known: &mut Known<'_, '_, '_>,
        extra: &mut Extra,
    ) -> Result<Option<Key>, A::Error> {
        let mut expected = 0;
        for (name, value) in opened.fields {
            match self.key(name, expected) {
                Key::Documented(index) => {
                    expected = index + 1;
                    known.read(index, extra, |field| field.deserialize(value)).map_err(A::Error::custom)?;
                }
                Key::Other => keep(extra, &mut self.name, value)?,
            }
        }
        Ok(opened.next.map(|name| self.key(name, expected)))
    }

    #[inline]
    fn next_key(&mut self, expected: usize) -> Result<Option<Key>, A::Error> {
        self.from.next_key_seed(KeySeed { table: self.table, expected, other: &mut self.name })
    }

    fn key(&mut self, name: &str, expected: usize) -> Key {
        KeySeed { table: self.table, expected, other: &mut self.name }.of(name)
    }
}

/// Keeps a field that nobody documented.
fn keep<E: serde::de::Error>(extra: &mut Extra, name: &mut String, value: &Raw<'_>) -> Result<(), E> {
    extra.keep(std::mem::take(name), value.text()).map_err(|error| E::custom(without_place(&error)))
}

/// The documented fields of an object, and which of them were there.
struct Known<'a, 'f, 'b> {
    table: &'static Table,
    limits: Limits<'b>,
    seen: Seen,
    collected: Collected,
    fields: &'a mut [&'f mut dyn Model],
}

impl Known<'_, '_, '_> {
    /// Reads the field with this index.
    #[inline]
    fn read<E: serde::de::Error>(
        &mut self,
        index: usize,
        extra: &mut Extra,
        read: impl FnOnce(FieldSeed<'_, '_, '_>) -> Result<Outcome, E>,
    ) -> Result<(), E> {
        let (Some(model), Some(field)) = (self.fields.get_mut(index), self.table.fields.get(index)) else {
            return Err(E::custom("the declaration of a type lacks a field"));
        };
        let mut slot = model.slot();
        // Of several fields with one name the last counts.
        if self.seen.insert(index) {
            reset(&mut slot);
            extra.remove(field.name);
        }
        let is_list = field.presence == Presence::List;
        let limits = self.limits.with_collected(&self.collected);
        let outcome = read(FieldSeed { slot: &mut slot, is_list, limits })?;
        if outcome == Outcome::Null && matches!(field.presence, Presence::Optional | Presence::List) {
            extra.note_null(self.table, index);
        }
        if self.collected.count() > 0
            && let Some(texts) = self.collected.take()
        {
            extra.keep_texts(field.name, texts);
        }
        Ok(())
    }
}

/// Reads the value of a field.
struct FieldSeed<'a, 's, 'b> {
    slot: &'a mut Slot<'s>,
    /// Whether the field is a list that may be left out, of which `null` leaves it empty.
    is_list: bool,
    limits: Limits<'b>,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, '_, '_> {
    type Value = Outcome;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        match self.slot {
            // Most fields are of these two kinds. Anything else is a call.
            Slot::Text(value) => **value = String::deserialize(from)?,
            Slot::Nullable(value) => return from.deserialize_option(NullableVisitor(*value, self.limits)),
            slot if self.is_list => return from.deserialize_option(ListOrNull(slot, self.limits)),
            slot => return read_within(slot, from, self.limits),
        }
        Ok(Outcome::Value)
    }
}

/// Reads a list that may be left out, of which `null` leaves it empty.
struct ListOrNull<'a, 's, 'b>(&'a mut Slot<'s>, Limits<'b>);

impl<'de> Visitor<'de> for ListOrNull<'_, '_, '_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_none<E>(self) -> Result<Outcome, E> {
        Ok(Outcome::Null)
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        Ok(Outcome::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        read_within(self.0, from, self.1)
    }
}

/// A key of an object: a documented field, or another name.
enum Key {
    Documented(usize),
    Other,
}

/// Looks a key up where it stands; only one that nobody documented is copied.
struct KeySeed<'a> {
    table: &'static Table,
    expected: usize,
    other: &'a mut String,
}

impl KeySeed<'_> {
    #[inline]
    fn of(self, name: &str) -> Key {
        match self.table.position(name, self.expected) {
            Some(index) => Key::Documented(index),
            None => {
                name.clone_into(self.other);
                Key::Other
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(self.of(name))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use serde_json::Value;

    use crate::{Extra, impl_object};

    /// More fields than there are bits for nulls, and a list behind them.
    macro_rules! many {
        ($($name:ident)*) => {
            struct Many {
                $($name: Option<i64>,)*
                list: Vec<i64>,
                extra: Extra,
            }

            impl_object! { Many { $(optional $name;)* list list; } }
        };
    }

    many! {
        a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3
        d4 d5 d6 d7 d8 d9 e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7
    }

    #[test]
    fn nulls_and_lists_are_written_as_they_came_however_many_fields_there_are() {
        for json in [
            r#"{"a0":null,"a1":7,"g3":null,"g7":null}"#,
            r#"{"g4":null,"list":null}"#,
            r#"{"list":[],"new":null}"#,
        ] {
            let many: Many = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&many).unwrap(), json);
        }
        let mut many: Many = serde_json::from_str(r#"{"a0":null,"g7":null}"#).unwrap();
        assert_eq!(
            (many.extra.len(), many.extra.get("g7"), many.extra.get("g6")),
            (2, Some(&Value::Null), None)
        );
        assert_eq!(many.extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a0", "g7"]);
        assert_eq!(
            (many.extra.remove("a0"), many.extra.remove("g7")),
            (Some(Value::Null), Some(Value::Null))
        );
        assert!(many.extra.is_empty());
        assert_eq!(serde_json::to_string(&many).unwrap(), "{}");
    }

    #[test]
    fn of_several_fields_with_one_name_the_last_counts() {
        let many: Many =
            serde_json::from_str(r#"{"a0":null,"a1":1,"a0":2,"a1":null,"g7":null,"g7":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&many).unwrap(), r#"{"a0":2,"a1":null,"g7":3}"#);
    }

    /// Where a field is expected is only where it is looked for first.
    #[test]
    fn any_order_may_follow_any_other() {
        let orders = ["a0 a1 a2", "a2 a1 a0", "a2 g7 a0", "g7", "a1 new a0", "a0 a1 a2"];
        for order in orders.iter().chain(orders.iter().rev()) {
            let fields: Vec<String> =
                order.split(' ').map(|name| format!("\"{name}\":{}", name.len())).collect();
            let text = format!("{{{}}}", fields.join(","));
            let many: Many = serde_json::from_str(&text).unwrap();
            let json: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_value(&many).unwrap(), json);
        }
    }
}
