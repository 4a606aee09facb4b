//! How a verb ends.

use std::process::{ExitCode, Termination};

use codegen::problem::{Report, Severity};

/// The outcome of a verb, which is its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing to say.
    Clean = 0,
    /// There are findings.
    Findings = 1,
    /// The call was wrong, or its input cannot be read.
    Usage = 2,
    /// The generator cannot handle the document.
    Unsupported = 3,
    /// Generated files are not what the document says.
    Stale = 4,
}

impl Exit {
    /// The outcome of a run that the problems of a report stopped.
    pub fn of_failure(report: &Report) -> Self {
        match report.gravest() {
            Some(Severity::Unreadable) => Self::Usage,
            Some(Severity::Error) | None => Self::Unsupported,
            Some(Severity::Warning) => Self::Findings,
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Says why a verb could not do its work.
pub fn usage(message: impl std::fmt::Display) -> Exit {
    anstream::eprintln!("error: {message}");
    Exit::Usage
}
