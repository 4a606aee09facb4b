//! `x-commands`: every text of the discriminator has a method.

use document::problem::Problem;
use document::schema::Variant;
use document::{Document, Operation};

pub(super) fn check(document: &Document) -> Vec<Problem> {
    document.operations.iter().flat_map(|operation| missing(document, operation)).collect()
}

/// Texts that no method sends.
fn missing(document: &Document, operation: &Operation) -> Vec<Problem> {
    let (Some(at), Some(variants)) = (operation.commands_at, document.command_variants(operation)) else {
        return Vec::new();
    };
    let is_sent = |variant: &&Variant<'_>| {
        operation.commands.iter().any(|command| {
            let is_meant = command.schema.as_ref().is_none_or(|schema| schema == variant.component);
            command.text == variant.text && is_meant
        })
    };
    let unsent = variants.variants.iter().filter(|variant| !is_sent(variant));
    unsent
        .map(|Variant { text, component, .. }| {
            Problem::warning(
                "missing-command",
                at,
                format!("no method sends `{text}` (`{component}`)"),
                match variants.of(text).count() {
                    1 => format!("add `{text}: namespace.method`"),
                    _ => format!("add `{text}: {{{component}: namespace.method}}`"),
                },
            )
        })
        .collect()
}
