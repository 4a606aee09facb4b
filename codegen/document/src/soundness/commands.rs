//! `x-commands`: an operation whose body is one of several variants, with a method for each.

use crate::document::Document;
use crate::extensions::Command;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::schema::{Discriminated, Schema, Variant};
use crate::source::Location;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    document.operations.iter().flat_map(|operation| of_operation(document, operation)).collect()
}

fn of_operation(document: &Document, operation: &Operation) -> Vec<Problem> {
    let Some(at) = operation.commands_at else { return Vec::new() };
    let Some(variants) = document.command_variants(operation) else {
        return vec![body(
            at,
            "the body is not JSON, a union with a discriminator".to_owned(),
            "let the body be a `oneOf` of named schemas with a `discriminator`, or remove `x-commands`",
        )];
    };
    operation.commands.iter().filter_map(|command| meant(&variants, command).err()).collect()
}

fn body(at: Location, message: String, help: &str) -> Problem {
    Problem::error("command-body", at, message, help)
}

/// An entry means one variant, which is an object that carries the text.
fn meant(variants: &Discriminated<'_>, command: &Command) -> Result<(), Problem> {
    let Command { text, schema, key_at, .. } = command;
    let property = variants.property;
    let named: Vec<&Variant<'_>> = variants.of(text).collect();
    let unknown =
        |message: String, help: String| Err(Problem::error("unknown-command", *key_at, message, help));
    if named.is_empty() {
        let help = "correct it, or add its schema to the union and its text to the discriminator's `mapping`";
        return unknown(format!("`{property}` is never `{text}`"), help.to_owned());
    }
    let names: Vec<String> = named.iter().map(|variant| format!("`{}`", variant.component)).collect();
    let names = names.join(", ");
    let meant = match (schema, named.as_slice()) {
        (Some(schema), _) => named.iter().find(|variant| variant.component == schema),
        (None, [only]) => Some(only),
        (None, _) => return Err(ambiguous(*key_at, text, &names)),
    };
    match (meant, schema) {
        (Some(variant), _) => carries(property, variant, command),
        (None, schema) => {
            let schema = schema.as_deref().unwrap_or_default();
            unknown(format!("`{text}` does not stand for `{schema}`"), format!("it stands for {names}"))
        }
    }
}

fn ambiguous(at: Location, text: &str, names: &str) -> Problem {
    Problem::error(
        "ambiguous-command",
        at,
        format!("`{text}` stands for several schemas: {names}"),
        format!("name a method for each: `{text}: {{Schema: namespace.method, ...}}`"),
    )
}

/// The variant is an object, and its property can be the text.
fn carries(property_name: &str, variant: &Variant<'_>, command: &Command) -> Result<(), Problem> {
    let wrong = |message: String, help: &str| Err(body(command.key_at, message, help));
    let (schema, text) = (variant.component, &command.text);
    let property = variant.schema.effective_property(property_name);
    if !variant.schema.is_composed_object() || !property.is_some_and(Schema::is_plain_text) {
        return wrong(
            format!("`{schema}` is no object with the text `{property_name}`"),
            "write its properties down, or remove the entry",
        );
    }
    match property.and_then(Schema::only_text) {
        Some(constant) if constant != text => wrong(
            format!("the `{property_name}` of `{schema}` is always `{constant}`, never `{text}`"),
            "correct the schema, or the discriminator's `mapping`",
        ),
        _ => Ok(()),
    }
}
