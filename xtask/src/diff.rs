//! `cargo xtask diff`: what a change of the specification does, on the wire and to Rust code.

mod formats;
mod git;
mod paths;
mod release;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use codegen::diff::Policy as Clients;
use codegen::diff::finding::{ApprovalKind, Diff, Verdict};
use codegen::diff::{Approvals, Date, Revision, day, diff};
use codegen::load::DiskFiles;
use codegen::problem::Report;

use crate::exit::{Exit, usage};
use crate::{project, report};
use formats::{Format, View};

/// Compares two revisions of the specification, and the crates made from them.
///
/// Without arguments: what the working tree changes since it left the main branch.
///
/// Verdicts on the wire are proved: requests of the base are generated and validated by the head, and responses of the head
/// by the base. A breaking change is shown with a counter-example; a verdict that the values do not bear out is `unproven`.
///
/// Verdicts assume clients that read responses as the generated crate does: enums and discriminated unions are open, fields
/// that nobody knows are kept, bounds and patterns are not checked, any 2xx is a success, and an optional null is read as
/// absence. `--policy strict` judges for clients that read them to the letter.
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 nothing that fails; 1 findings; 2 wrong usage or unreadable input.")]
pub struct Arguments {
    /// `BASE` against the working tree, or `BASE..HEAD`: revisions of git.
    #[arg(value_name = "BASE[..HEAD]", conflicts_with_all = ["base", "head"])]
    revisions: Option<String>,
    /// A document of OpenAPI 3.0 or 3.1 to compare with; needs `--head`.
    #[arg(long, value_name = "FILE", requires = "head")]
    base: Option<PathBuf>,
    /// The document to look at; needs `--base`.
    #[arg(long, value_name = "FILE", requires = "base")]
    head: Option<PathBuf>,
    /// How to print the comparison: text goes to standard error, anything else to standard output.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Which verdicts to look at.
    #[arg(long, value_enum, default_value_t)]
    view: View,
    /// Whose clients the verdicts on the wire are for.
    #[arg(long, value_enum, default_value_t)]
    policy: Policy,
    /// Which breaking changes make the verb end with 1, unless they are approved.
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Only changes that reach an operation with such a path, or stand in such a file: `/api/fabric/**`.
    #[arg(long, value_name = "GLOB")]
    paths: Option<String>,
    /// The file of approvals; `approvals.toml` beside the head's document by default.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
    /// Approves the change with this fingerprint, and writes that to the file of approvals.
    #[arg(long, value_name = "FINGERPRINT", requires = "reason")]
    approve: Option<String>,
    /// Why the change is approved.
    #[arg(long, value_name = "TEXT", requires = "approve")]
    reason: Option<String>,
    /// What the approval says.
    #[arg(long, value_enum, default_value_t, requires = "approve")]
    kind: Kind,
    /// The last day of the approval, such as 2027-03-31.
    #[arg(long, value_name = "DAY", requires = "approve", value_parser = day)]
    expires: Option<Date>,
}

/// How clients read responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Policy {
    /// As the generated crate does: a new value of an enum is kept as it came.
    #[default]
    Lenient,
    /// To the letter, as clients of other languages may: a new value of an enum breaks them.
    Strict,
}

/// Which breaking changes count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// Those on the wire.
    Wire,
    /// Those for Rust code.
    Rust,
    /// Both.
    #[default]
    Any,
    /// Neither.
    None,
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

/// What is compared with what.
struct Subjects {
    base: Revision,
    head: Revision,
    /// The approvals as they were in the base.
    approved_before: Approvals,
    /// The file of approvals.
    approvals: PathBuf,
    /// The revisions, when they are revisions of this repository.
    revisions: Option<git::Revisions>,
}

/// Why no comparison came about.
enum Failure {
    Message(String),
    Problems(Report),
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    match compare(arguments) {
        Ok((mut diff, approvals)) => match &arguments.approve {
            Some(fingerprint) => approve(arguments, &diff, fingerprint, &approvals),
            None => show(arguments, &mut diff),
        },
        Err(Failure::Message(why)) => usage(why),
        Err(Failure::Problems(problems)) => {
            report::text(&problems);
            Exit::Usage
        }
    }
}

/// Compares the working tree with the last release, for `check`; clean when nothing has been released.
pub fn check_release() -> Exit {
    let Ok(Some(tag)) = git::last_release("HEAD") else { return Exit::Clean };
    run(&Arguments {
        revisions: Some(tag),
        base: None,
        head: None,
        format: Format::default(),
        view: View::default(),
        policy: Policy::default(),
        fail_on: FailOn::default(),
        paths: None,
        approvals: None,
        approve: None,
        reason: None,
        kind: Kind::default(),
        expires: None,
    })
}

fn compare(arguments: &Arguments) -> Result<(Diff, PathBuf), Failure> {
    let subjects = subjects(arguments)?;
    let approvals = read_approvals(&subjects.approvals)?;
    let policy = match arguments.policy {
        Policy::Lenient => Clients::Lenient,
        Policy::Strict => Clients::Strict,
    };
    let mut diff = diff(&subjects.base, &subjects.head, &project::own_options(), policy);
    approvals.apply(&mut diff, &subjects.approved_before, today()?);
    if let Some(revisions) = &subjects.revisions {
        release::judge(&mut diff, revisions).map_err(Failure::Message)?;
    }
    // Approvals and the version are of the whole change, whatever part of it is looked at.
    if let Some(glob) = &arguments.paths {
        paths::keep(&mut diff, glob).map_err(Failure::Message)?;
    }
    Ok((diff, subjects.approvals))
}

fn show(arguments: &Arguments, diff: &mut Diff) -> Exit {
    let text = formats::print(diff, arguments.format, arguments.view);
    match arguments.format.is_for_machines() {
        true => crate::output::print(&text),
        false => anstream::eprint!("{text}"),
    }
    match fails(diff, arguments.fail_on) {
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

fn fails(diff: &Diff, on: FailOn) -> bool {
    let (wire, rust) = match on {
        FailOn::Wire => (true, false),
        FailOn::Rust => (false, true),
        FailOn::Any => (true, true),
        FailOn::None => return false,
    };
    let breaks = |verdict: Verdict| verdict == Verdict::Breaking;
    let unapproved = diff.findings.iter().filter(|finding| finding.approval.is_none());
    let found = unapproved
        .into_iter()
        .any(|finding| (wire && breaks(finding.wire.verdict)) || (rust && breaks(finding.rust.verdict)));
    let unexplained = rust && diff.unexplained.iter().any(|change| breaks(change.verdict));
    found || unexplained || !diff.notices.is_empty()
}

fn subjects(arguments: &Arguments) -> Result<Subjects, Failure> {
    match (&arguments.base, &arguments.head) {
        (Some(base), Some(head)) => files(arguments, base, head),
        _ => revisions(arguments),
    }
}

fn files(arguments: &Arguments, base: &Path, head: &Path) -> Result<Subjects, Failure> {
    let read = |path: &Path| {
        let text = path.to_str().ok_or_else(|| Failure::Message("the path is not UTF-8".to_owned()))?;
        Revision::read(&DiskFiles::default(), text, text).map_err(Failure::Problems)
    };
    let beside = head.with_file_name(APPROVALS);
    Ok(Subjects {
        base: read(base)?,
        head: read(head)?,
        approved_before: Approvals::default(),
        approvals: arguments.approvals.clone().unwrap_or(beside),
        revisions: None,
    })
}

fn revisions(arguments: &Arguments) -> Result<Subjects, Failure> {
    let revisions = git::Revisions::parse(arguments.revisions.as_deref()).map_err(Failure::Message)?;
    let base = git::GitFiles::at(&revisions.base);
    let read_base = || Revision::read(&base, project::SPEC, revisions.base_label.clone());
    let base_spec = read_base().map_err(Failure::Problems)?;
    let head = match &revisions.head {
        Some(head) => Revision::read(&git::GitFiles::at(head), project::SPEC, head.clone()),
        None => Revision::read(&DiskFiles::new(project::root()), project::SPEC, "the working tree"),
    };
    let approvals = Path::new(project::SPEC).with_file_name(APPROVALS);
    let before = base.text(&approvals.to_string_lossy());
    Ok(Subjects {
        base: base_spec,
        head: head.map_err(Failure::Problems)?,
        approved_before: before.and_then(|text| Approvals::parse(&text).ok()).unwrap_or_default(),
        approvals: arguments.approvals.clone().unwrap_or_else(|| project::root().join(approvals)),
        revisions: Some(revisions),
    })
}

/// The name of the file of approvals.
const APPROVALS: &str = "approvals.toml";

/// No file means no approvals.
fn read_approvals(path: &Path) -> Result<Approvals, Failure> {
    let text = approvals_text(path).map_err(Failure::Message)?;
    Approvals::parse(&text).map_err(|why| Failure::Message(format!("{}: {why}", path.display())))
}

fn approvals_text(path: &Path) -> Result<String, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

fn approve(arguments: &Arguments, diff: &Diff, fingerprint: &str, path: &Path) -> Exit {
    let Some(finding) = diff.findings.iter().find(|finding| finding.fingerprint == fingerprint) else {
        return usage(format_args!(
            "no change here has the fingerprint {fingerprint}; `cargo xtask diff` prints those that there are"
        ));
    };
    let kind = match arguments.kind {
        Kind::Accepted => ApprovalKind::Accepted,
        Kind::SpecCorrection => ApprovalKind::SpecCorrection,
    };
    let reason = arguments.reason.as_deref().unwrap_or_default();
    let added = approvals_text(path)
        .and_then(|text| Approvals::add(&text, fingerprint, kind, reason, arguments.expires));
    let written = added.and_then(|text| {
        crate::output::replace(path, &text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    });
    match written {
        Ok(()) => {
            anstream::eprintln!("approved: {} ({}), in {}", finding.title, finding.name, path.display());
            Exit::Clean
        }
        Err(why) => usage(why),
    }
}

fn today() -> Result<Date, Failure> {
    let now =
        jiff::Timestamp::try_from(SystemTime::now()).map_err(|error| Failure::Message(error.to_string()))?;
    day(&now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()).map_err(Failure::Message)
}
