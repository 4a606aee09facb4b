//! `x-commands`: an operation whose body is one of several shapes, with a method for each.

use super::visit::{Operation, Visited};
use crate::discriminator::{Discriminated, Shape, is_object, is_text, only_text, property};
use crate::plan::{ToldCommand, command_shapes, told_commands};
use crate::problem::Problem;
use crate::source::Location;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    visited.operations.iter().flat_map(|operation| of_operation(visited, operation)).collect()
}

fn of_operation(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let Some(entry) = operation.node.entry("x-commands") else { return Vec::new() };
    let Some(shapes) = command_shapes(visited.root, operation.node) else {
        return vec![body(
            entry.key_at,
            "the body is no JSON whose shapes a discriminator tells apart".to_owned(),
            "let the body be a `oneOf` of named schemas with a `discriminator`, or remove `x-commands`",
        )];
    };
    let told = told_commands(operation.node);
    let mut problems: Vec<Problem> =
        told.iter().filter_map(|told| meant(visited, &shapes, told).err()).collect();
    problems.extend(missing(entry.key_at, &shapes, &told));
    problems
}

fn body(at: Location, message: String, mend: &str) -> Problem {
    Problem::error("command-body", at, message, mend)
}

/// An entry means one shape, which is an object that carries the text.
fn meant(visited: &Visited<'_>, shapes: &Discriminated<'_>, told: &ToldCommand<'_>) -> Result<(), Problem> {
    let ToldCommand { text, schema, key_at, .. } = *told;
    let property_name = shapes.property;
    let named: Vec<&Shape<'_>> = shapes.of(text).collect();
    let unknown =
        |message: String, mend: String| Err(Problem::error("unknown-command", key_at, message, mend));
    if named.is_empty() {
        let mend = "correct it, or add its schema to the union and its text to the discriminator's `mapping`";
        return unknown(format!("`{property_name}` is never `{text}`"), mend.to_owned());
    }
    let names: Vec<String> = named.iter().map(|shape| format!("`{}`", shape.schema)).collect();
    let names = names.join(", ");
    let meant = match (schema, named.as_slice()) {
        (Some(schema), _) => named.iter().find(|shape| shape.schema == schema),
        (None, [only]) => Some(only),
        (None, _) => return Err(ambiguous(key_at, text, &names)),
    };
    match (meant, schema) {
        (Some(shape), _) => carries(visited, property_name, shape, told),
        (None, schema) => {
            let schema = schema.unwrap_or_default();
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

/// The shape is an object, and its property can be the text.
fn carries(
    visited: &Visited<'_>,
    property_name: &str,
    shape: &Shape<'_>,
    told: &ToldCommand<'_>,
) -> Result<(), Problem> {
    let wrong = |message: String, mend: &str| Err(body(told.key_at, message, mend));
    let (schema, text) = (&shape.schema, told.text);
    let property = property(visited.root, shape.arm, property_name);
    if !is_object(visited.root, shape.arm) || !property.is_some_and(is_text) {
        return wrong(
            format!("`{schema}` is no object with the text `{property_name}`"),
            "write its properties down, or remove the entry",
        );
    }
    match property.and_then(only_text) {
        Some(constant) if constant != text => wrong(
            format!("the `{property_name}` of `{schema}` is always `{constant}`, never `{text}`"),
            "correct the schema, or the discriminator's `mapping`",
        ),
        _ => Ok(()),
    }
}

/// Texts that no method sends.
fn missing(at: Location, shapes: &Discriminated<'_>, told: &[ToldCommand<'_>]) -> Vec<Problem> {
    let is_told = |shape: &&Shape<'_>| {
        told.iter().any(|told| told.text == shape.text && told.schema.is_none_or(|name| name == shape.schema))
    };
    let untold = shapes.shapes.iter().filter(|shape| !is_told(shape));
    untold
        .map(|Shape { text, schema, .. }| {
            Problem::warning(
                "missing-command",
                at,
                format!("no method sends `{text}` (`{schema}`)"),
                match shapes.of(text).count() {
                    1 => format!("add `{text}: namespace.method`"),
                    _ => format!("add `{text}: {{{schema}: namespace.method}}`"),
                },
            )
        })
        .collect()
}
