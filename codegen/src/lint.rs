//! Everything that can be said against a document that a client can be made of, and what keeps one from being made.
//!
//! Errors come from the document itself ([`Document::errors`]); warnings are what a maintainer wants to know before a
//! merge, and are found here.

mod calls;
mod commands;
mod credentials;
mod documentation;
mod media;
mod names;
mod operations;
mod rules;
mod schemas;
mod values;

use document::Document;
use document::problem::{Problem, Report};

use crate::names::reserved::BUILDER_METHODS;

pub use rules::{Rule, rules};

/// Every problem of a document.
pub fn lint(document: &Document) -> Report {
    let mut problems = document.errors(BUILDER_METHODS);
    problems.extend(warnings(document));
    document.report(problems)
}

/// What does not keep a client from being made, but is not good enough to be merged.
pub fn warnings(document: &Document) -> Vec<Problem> {
    let mut problems = document.warnings.clone();
    problems.extend(operations::check(document));
    problems.extend(credentials::check(document));
    problems.extend(media::check(document));
    problems.extend(schemas::check(document));
    problems.extend(values::check(document));
    problems.extend(names::check(document));
    problems.extend(calls::check(document));
    problems.extend(commands::check(document));
    problems.extend(documentation::check(document));
    problems
}
