//! Shortcuts (`x-shortcuts`): methods of an object for what is inside of the objects that it requires.

use serde_json::Value;

use super::{Additional, Schema};

/// A method, and what it sets: `main: sections.main` takes the property `main` of the required object `sections`, and
/// `section: sections.*` sets a property of any name in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut<'d> {
    /// The name of the method.
    pub name: &'d str,
    /// The required objects on the way, by the names of their properties.
    pub through: Vec<&'d str>,
    /// The property at the end; `None` where it is one of any name.
    pub property: Option<&'d str>,
}

impl<'d> Schema<'d> {
    /// The shortcuts of an object.
    pub fn shortcuts(self) -> Vec<Shortcut<'d>> {
        let written = self.extension("x-shortcuts").and_then(Value::as_object);
        let entries = written.into_iter().flatten();
        entries.filter_map(|(name, path)| Some(Shortcut::read(name, path.as_str()?))).collect()
    }

    /// The schema of what a shortcut sets. `None` where the way leads over anything but required objects, or to what is
    /// not there; and for a property also where an object on the way requires another one.
    pub fn shortcut_target(self, shortcut: &Shortcut<'d>) -> Option<Self> {
        let mut schema = self;
        for name in shortcut.through.iter().copied() {
            schema = required(schema, name, shortcut.property.is_some())?;
        }
        match shortcut.property {
            Some(name) => required(schema, name, true),
            None => schema.composition().parts.into_iter().find_map(|part| match part.additional() {
                Additional::Schema(values) => Some(values),
                Additional::Unsaid | Additional::Allowed(_) => None,
            }),
        }
    }
}

/// A property that an object requires, and no other `if_alone`.
fn required<'d>(schema: Schema<'d>, name: &str, if_alone: bool) -> Option<Schema<'d>> {
    let object = schema.composition();
    let is_required = object.requires(name) && (object.required.len() == 1 || !if_alone);
    object.property(name).filter(|_| object.is_object && is_required)
}

impl<'d> Shortcut<'d> {
    fn read(name: &'d str, path: &'d str) -> Self {
        let mut through: Vec<&str> = path.split('.').collect();
        let property = through.pop().filter(|last| *last != "*");
        Self { name, through, property }
    }
}
