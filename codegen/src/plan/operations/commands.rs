//! Commands: operations whose body is one of several shapes, each of which has a method of its own (`x-commands`).

use std::collections::BTreeMap;

use super::super::Type;
use super::super::schemas::Schemas;
use super::calls::{CallName, parse};
use super::json_media;
use super::parameters::{METHODS, Parameter};
use crate::discriminator::{self, Discriminated};
use crate::names::{Taken, value_name};
use crate::node::{Entry, Node};
use crate::source::Location;

/// A method that sends one shape of a body, with the text that tells this shape from the others filled in.
#[derive(Clone, Debug)]
pub struct Command {
    /// Name of the property that tells the shapes apart, on the wire.
    pub property: String,
    /// Its text.
    pub value: String,
    /// Rust name of the shape's type, which is an object.
    pub variant: String,
    /// Name of the argument or setter for each of the shape's fields, by the field's name on the wire.
    pub names: BTreeMap<String, String>,
    /// Where the method lives in the client.
    pub call: CallName,
}

/// One entry of `x-commands`.
pub(crate) struct Told<'a> {
    /// The text of the discriminator.
    pub text: &'a str,
    /// The schema, where the entry tells several with the same text apart.
    pub schema: Option<&'a str>,
    /// Where the text, or the schema, was written.
    pub key_at: Location,
    /// Where the method lives.
    pub node: &'a Node,
}

/// The entries of `x-commands`: each text with one name or a list of them, or with such for each of its schemas.
pub(crate) fn told(operation: &Node) -> Vec<Told<'_>> {
    let mut found = Vec::new();
    for (text, entry) in operation.entries("x-commands") {
        match entry.node.as_object() {
            Some(schemas) => {
                for (schema, below) in schemas {
                    found.extend(named(text, Some(schema), below));
                }
            }
            None => found.extend(named(text, None, entry)),
        }
    }
    found
}

fn named<'a>(text: &'a str, schema: Option<&'a String>, entry: &'a Entry) -> impl Iterator<Item = Told<'a>> {
    let names = entry.node.as_array().map_or_else(|| vec![&entry.node], |list| list.iter().collect());
    let schema = schema.map(String::as_str);
    names.into_iter().map(move |node| Told { text, schema, key_at: entry.key_at, node })
}

/// The shapes of an operation's JSON body, when a discriminator tells them apart.
pub(crate) fn shapes<'a>(root: &'a Node, operation: &'a Node) -> Option<Discriminated<'a>> {
    let schema = json_media(root, operation)?.get("schema")?;
    discriminator::read(root, root.followed(schema))
}

pub(super) fn read<'a>(
    root: &'a Node,
    operation: &'a Node,
    parameters: &[Parameter],
    schemas: &mut Schemas<'a>,
) -> Vec<Command> {
    let Some(shapes) = shapes(root, operation) else { return Vec::new() };
    let commands = told(operation).into_iter().filter_map(|told| {
        let is_meant = |schema: &str| told.schema.is_none_or(|name| name == schema);
        let shape = shapes.of(told.text).find(|shape| is_meant(&shape.schema))?;
        let Type::Named(variant) = schemas.resolve(shape.arm, &shape.schema).ty else { return None };
        let call = parse(told.node.as_str()?)?;
        let wires = schemas.types().get(&variant)?.fields().iter().map(|field| field.wire.as_str());
        Some(Command {
            property: shapes.property.to_owned(),
            value: told.text.to_owned(),
            names: argument_names(parameters, &call, wires.filter(|wire| *wire != shapes.property)),
            call,
            variant,
        })
    });
    commands.collect()
}

/// The fields of the body stand beside the parameters that the namespaces do not bind. None of the two is called as what
/// every request builder has; as there is no argument `body`, a field may be called that.
fn argument_names<'w>(
    parameters: &[Parameter],
    call: &CallName,
    wires: impl Iterator<Item = &'w str>,
) -> BTreeMap<String, String> {
    let reserved = METHODS.iter().copied().filter(|name| *name != "body");
    let is_bound = |parameter: &Parameter| {
        call.namespace.iter().flat_map(|segment| &segment.bound).any(|wire| *wire == parameter.wire)
    };
    let beside = parameters.iter().filter(|parameter| !is_bound(parameter));
    let mut taken = Taken::with(reserved.chain(beside.map(|parameter| parameter.name.as_str())));
    wires.map(|wire| (wire.to_owned(), taken.claim(value_name(wire)))).collect()
}
