//! Parameters in the path, the query and the headers.

use super::super::Type;
use super::super::schemas::{Schemas, example_of_format, value_docs};
use super::Read;
use crate::names::reserved::REQUEST_METHODS;
use crate::names::{Taken, value_name};
use document::{Document, ParameterLocation as Location, Style};

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Where it is defined in the document, as a JSON pointer.
    pub pointer: String,
    /// Name of the argument or setter.
    pub name: String,
    /// Where it goes.
    pub place: Place,
    /// Whether it is the user of the client's credentials unless the program gives another value.
    pub is_user: bool,
    /// Its type.
    pub ty: Type,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether each item of a list, or property of an object, is written by itself.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    /// The value is written as JSON (a parameter with a media type instead of a schema).
    pub as_json: bool,
    /// Its description in the document.
    pub docs: Vec<String>,
    /// Whether it may well be the id of something: any text or number will do.
    pub is_id: bool,
    /// An example of its value.
    pub example: Option<serde_json::Value>,
    /// Whether the document advises against it.
    pub deprecated: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the headers.
    Header,
    /// Into the header `Cookie`.
    Cookie,
}

pub(super) fn read<'d>(
    document: &'d Document,
    operation: &'d Read,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Vec<Parameter> {
    let mut read: Vec<_> = operation.parameters.iter().filter_map(|p| Some((p.location?, p))).collect();
    read.sort_by_key(|(location, parameter)| path_position(&operation.path, *location, &parameter.name));
    let mut taken = Taken::with(REQUEST_METHODS.iter().copied());
    let read = read.into_iter();
    read.map(|(location, read)| parameter(document, location, read, hint, schemas, &mut taken)).collect()
}

/// Where the parameter stands in the path; what does not stand there comes after.
fn path_position(path: &str, location: Location, name: &str) -> usize {
    let position = || path.find(&format!("{{{name}}}"));
    Some(location)
        .filter(|location| *location == Location::Path)
        .and_then(|_| position())
        .unwrap_or(usize::MAX)
}

fn place(location: Location) -> Place {
    match location {
        Location::Path => Place::Path,
        Location::Query => Place::Query,
        Location::Header => Place::Header,
        Location::Cookie => Place::Cookie,
    }
}

fn parameter<'d>(
    document: &'d Document,
    location: Location,
    read: &'d document::Parameter,
    hint: &str,
    schemas: &mut Schemas<'d>,
    taken: &mut Taken,
) -> Parameter {
    let schema = read.schema.map(|id| document.schema(id));
    let ty =
        schema.map_or(Type::String, |schema| schemas.resolve(schema, &format!("{hint} {}", read.name)).ty);
    let mut docs = schema.map(value_docs).unwrap_or_default();
    if let Some(own) = super::text(read.description.as_deref()) {
        if schema.is_some_and(|schema| super::text(schema.target().description()).is_some()) {
            docs.remove(0);
        }
        docs.insert(0, own);
    }
    let example = read.example.as_ref().or_else(|| schema?.example()).cloned();
    let by_format = schema.and_then(example_of_format);
    let is_plain = matches!(ty, Type::String | Type::Secret | Type::Uuid | Type::Integer | Type::Unsigned);
    Parameter {
        wire: read.name.clone(),
        pointer: read.place.pointer.clone(),
        name: taken.claim(value_name(&read.name)),
        place: place(location),
        is_user: read.credential.is_some(),
        ty,
        required: read.required,
        explode: read.explode,
        style: read.style,
        reserved: read.allow_reserved,
        as_json: read.content.as_ref().is_some_and(|media| media.kind.is_json()),
        docs,
        example: example.or_else(|| by_format.clone()),
        is_id: is_plain && by_format.is_none(),
        deprecated: read.deprecated,
    }
}
