//! How values are shown for debugging: as a derived `Debug` shows them, without code for each type.

use std::fmt::{self, Debug, Formatter};

use super::{Entries, Extra, FieldWriter, FromText, List, Model, Object, Union, View};

/// Shows a value, with all that it is made of.
///
/// # Errors
///
/// When the formatter fails.
#[doc(hidden)]
pub fn fmt_model(value: &dyn Model, f: &mut Formatter<'_>) -> fmt::Result {
    Shown(value.view()).fmt(f)
}

/// Gives a [`Model`](crate::Model) a `Debug` that shows all of it.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_debug {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::fmt_model(self, f)
            }
        }
    };
}

/// A value as it is shown.
struct Shown<'a>(View<'a>);

impl Debug for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Unit => f.write_str("()"),
            View::Absent => f.write_str("Absent"),
            View::Null => f.write_str("Null"),
            View::None => f.write_str("None"),
            View::Some(value) => f.debug_tuple("Some").field(&Self(value.view())).finish(),
            View::Value(value) => f.debug_tuple("Value").field(&Self(value.view())).finish(),
            View::Bool(value) => value.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Unsigned(value) => value.fmt(f),
            View::Number(value) => value.fmt(f),
            View::Text(value) => value.fmt(f),
            View::Secret(_) => f.write_str("Secret(***)"),
            View::Enum(value) => fmt_enum(value, f),
            View::Any(value) => value.fmt(f),
            View::Bytes(value) => value.fmt(f),
            View::File(value) => value.fmt(f),
            View::List(list) => fmt_list(list, f),
            View::Map(entries) => fmt_map(entries, f),
            View::ObjectOrList(value) => value.fmt(f),
            View::Object(object) => fmt_object(object, f),
            View::Union(union) => fmt_union(union, f),
        }
    }
}

fn fmt_enum(value: &dyn FromText, f: &mut Formatter<'_>) -> fmt::Result {
    match value.declared().name(value.index()) {
        Some(name) => f.write_str(name),
        None => f.debug_tuple("Other").field(&value.text()).finish(),
    }
}

fn fmt_list(list: &dyn List, f: &mut Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..list.count()).map(|index| Shown(list.item(index)))).finish()
}

fn fmt_map(entries: &dyn Entries, f: &mut Formatter<'_>) -> fmt::Result {
    let mut map = f.debug_map();
    entries.each(&mut |key, view| {
        map.entry(&key, &Shown(view));
    });
    map.finish()
}

fn fmt_union(union: &dyn Union, f: &mut Formatter<'_>) -> fmt::Result {
    let name = union.variants().variant_name(union.index());
    f.debug_tuple(name).field(&Shown(union.value().view())).finish()
}

fn fmt_object(object: &dyn Object, f: &mut Formatter<'_>) -> fmt::Result {
    let mut fields = Fields { object, f, outcome: Ok(()) };
    object.write(&mut fields);
    fields.outcome
}

/// What shows the fields of one object.
struct Fields<'a, 'f, 't> {
    object: &'a dyn Object,
    f: &'f mut Formatter<'t>,
    outcome: fmt::Result,
}

impl FieldWriter for Fields<'_, '_, '_> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        let table = self.object.table();
        let mut shown = self.f.debug_struct(table.name);
        for (field, value) in table.fields.iter().zip(fields) {
            shown.field(field.ident, &Shown(value.view()));
        }
        self.outcome = shown.field("extra", extra).finish();
    }
}
