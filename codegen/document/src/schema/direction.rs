//! What a schema asks of values that are sent, and of values that come back.

use super::{Role, Schema};

/// Which way a value goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Either way: `readOnly` and `writeOnly` count for nothing.
    #[default]
    Either,
    /// To the server, which does not take what is `readOnly`.
    Request,
    /// From the server, which does not give what is `writeOnly`.
    Response,
}

impl<'d> Schema<'d> {
    /// Whether a property of this schema is left out of values that go this way.
    pub fn is_absent(self, direction: Direction) -> bool {
        let unwrapped = self.unwrap();
        let mut schemas = unwrapped.wrappers.into_iter().chain([unwrapped.core]);
        match direction {
            Direction::Either => false,
            Direction::Request => schemas.any(Schema::read_only),
            Direction::Response => schemas.any(Schema::write_only),
        }
    }

    /// The names in `required` that values which go this way must have.
    pub fn required_in(self, direction: Direction) -> Vec<&'d str> {
        let names = self.required().iter().map(String::as_str);
        names.filter(|name| direction == Direction::Either || !self.leaves_out(name, direction)).collect()
    }

    /// Whether the object that the schema is part of leaves a property out.
    fn leaves_out(self, name: &str, direction: Direction) -> bool {
        let is_part = |schema: &Schema<'d>| matches!(schema.role(), Role::Part | Role::Variant);
        let mut around =
            std::iter::successors(Some(self), |schema| schema.parent().filter(|_| is_part(schema)));
        around.any(|schema| {
            schema.composition().property(name).is_some_and(|property| property.is_absent(direction))
        })
    }
}
