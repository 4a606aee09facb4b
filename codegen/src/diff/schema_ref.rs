//! A schema where it stands: the handle of the document, and what the comparison calls the place.
//!
//! `$ref: X`, a chain of them, and `allOf: [{$ref: X}]` with a description beside it are all X. What a wrapper may add
//! (`nullable`, a default, a description) is kept apart, as it belongs to the place and not to X.

use document::schema::Role;
use document::{Document, Schema};

use crate::node::escape_pointer;
use crate::source::Location;

/// A schema and its place.
#[derive(Clone, Debug)]
pub(super) struct SchemaRef<'d> {
    /// The schema as it is written here.
    pub schema: Schema<'d>,
    /// Where its key stands.
    pub at: Location,
    /// Path that does not depend on files: `schemas/Thing/properties/uri`.
    pub location: String,
    /// Name for people: `Thing.uri`.
    pub name: String,
    /// The component that it is.
    pub component: Option<&'d str>,
}

/// The place of an operation, in the notation of [`SchemaRef::location`].
pub(super) fn operation_location(id: &str) -> String {
    format!("operations/{}", escape_pointer(id))
}

impl<'d> SchemaRef<'d> {
    /// The component of this name.
    pub fn component(document: &'d Document, name: &str) -> Option<Self> {
        let schema = document.component(name)?;
        let name = schema.component()?;
        Some(Self::of_component(schema, name))
    }

    fn of_component(schema: Schema<'d>, name: &'d str) -> Self {
        Self {
            schema,
            at: schema.place().key_at,
            location: format!("schemas/{name}"),
            name: name.to_owned(),
            component: Some(name),
        }
    }

    /// A schema that is written inside of this one.
    pub fn inside(&self, schema: Schema<'d>, location: &str, name: &str) -> Self {
        Self {
            schema,
            at: schema.place().key_at,
            location: format!("{}/{location}", self.location),
            name: format!("{}{name}", self.name),
            component: None,
        }
    }

    /// What the references and wrappers lead to, and the wrappers on the way, outermost first.
    pub fn unwrap(&self) -> (Self, Vec<Schema<'d>>) {
        let unwrapped = self.schema.unwrap();
        let core = unwrapped.core;
        // A schema written inside of a wrapper is still at the place of the wrapper.
        let chain = std::iter::once(core).chain(unwrapped.wrappers.iter().rev().copied());
        let named = chain.into_iter().find_map(|schema| Some((schema, schema.component()?)));
        let site = match named {
            Some((schema, name)) => Self { schema: core, ..Self::of_component(schema, name) },
            None => Self { schema: core, ..self.clone() },
        };
        (site, unwrapped.wrappers)
    }

    /// The same schema as a part of the place that refers to it.
    pub fn standing_at(&self, place: &Self) -> Self {
        Self { schema: self.schema, ..place.clone() }
    }

    /// The name of the schema this comes to, when that is a component.
    pub fn named(&self) -> Option<&'d str> {
        self.unwrap().0.component
    }

    /// The place of a part of the composition that this is: a component is a place of its own, and what is written in
    /// place belongs to whatever is composed of it.
    pub fn part(&self, part: Schema<'d>) -> Self {
        let mut around = part;
        while around != self.schema
            && around.component().is_none()
            && let Some(parent) = around.parent().filter(|_| *around.role() == Role::Part)
        {
            around = parent;
        }
        match around.component() {
            Some(name) if around != self.schema => Self { schema: part, ..Self::of_component(around, name) },
            _ => Self { schema: part, ..self.clone() },
        }
    }
}

/// Whether the schema or a wrapper around it lets a value be null.
pub(super) fn is_nullable(core: Schema<'_>, wrappers: &[Schema<'_>]) -> bool {
    let listed = core.values().contains(&serde_json::Value::Null);
    listed || core.nullable() || wrappers.iter().any(|wrapper| wrapper.nullable())
}

/// A flag that the schema or any wrapper around it can raise.
pub(super) fn is_raised(core: Schema<'_>, wrappers: &[Schema<'_>], flag: fn(Schema<'_>) -> bool) -> bool {
    flag(core) || wrappers.iter().any(|wrapper| flag(*wrapper))
}
