//! Commands: operations whose body is one of several shapes, each of which has a method of its own (`x-commands`).

use std::collections::BTreeMap;

use document::Document;

use super::super::Type;
use super::super::schemas::Schemas;
use super::Read;
use super::calls::{CallName, in_rust};
use super::parameters::{METHODS, Parameter};
use crate::names::{Taken, value_name};

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

pub(super) fn read<'d>(
    document: &'d Document,
    operation: &Read,
    parameters: &[Parameter],
    schemas: &mut Schemas<'d>,
) -> Vec<Command> {
    let Some(variants) = document.command_variants(operation) else { return Vec::new() };
    let commands = operation.commands.iter().filter_map(|command| {
        let is_meant = |name: &str| command.schema.as_ref().is_none_or(|schema| schema == name);
        let meant = variants.of(&command.text).find(|variant| is_meant(variant.component))?;
        let Type::Named(variant) = schemas.resolve(meant.schema, meant.component).ty else { return None };
        let call = in_rust(command.call.name.as_ref()?);
        let wires = schemas.types().get(&variant)?.fields().iter().map(|field| field.wire.as_str());
        Some(Command {
            property: variants.property.to_owned(),
            value: command.text.clone(),
            names: argument_names(parameters, &call, wires.filter(|wire| *wire != variants.property)),
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
