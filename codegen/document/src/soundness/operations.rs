//! Paths and where their parameters go.

use crate::document::Document;
use crate::operation::Parameter;
use crate::path::template_names;
use crate::problem::Problem;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut problems = paths(document);
    let parameters = document.operations.iter().flat_map(|operation| &operation.parameters);
    problems.extend(parameters.filter_map(unsupported));
    problems
}

fn paths(document: &Document) -> Vec<Problem> {
    let malformed = document.paths.iter().filter(|item| template_names(&item.path).is_none());
    malformed
        .map(|item| {
            Problem::error(
                "path-template",
                item.place.key_at,
                format!("`{}` is no path", item.path),
                "begin with a slash, and write each parameter as `{name}`",
            )
        })
        .collect()
}

fn unsupported(parameter: &Parameter) -> Option<Problem> {
    parameter.location.is_none().then(|| {
        Problem::error(
            "unsupported-parameter",
            parameter.written_location_at,
            format!("the parameter `{}` is in `{}`", parameter.name, parameter.written_location),
            "use path, query, header or cookie",
        )
    })
}
