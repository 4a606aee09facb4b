//! Everything that can be said against a document, all at once.
//!
//! Errors are what the generator cannot do: after none was found, no later stage can fail on the document. Warnings are
//! what a maintainer wants to know before a merge. A document whose structure is wrong is not looked into further: what
//! would be said of it then would only follow from that.

mod calls;
mod commands;
mod credentials;
mod defaults;
mod documentation;
mod media;
mod names;
mod operations;
mod rules;
mod schemas;
mod visit;

use crate::bundle::Bundle;
use crate::problem::{Problem, Severity};

pub use rules::{Rule, rules};

/// Every problem of a document.
pub fn check(bundle: &Bundle) -> Vec<Problem> {
    let root = &bundle.root;
    let mut problems = document::structure::check(root);
    problems.extend(document::references::check(root));
    if problems.iter().any(|problem| problem.severity < Severity::Warning) {
        return problems;
    }
    let visited = visit::Visited::of(root);
    problems.extend(operations::check(&visited));
    problems.extend(credentials::check(&visited));
    problems.extend(media::check(&visited));
    problems.extend(schemas::check(&visited));
    problems.extend(defaults::check(&visited));
    problems.extend(names::check(&visited));
    problems.extend(calls::check(&visited));
    problems.extend(commands::check(&visited));
    problems.extend(documentation::check(&visited, bundle));
    problems
}
