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
                    "the client does not implement the scheme `{}`; its operations are sent without credentials of it",
                    scheme.name
                ),
                "let callers add it with `ClientBuilder::sign_with`, with a `Transport` of their own, or as a header of each call",
            )
        })
        .collect()
}
