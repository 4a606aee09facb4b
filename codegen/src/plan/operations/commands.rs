//! Commands: methods for the single variants of a body that is a union (`x-commands`).

use std::collections::BTreeMap;

use document::Document;

use super::super::schemas::Schemas;
use super::super::{FieldDecl, Kind, Type, TypeDecl};
use super::calls::{CallName, in_rust};
use super::helpers::Helper;
use super::parameters::Parameter;
use super::{Operation, Read};
use crate::names::reserved::REQUEST_METHODS;
use crate::names::{Taken, value_name};

/// A method whose arguments are fields of the body: a command, which sends one variant of it and fills in the text of the
/// discriminator, or a helper.
#[derive(Clone, Debug)]
pub struct Command {
    /// Name of the discriminator on the wire; empty for a helper.
    pub property: String,
    /// Its text; the name of the method for a helper.
    pub value: String,
    /// Rust name of the variant's type, or of the body's, which is an object.
    pub variant: String,
    /// Name of the argument or setter for each of the fields that have one, by the field's name on the wire.
    pub names: BTreeMap<String, String>,
    /// What a helper does with the fields; `None` for a command.
    pub helper: Option<Helper>,
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
            helper: None,
        })
    });
    commands.collect()
}

/// Marks the required objects of commands in which nothing is documented: a command without parameters takes none.
pub(in crate::plan) fn leave_empty(operations: &[Operation], types: &mut BTreeMap<String, TypeDecl>) {
    let commands = operations.iter().flat_map(|operation| &operation.commands);
    for command in commands.filter(|command| command.helper.is_none()) {
        let Some(TypeDecl { kind: Kind::Object(fields), .. }) = types.get_mut(&command.variant) else {
            continue;
        };
        let is_empty = |field: &FieldDecl| {
            field.required && !field.nullable && field.ty == Type::Map(Box::new(Type::Any))
        };
        fields.iter_mut().filter(|field| is_empty(field)).for_each(|field| field.empty = true);
    }
}

/// Names the fields of the body.
fn argument_names<'w>(
    parameters: &[Parameter],
    call: &CallName,
    wires: impl Iterator<Item = &'w str>,
) -> BTreeMap<String, String> {
    let mut taken = taken_names(parameters, call);
    wires.map(|wire| (wire.to_owned(), taken.claim(value_name(wire)))).collect()
}

/// The names that no field may have. Fields are arguments beside the parameters that no namespace binds, and share no name
/// with these or with the methods of every request builder. Such a method has no argument `body`, so a field may have that
/// name.
pub(super) fn taken_names(parameters: &[Parameter], call: &CallName) -> Taken {
    let reserved = REQUEST_METHODS.iter().copied().filter(|name| *name != "body");
    let is_bound = |parameter: &Parameter| {
        call.namespace.iter().flat_map(|segment| &segment.bound).any(|wire| *wire == parameter.wire)
    };
    let beside = parameters.iter().filter(|parameter| !is_bound(parameter));
    let mut taken = Taken::with(reserved);
    for parameter in beside {
        taken.claim(parameter.name.clone());
    }
    taken
}
