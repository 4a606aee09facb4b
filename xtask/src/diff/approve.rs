//! `--approve`: a change that somebody says is meant.

use std::fs;
use std::path::Path;

use codegen::diff::finding::{ApprovalKind, Diff};
use codegen::diff::{Approvals, Date, day};

use crate::exit::Exit;

/// What is approved, and why.
#[derive(Debug, Default, clap::Args)]
pub struct Approving {
    /// Approves the change with this fingerprint, and writes that to the file of approvals.
    #[arg(long, value_name = "FINGERPRINT", requires = "reason")]
    approve: Option<String>,
    /// Why the change is approved.
    #[arg(long, value_name = "TEXT", requires = "approve")]
    reason: Option<String>,
    /// What the approval says.
    #[arg(long, value_enum, default_value_t, requires = "approve")]
    kind: Kind,
    /// The last day of the approval, such as 2027-03-31: today or later.
    #[arg(long, value_name = "DAY", requires = "approve", value_parser = day)]
    expires: Option<Date>,
}

/// What an approval says.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Kind {
    /// The change is meant.
    #[default]
    Accepted,
    /// The server has always behaved like the head: nothing changes on the wire.
    SpecCorrection,
}

impl Approving {
    /// Whether a change is to be approved.
    pub fn is_asked_for(&self) -> bool {
        self.approve.is_some()
    }
}

/// Adds an approval to the file.
pub fn approve(arguments: &Approving, diff: &Diff, path: &Path, today: Date) -> Result<Exit, String> {
    let fingerprint = arguments.approve.as_deref().unwrap_or_default();
    let finding =
        diff.findings.iter().find(|finding| finding.fingerprint == fingerprint).ok_or_else(|| {
            format!(
                "no change here has the fingerprint {fingerprint}; `{}` prints those that there are",
                diff.command
            )
        })?;
    let kind = match arguments.kind {
        Kind::Accepted => ApprovalKind::Accepted,
        Kind::SpecCorrection => ApprovalKind::SpecCorrection,
    };
    let reason = arguments.reason.as_deref().unwrap_or_default();
    let text = Approvals::add(&text(path)?, fingerprint, kind, reason, arguments.expires, today)?;
    crate::output::replace(path, &text)
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    anstream::eprintln!("approved: {} ({}), in {}", finding.title, finding.name, path.display());
    Ok(Exit::Clean)
}

/// The approvals in a file; none where there is no file.
pub fn read(path: &Path) -> Result<Approvals, String> {
    Approvals::parse(&text(path)?).map_err(|why| format!("{}: {why}", path.display()))
}

fn text(path: &Path) -> Result<String, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}
