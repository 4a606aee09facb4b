//! How objects are shown for debugging: as a derived `Debug` shows them, without code for each type.

use std::fmt::{self, Formatter};

use super::{Extra, FieldWriter, Model, Object};

/// Shows an object with all of its fields.
///
/// # Errors
///
/// When the formatter fails.
#[doc(hidden)]
pub fn fmt_object(object: &dyn Object, f: &mut Formatter<'_>) -> fmt::Result {
    let mut shown = Shown { object, f, outcome: Ok(()) };
    object.write(&mut shown);
    shown.outcome
}

struct Shown<'a, 'f, 't> {
    object: &'a dyn Object,
    f: &'f mut Formatter<'t>,
    outcome: fmt::Result,
}

impl FieldWriter for Shown<'_, '_, '_> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        let table = self.object.table();
        let mut shown = self.f.debug_struct(table.name);
        for (field, value) in table.fields.iter().zip(fields) {
            shown.field(field.ident, value);
        }
        self.outcome = shown.field("extra", extra).finish();
    }
}
