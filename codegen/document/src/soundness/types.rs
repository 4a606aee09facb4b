//! Types that OpenAPI 3.0 does not have.

use crate::document::Document;
use crate::problem::Problem;
use crate::schema::Schema;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    document.schemas().filter_map(unknown_type).collect()
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
