//! Security schemes that the client cannot sign in with.

use document::Document;
use document::problem::Problem;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let unsupported = document.schemes.iter().filter(|scheme| scheme.kind.roles().is_empty());
    unsupported
        .map(|scheme| {
            Problem::warning(
                "unsupported-scheme",
                scheme.place.at,
                format!(
                    "the client cannot sign in with `{}`; its operations are called without credentials",
                    scheme.name
                ),
                "use `type: http` with `scheme: basic` or `scheme: bearer`, or let callers set a header on each call",
            )
        })
        .collect()
}
