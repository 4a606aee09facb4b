//! `x-call`: every operation says where it lives in the client, and every namespace belongs to a feature.

use document::Document;
use document::extensions::WrittenCall;
use document::problem::Problem;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    if !document.is_extended() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for operation in &document.operations {
        if !operation.has_calls {
            problems.push(Problem::warning(
                "missing-call",
                operation.place.key_at,
                "the operation does not say where it lives in the client",
                "add `x-call: namespace.method`",
            ));
        }
        problems.extend(operation.written_calls().filter_map(|call| featureless(document, call)));
    }
    problems
}

fn featureless(document: &Document, call: &WrittenCall) -> Option<Problem> {
    let top = &call.name.as_ref()?.namespace.first()?.name;
    let is_known = document.features.values().any(|feature| feature.namespaces.contains(top));
    (!document.features.is_empty() && !is_known).then(|| {
        Problem::warning(
            "missing-feature",
            call.at,
            format!("no feature enables the namespace `{top}`"),
            "list it under `x-features`",
        )
    })
}
