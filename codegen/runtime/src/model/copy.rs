//! Copies of values: as a derived `Clone` makes them, without code for each type.

use super::{Extra, FieldReader, FieldWriter, Model, Object, ObjectOrList, Presence, Slot, Table, View};

/// Copies a value into a fresh one of the same type.
#[doc(hidden)]
pub fn copy(from: &dyn Model, to: &mut dyn Model) {
    copy_view(from.view(), to.slot());
}

/// Copies the fields with these names in JSON into a fresh object of another type, in which they hold the same types.
///
/// What may be left out leaves the other field out as well, and `null` is `null`.
#[doc(hidden)]
pub fn copy_fields(from: &dyn Object, to: &mut dyn Object, names: &[&str]) {
    let source = from.table();
    from.write(&mut Fields { source, target: to.table(), to, names });
}

/// Has the fields that are copied, by the table of their object, and the object that they are copied into.
struct Fields<'a> {
    source: &'a Table,
    target: &'a Table,
    to: &'a mut dyn Object,
    names: &'a [&'a str],
}

impl FieldWriter for Fields<'_> {
    fn write(&mut self, fields: &[&dyn Model], _: &Extra) {
        let Self { source, target, names, .. } = self;
        self.to.read(&mut Named { source, target, names, fields });
    }
}

/// Has the fields of both objects, with their tables.
struct Named<'a> {
    source: &'a Table,
    target: &'a Table,
    names: &'a [&'a str],
    fields: &'a [&'a dyn Model],
}

impl FieldReader for Named<'_> {
    fn read(&mut self, fields: &mut [&mut dyn Model], _: &mut Extra) {
        for name in self.names {
            let (from, to) = (self.source.position(name, 0), self.target.position(name, 0));
            let (Some(from), Some(to)) = (from, to) else { continue };
            let presences = (self.source.fields[from].presence, self.target.fields[to].presence);
            let view = match (self.fields[from].view(), presences) {
                (View::None, (Presence::Nullable, Presence::Patch)) => View::Null,
                (view, _) => view,
            };
            copy_view(view, fields[to].slot());
        }
    }
}

/// Copies what a value of one type is made of into a slot of a fresh value of the same type.
fn copy_view(from: View<'_>, to: Slot<'_>) {
    match (from, to) {
        // A fresh value is this already.
        (View::Unit | View::Absent | View::None, _) => {}
        (View::Null, Slot::Nullable(to)) => to.set_null(),
        (View::Some(from) | View::Value(from), Slot::Nullable(to)) => copy_view(from.view(), to.set_value()),
        (from, Slot::Nullable(to)) => copy_view(from, to.set_value()),
        (View::ObjectOrList(from), Slot::ObjectOrList(to)) => copy_either(from, to),
        (View::Union(from), Slot::Union(to)) => {
            copy_view(from.value().view(), to.select(from.index()).slot());
        }
        (View::Bool(from), Slot::Bool(to)) => *to = from,
        (View::Integer(from), Slot::Integer(to)) => *to = from,
        (View::Unsigned(from), Slot::Unsigned(to)) => *to = from,
        (View::Number(from), Slot::Number(to)) => *to = from,
        (View::Text(from) | View::Secret(from), Slot::Text(to)) => from.clone_into(to),
        (View::Enum(from), Slot::Enum(to)) => match from.declared().texts.get(from.index()) {
            Some(text) => to.set_text(text),
            None => to.set_other(from.text().to_owned()),
        },
        (View::Any(from), Slot::Any(to)) => to.clone_from(from),
        (View::Bytes(from), Slot::Bytes(to)) => to.clone_from(from),
        (View::File(from), Slot::File(to)) => to.clone_from(from),
        (View::List(from), Slot::List(to)) => {
            (0..from.count()).for_each(|index| copy_view(from.item(index), to.push()));
        }
        (View::Map(from), Slot::Map(to)) => {
            from.each(&mut |key, value| copy_view(value, to.insert(key.to_owned())));
        }
        (View::Object(from), Slot::Object(to)) => from.write(&mut Source { to }),
        // Nothing else is of one type.
        _ => {}
    }
}

fn copy_either(from: &dyn ObjectOrList, to: &mut dyn ObjectOrList) {
    let View::List(list) = from.written() else { return copy_view(from.first().view(), to.set_object()) };
    to.set_list();
    if list.count() == 0 {
        return copy_view(from.first().view(), to.first_slot());
    }
    (0..list.count()).for_each(|index| copy_view(list.item(index), to.push()));
}

/// Is handed the fields of the object that is copied, for the one that is copied into.
struct Source<'a> {
    to: &'a mut dyn Object,
}

impl FieldWriter for Source<'_> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        self.to.read(&mut Target { fields, extra });
    }
}

/// Is handed the fields of the object that is copied into, and has those of the other.
struct Target<'a> {
    fields: &'a [&'a dyn Model],
    extra: &'a Extra,
}

impl FieldReader for Target<'_> {
    fn read(&mut self, fields: &mut [&mut dyn Model], extra: &mut Extra) {
        for (from, to) in self.fields.iter().zip(fields) {
            copy(*from, *to);
        }
        extra.clone_from(self.extra);
    }
}
