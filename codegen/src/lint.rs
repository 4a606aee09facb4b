//! Everything that can be said against a document that a client can be made of, and what keeps one from being made.
//!
//! Errors come from the document itself ([`Document::errors`]); warnings are what a maintainer wants to know before a
//! merge, and are found here. A document of others is asked for less than one that is written for this generator: what is
//! neither against OpenAPI nor bad for the client is nobody's business there ([`Rule::is_strict`]).

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

use std::collections::BTreeSet;

use document::Document;
use document::problem::{Problem, Report};

use crate::names::reserved::BUILDER_METHODS;

pub use rules::{Rule, rules};

/// Every problem of a document.
pub fn lint(document: &Document) -> Report {
    report(document, document.is_transcribed())
}

/// Every problem of a document, as if it were written for this generator.
pub fn lint_strictly(document: &Document) -> Report {
    report(document, true)
}

fn report(document: &Document, is_strict: bool) -> Report {
    let mut problems = document.errors(BUILDER_METHODS);
    problems.extend(found(document, is_strict));
    document.report(problems)
}

/// What does not keep a client from being made, but is not good enough to be merged.
pub fn warnings(document: &Document) -> Vec<Problem> {
    found(document, document.is_transcribed())
}

fn found(document: &Document, is_strict: bool) -> Vec<Problem> {
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
    if !is_strict {
        let strict: BTreeSet<&str> =
            rules().iter().filter(|rule| rule.is_strict).map(|rule| rule.name).collect();
        problems.retain(|problem| !strict.contains(problem.rule));
    }
    problems
}
