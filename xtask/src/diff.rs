//! `cargo xtask diff`: what a change of the specification does, on the wire and to Rust code.

mod approve;
mod formats;
mod git;
mod history;
mod paths;
mod release;
mod subjects;

use std::path::PathBuf;
use std::time::SystemTime;

use codegen::diff::Policy as Clients;
use codegen::diff::finding::{Diff, Verdict};
use codegen::diff::{Date, day, diff};
use codegen::problem::Report;

use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::{project, report};
use formats::{Format, View};
use git::Repository;

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
///
/// `--base` and `--head` compare any two documents of OpenAPI 3.0 or 3.1, in any repository: `--base main:api/openapi.yaml
/// --head api/openapi.yaml`.
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 nothing that fails; 1 findings; 2 wrong usage or unreadable input.")]
pub struct Arguments {
    /// `BASE` against the working tree, or `BASE..HEAD`: revisions of git.
    #[arg(value_name = "BASE[..HEAD]", conflicts_with_all = ["base", "head"])]
    revisions: Option<String>,
    /// What to compare with: a file, `REVISION:FILE`, a revision, or `-` for standard input; needs `--head`.
    #[arg(long, value_name = "DOCUMENT", requires = "head", allow_hyphen_values = true)]
    base: Option<String>,
    /// What to look at: a file, `REVISION:FILE`, a revision, or `-` for standard input; needs `--base`.
    #[arg(long, value_name = "DOCUMENT", requires = "base", allow_hyphen_values = true)]
    head: Option<String>,
    /// The document that revisions are taken of, where it is not this repository's specification.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// What changed from release to release, by the tags `v...` of the revisions: a part of a changelog.
    #[arg(long, requires = "revisions", conflicts_with_all = ["base", "head", "approve"])]
    log: bool,
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
    #[command(flatten)]
    approval: approve::Approving,
    #[command(flatten)]
    reading: Reading,
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

/// Why no comparison came about.
enum Failure {
    Message(String),
    Problems(Report),
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let outcome = match arguments.log {
        true => history::show(arguments).map(|()| Exit::Clean),
        false => compare(arguments).and_then(|(diff, approvals)| match arguments.approval.is_asked_for() {
            true => {
                approve::approve(&arguments.approval, &diff, &approvals, today()?).map_err(Failure::Message)
            }
            false => Ok(show(arguments, &diff)),
        }),
    };
    match outcome {
        Ok(exit) => exit,
        Err(Failure::Message(why)) => usage(why),
        Err(Failure::Problems(problems)) => {
            report::text(&problems);
            Exit::Usage
        }
    }
}

/// Compares the working tree with the last release, for `check`; clean when nothing has been released.
pub fn check_release() -> Exit {
    let Ok(Some(tag)) = Repository::at(project::root()).last_release("HEAD") else { return Exit::Clean };
    run(&Arguments {
        revisions: Some(tag),
        base: None,
        head: None,
        spec: None,
        log: false,
        format: Format::default(),
        view: View::default(),
        policy: Policy::default(),
        fail_on: FailOn::default(),
        paths: None,
        approvals: None,
        approval: approve::Approving::default(),
        reading: Reading::default(),
    })
}

fn compare(arguments: &Arguments) -> Result<(Diff, PathBuf), Failure> {
    let subjects = subjects::subjects(arguments)?;
    let approvals = approve::read(&subjects.approvals).map_err(Failure::Message)?;
    let mut diff = diff(&subjects.base, &subjects.head, &project::own_options(), arguments.policy.clients());
    diff.command = arguments.command();
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

fn show(arguments: &Arguments, diff: &Diff) -> Exit {
    put(&formats::print(diff, arguments.format, arguments.view), arguments.format);
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

/// Writes a text where its format belongs.
fn put(text: &str, format: Format) {
    match format.is_for_machines() {
        true => crate::output::print(text),
        false => anstream::eprint!("{text}"),
    }
}

impl Arguments {
    /// The command that compares the same documents again, for whoever goes on from there.
    fn command(&self) -> String {
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let named = [
            ("", self.revisions.clone()),
            ("--base ", self.base.clone()),
            ("--head ", self.head.clone()),
            ("--spec ", self.spec.as_ref().map(path)),
            ("--approvals ", self.approvals.as_ref().map(path)),
        ];
        let named = named.into_iter().filter_map(|(name, value)| Some(format!(" {name}{}", quoted(&value?))));
        let outside = self.reading.allow_outside.then(|| " --allow-outside".to_owned());
        named.chain(outside).fold("cargo xtask diff".to_owned(), |command, part| command + &part)
    }
}

/// A word of a command as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-_./:@^~%+=,".contains(sign);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

impl Policy {
    fn clients(self) -> Clients {
        match self {
            Self::Lenient => Clients::Lenient,
            Self::Strict => Clients::Strict,
        }
    }
}

fn today() -> Result<Date, Failure> {
    let now =
        jiff::Timestamp::try_from(SystemTime::now()).map_err(|error| Failure::Message(error.to_string()))?;
    day(&now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()).map_err(Failure::Message)
}
