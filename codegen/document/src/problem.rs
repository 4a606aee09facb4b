//! What is wrong with a document: which rule, where, why, and how to fix it.
//!
//! Stages collect problems instead of stopping at the first, so that one run shows all of them. A problem of
//! severity [`Severity::Error`] means that no crate can be generated; a [`Severity::Warning`] is a finding of the
//! linter that does not stop the generator.

use crate::source::{Location, Sources};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be read at all: wrong syntax, a missing file (exit code 2).
    Unreadable,
    /// The generator cannot handle the document (exit code 3).
    Error,
    /// The crate can be generated, but the document is not good enough to be merged (exit code 1 of `lint`).
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable name of the rule, in kebab case.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is, when it is at one place.
    pub at: Option<Location>,
    /// What is wrong, naming the thing, and why that matters.
    pub message: String,
    /// How to write it instead.
    pub help: String,
}

impl Problem {
    /// A problem that keeps the generator from doing its work.
    pub fn error(
        rule: &'static str,
        at: Location,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(rule, Severity::Error, Some(at), message, help)
    }

    /// A finding of the linter.
    pub fn warning(
        rule: &'static str,
        at: Location,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(rule, Severity::Warning, Some(at), message, help)
    }

    /// A problem of reading the input.
    pub fn unreadable(
        rule: &'static str,
        at: Option<Location>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(rule, Severity::Unreadable, at, message, help)
    }

    fn new(
        rule: &'static str,
        severity: Severity,
        at: Option<Location>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { rule, severity, at, message: message.into(), help: help.into() }
    }
}

/// All findings of a run, together with the text they point into.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files that were read.
    pub sources: Sources,
    /// The findings, in the order of file, line and column.
    pub problems: Vec<Problem>,
}

impl Report {
    /// A report with its problems put in order.
    pub fn new(sources: Sources, mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| (a.at, a.rule, &a.message).cmp(&(b.at, b.rule, &b.message)));
        problems.dedup();
        Self { sources, problems }
    }

    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The gravest severity found.
    pub fn gravest(&self) -> Option<Severity> {
        self.problems.iter().map(|problem| problem.severity).min()
    }
}
