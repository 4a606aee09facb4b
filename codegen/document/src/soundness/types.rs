//! Types that OpenAPI 3.0 does not have, and shortcuts that lead nowhere.

use crate::document::Document;
use crate::problem::Problem;
use crate::schema::Schema;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let types = document.schemas().filter_map(unknown_type);
    types.chain(document.schemas().flat_map(unknown_shortcuts)).collect()
}

fn unknown_shortcuts(schema: Schema<'_>) -> Vec<Problem> {
    let is_name = |name: &str| {
        name.starts_with(|sign: char| sign.is_ascii_lowercase())
            && name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
    };
    let shortcuts = schema.shortcuts().into_iter();
    let wrong =
        shortcuts.filter(|shortcut| !is_name(shortcut.name) || schema.shortcut_target(shortcut).is_none());
    let problem = |name: &str| {
        Problem::error(
            "unknown-shortcut",
            schema.value_at("x-shortcuts"),
            format!("`{name}` leads to nothing that a method could set"),
            "write `method: object.property` with the only required property of each object, or `method: object.*` for \
             an object with typed `additionalProperties`",
        )
    };
    wrong.map(|shortcut| problem(shortcut.name)).collect()
}

fn unknown_type(schema: Schema<'_>) -> Option<Problem> {
    let error = |message: String, help: &str| {
        Some(Problem::error("unsupported-type", schema.value_at("type"), message, help))
    };
    match schema.type_name()? {
        "array" | "boolean" | "integer" | "number" | "object" | "string" => None,
        "null" => {
            error("`null` is no type of OpenAPI 3.0".to_owned(), "write `nullable: true` beside the type")
        }
        other => {
            error(format!("`{other}` is no type"), "use string, integer, number, boolean, array or object")
        }
    }
}
