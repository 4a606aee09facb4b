//! The versions of OpenAPI that the generator reads, and what to do about a document of another.

use crate::node::Node;
use crate::problem::Problem;
use crate::source::Location;

/// A document that is of no version that the generator reads.
pub fn unsupported_version(root: &Node) -> Option<Problem> {
    if let Some(problem) = not_openapi(root) {
        return Some(problem);
    }
    let entry = root.entry("openapi")?;
    let text = entry.node.to_text();
    match text.as_str() {
        text if text == "3.0" || text.starts_with("3.0.") => None,
        text if text.starts_with("3.1") || text.starts_with("3.2") => unsupported(
            entry.node.at,
            format!("this is OpenAPI {text}"),
            "write it as OpenAPI 3.0.3: `nullable: true` for `type: [T, 'null']`, `enum` with one value for `const`, `example` for `examples`",
        ),
        text => unsupported(
            entry.node.at,
            format!("`{text}` is no version of OpenAPI that is known"),
            "write `openapi: 3.0.3`",
        ),
    }
}

fn unsupported(at: Location, message: String, help: &str) -> Option<Problem> {
    Some(Problem::error("unsupported-version", at, message, help))
}

/// A document of which nothing else need be read to know that it is none of OpenAPI 3.
pub fn not_openapi(root: &Node) -> Option<Problem> {
    if root.as_object().is_none() {
        return unsupported(
            root.at,
            format!("the document is {}, not a mapping", root.kind()),
            "begin with `openapi: 3.0.3`",
        );
    }
    if let Some(swagger) = root.entry("swagger") {
        return unsupported(
            swagger.key_at,
            format!("this is Swagger {}, the form that OpenAPI had before version 3", swagger.node.to_text()),
            "convert it first, such as with `npx swagger2openapi FILE --outfile openapi.yaml`, and name the new file",
        );
    }
    if root.entry("openapi").is_none() {
        return unsupported(
            root.at,
            "the document does not say that it is OpenAPI".to_owned(),
            "begin with `openapi: 3.0.3`",
        );
    }
    None
}
