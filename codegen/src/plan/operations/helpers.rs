//! Helpers: methods that send the body with some of its fields set (`x-helpers`).

use serde_json::Value;

use document::extensions::HelperField;

use super::super::Type;
use super::super::schemas::Schemas;
use super::calls::in_rust;
use super::commands::{Command, taken_names};
use super::parameters::Parameter;
use super::{Body, Encoding, Read};
use crate::names::value_name;

/// What a helper does with the fields of the body.
#[derive(Clone, Debug)]
pub struct Helper {
    /// What it is for.
    pub description: String,
    /// The fields that always have the same value, by their names on the wire.
    pub set: Vec<(String, Value)>,
    /// The fields that are arguments of the method, by their names on the wire.
    pub arguments: Vec<String>,
}

impl Helper {
    /// The value that a field always has.
    pub fn value(&self, wire: &str) -> Option<&Value> {
        self.set.iter().find(|(name, _)| name == wire).map(|(_, value)| value)
    }
}

pub(super) fn read(
    operation: &Read,
    parameters: &[Parameter],
    body: Option<&Body>,
    schemas: &Schemas<'_>,
) -> Vec<Command> {
    let Some(Body { ty: Type::Named(body), encoding: Encoding::Json, .. }) = body else { return Vec::new() };
    if !schemas.types().contains_key(body) {
        return Vec::new();
    }
    let helpers = operation.helpers.iter().filter_map(|helper| {
        let call = in_rust(helper.call.name.as_ref()?);
        let mut taken = taken_names(parameters, &call);
        let mut name =
            |field: &HelperField<String>| (field.wire.clone(), taken.claim(value_name(&field.value)));
        Some(Command {
            property: String::new(),
            value: call.method.clone(),
            variant: body.clone(),
            names: helper.arguments.iter().chain(&helper.options).map(&mut name).collect(),
            helper: Some(Helper {
                description: helper.description.clone(),
                set: helper.set.iter().map(|field| (field.wire.clone(), field.value.clone())).collect(),
                arguments: helper.arguments.iter().map(|field| field.wire.clone()).collect(),
            }),
            call,
        })
    });
    helpers.collect()
}
