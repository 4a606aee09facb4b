//! Commands: methods for the single variants of a body that is a union (`x-commands`).

use std::collections::BTreeMap;

use document::Document;

use super::super::schemas::Schemas;
use super::super::{FieldDecl, Kind, Type, TypeDecl};
use super::calls::{CallName, in_rust};
use super::parameters::Parameter;
use super::{Operation, Read};
use crate::names::reserved::REQUEST_METHODS;
use crate::names::{Taken, value_name};

/// A method that sends one variant of a body and fills in the text of the discriminator.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Name of the discriminator on the wire.
    pub property: String,
    /// Its text.
    pub value: String,
    /// Rust name of the variant's type, which is an object.
    pub variant: String,
    /// Name of the argument or setter for each of the variant's fields, by the field's name on the wire.
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
        let is_named = |name: &str| command.schema.as_ref().is_none_or(|schema| schema == name);
        let found = variants.of(&command.text).find(|variant| is_named(variant.component))?;
        let Type::Named(variant) = schemas.resolve(found.schema, found.component).ty else { return None };
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

/// Marks the required objects of commands in which nothing is documented: a command without parameters takes none.
pub(in crate::plan) fn leave_empty(operations: &[Operation], types: &mut BTreeMap<String, TypeDecl>) {
    for command in operations.iter().flat_map(|operation| &operation.commands) {
        let Some(TypeDecl { kind: Kind::Object(fields), .. }) = types.get_mut(&command.variant) else {
            continue;
        };
        let is_empty = |field: &FieldDecl| {
            field.required && !field.nullable && field.ty == Type::Map(Box::new(Type::Any))
        };
        fields.iter_mut().filter(|field| is_empty(field)).for_each(|field| field.empty = true);
    }
}

/// Names the fields of the body. They are arguments beside the parameters that no namespace binds, and share no name with
/// these or with the methods of every request builder. Such a method has no argument `body`, so a field may have that name.
fn argument_names<'w>(
    parameters: &[Parameter],
    call: &CallName,
    wires: impl Iterator<Item = &'w str>,
) -> BTreeMap<String, String> {
    let reserved = REQUEST_METHODS.iter().copied().filter(|name| *name != "body");
    let is_bound = |parameter: &Parameter| {
        call.namespace.iter().flat_map(|segment| &segment.bound).any(|wire| *wire == parameter.wire)
    };
    let beside = parameters.iter().filter(|parameter| !is_bound(parameter));
    let mut taken = Taken::with(reserved);
    for parameter in beside {
        taken.claim(parameter.name.clone());
    }
    wires.map(|wire| (wire.to_owned(), taken.claim(value_name(wire)))).collect()
}
