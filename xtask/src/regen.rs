//! `cargo xtask regen`: from the specification to the crate.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use codegen::emit::Options;
use codegen::load::DiskFiles;
use codegen::names::reserved::BUILDER_METHODS;
use codegen::problem::Report;
use codegen::second_reader::PATIENCE;
use codegen::slice::{LeftOut, Slice};
use codegen::{Document, Generated, Pending, generate_and_compare};

use crate::crate_files::{self, Policy};
use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::output::thousands;
use crate::{embedded, project, report, second_reader};

/// Generates the crate from the specification.
///
/// Without options: `spec/openapi.yaml` to `generated/`. A second run changes nothing.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; exit with 4 when the generated files are not what the specification says.
    #[arg(long)]
    check: bool,
    /// The root file of another document of OpenAPI 3.0 or 3.1; needs `--out` and `--name`.
    #[arg(long, value_name = "FILE", requires_all = ["out", "name"])]
    spec: Option<PathBuf>,
    /// The directory for the crate.
    #[arg(long, value_name = "DIR", requires_all = ["spec", "name"])]
    out: Option<PathBuf>,
    /// The name of the package.
    #[arg(long, value_name = "NAME", requires_all = ["spec", "out"])]
    name: Option<String>,
    #[command(flatten)]
    reading: Reading,
    /// Generate only the operations with this tag, or below this path; may be given more than once.
    #[arg(long, value_name = "TAG|PATH", requires = "spec")]
    only: Vec<String>,
    /// Leave out the operations that cannot be generated, and list them, instead of refusing the document.
    #[arg(long, requires = "spec")]
    skip_unsupported: bool,
    /// Build on the runtime in this directory rather than on its published version.
    #[arg(long, value_name = "PATH", requires = "spec")]
    runtime: Option<PathBuf>,
    /// Give the crate the test against the simulator that crates of `cargo xtask new` have.
    #[arg(long, requires = "spec")]
    simulated: bool,
    /// Replace files of the directory that were changed by hand, or that no run wrote.
    #[arg(long)]
    overwrite: bool,
    /// Print every difference between our reading of the document and progenitor's.
    #[arg(long)]
    differences: bool,
}

/// How long `regen` always waits for progenitor.
const SOON: Duration = Duration::from_secs(5);

/// What to read, and where to write.
pub struct Job {
    /// The files that may be read.
    pub files: DiskFiles,
    /// The folder that `spec` is relative to.
    pub folder: PathBuf,
    /// The root file of the document.
    pub spec: String,
    /// The directory for the crate.
    pub out: PathBuf,
    /// The part of the document that is wanted.
    pub slice: Slice,
    /// What the crate is like.
    pub options: Options,
    /// What happens to files in the way.
    pub policy: Policy,
    /// Where the document is kept as one file, for the package that serves it.
    pub embedded: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let job = match job(arguments) {
        Ok(job) => job,
        Err(why) => return usage(why),
    };
    generate(&job, arguments.check, arguments.differences)
}

/// Generates a crate and writes it, or only compares it with what is there.
pub fn generate(job: &Job, only_checks: bool, differences: bool) -> Exit {
    let started = Instant::now();
    let made = match make(job) {
        Ok(made) => made,
        Err(exit) => return exit,
    };
    let exit = match only_checks {
        true => check(job, &made),
        false => write(job, &made, started),
    };
    // The opinion of progenitor is worth twice the time, and no more unless it is asked for.
    let patience = if differences { PATIENCE } else { started.elapsed().max(SOON) };
    match second_reader::report(&made.pending.finish(patience), &job.spec_file(), differences) {
        // What progenitor understood is for `check` to judge; a file that cannot be read is an error everywhere.
        Exit::Findings => exit,
        other => exit.max(other),
    }
}

/// What the comparisons of [`check_own()`] came to.
pub struct Checked {
    /// Of the repository's own crate with its specification.
    pub generated: Exit,
    /// Of our reading of the specification with progenitor's.
    pub second_reader: Exit,
}

/// Compares the repository's own crate with its specification, and two readings of that with each other.
pub fn check_own() -> Checked {
    let job = own_job();
    match make(&job) {
        Ok(made) => Checked {
            generated: check(&job, &made),
            second_reader: second_reader::report(&made.pending.finish(PATIENCE), &job.spec_file(), true),
        },
        Err(exit) => Checked { generated: exit, second_reader: exit },
    }
}

/// What follows from a document.
struct Made {
    generated: Generated,
    pending: Pending,
    /// The text of [`Job::embedded`].
    embedded: Option<(PathBuf, String)>,
}

fn make(job: &Job) -> Result<Made, Exit> {
    let read = || -> Result<_, Report> {
        let (document, left_out) = Document::load_slice(&job.files, &job.spec, &job.slice, BUILDER_METHODS)?;
        list(&document, &left_out);
        let embedded = job.embedded.clone().map(|path| (path, embedded::text(&document)));
        generate_and_compare(&document, &job.options).map(|both| (both, embedded))
    };
    let ((mut generated, pending), embedded) = read().map_err(|problems| {
        report::grouped_text(&problems);
        Exit::of_failure(&problems)
    })?;
    if job.options.runtime_path.is_none() {
        generated.files.extend([project::local_runtime(&job.options, &job.out)]);
    }
    Ok(Made { generated, pending, embedded })
}

/// Says what is not part of the crate.
fn list(document: &Document, left_out: &[LeftOut]) {
    for LeftOut { operation, problem } in left_out {
        let place = problem.at.map_or_else(String::new, |at| format!("{}: ", document.sources.describe(at)));
        anstream::eprintln!("left out: {operation}: {place}{} [{}]", problem.message, problem.rule);
    }
    if !left_out.is_empty() {
        anstream::eprintln!(
            "{} operations left out, {} generated",
            thousands(left_out.len()),
            thousands(document.operations.len())
        );
    }
}

fn job(arguments: &Arguments) -> Result<Job, String> {
    let (Some(spec), Some(out), Some(name)) = (&arguments.spec, &arguments.out, &arguments.name) else {
        return Ok(own_job());
    };
    if let Some(why) = project::unfit_package(name) {
        return Err(format!("`{name}` cannot name a package: {why}"));
    }
    check_runtime(arguments.runtime.as_deref())?;
    let spec = spec.to_str().ok_or("the path of the document is not UTF-8")?.to_owned();
    let mut options = project::foreign_options(name, out, arguments.runtime.as_deref());
    options.simulator = arguments.simulated.then(|| project::simulator(out));
    let policy = if arguments.overwrite { Policy::Replace } else { Policy::Keep };
    let slice = Slice { only: arguments.only.clone(), skips_unsupported: arguments.skip_unsupported };
    let files = arguments.reading.files(PathBuf::new());
    let (folder, out, embedded) = (PathBuf::new(), out.clone(), None);
    Ok(Job { files, folder, spec, out, slice, options, policy, embedded })
}

/// Refuses a path that is not that of a package.
pub fn check_runtime(runtime: Option<&Path>) -> Result<(), String> {
    match runtime.filter(|runtime| !runtime.join("Cargo.toml").is_file()) {
        Some(runtime) => {
            Err(format!("{} contains no package; name the folder of the runtime", runtime.display()))
        }
        None => Ok(()),
    }
}

fn own_job() -> Job {
    Job {
        files: DiskFiles::new(project::root()),
        folder: project::root(),
        spec: project::SPEC.to_owned(),
        out: project::root().join(project::OUT),
        slice: Slice::default(),
        options: project::own_options(),
        // Git has whatever anybody wrote there.
        policy: Policy::Replace,
        embedded: Some(project::root().join(project::EMBEDDED)),
    }
}

/// The command that the user ran, as it writes the files.
fn called() -> String {
    let arguments = std::env::args().skip(1).filter(|argument| argument != "--check");
    let quoted = arguments.map(|argument| match argument.contains(|c: char| c.is_whitespace()) {
        true => format!("'{argument}'"),
        false => argument,
    });
    let arguments: Vec<String> = quoted.collect();
    match arguments.first().is_some_and(|verb| verb == "regen") {
        true => format!("cargo xtask {}", arguments.join(" ")),
        // Another verb found it out.
        false => "cargo xtask regen".to_owned(),
    }
}

impl Job {
    /// A verb for the document of this job.
    fn command(&self, verb: &str) -> String {
        match self.options.package == project::PACKAGE {
            true => format!("cargo xtask {verb}"),
            false => format!("cargo xtask {verb} --spec {}", self.spec),
        }
    }

    fn spec_file(&self) -> PathBuf {
        self.folder.join(&self.spec)
    }
}

fn write(job: &Job, made: &Made, started: Instant) -> Exit {
    let generated = &made.generated;
    let outcome = match crate_files::write(&job.out, &generated.files, job.policy) {
        Ok(outcome) => outcome,
        Err(why) => return usage(why),
    };
    if let Some((path, text)) = &made.embedded
        && let Err(error) = embedded::write(path, text)
    {
        return usage(format_args!("cannot write {}: {error}", path.display()));
    }
    for path in &outcome.replaced {
        anstream::eprintln!("{path}: was not as the last run wrote it, and is replaced");
    }
    for path in &outcome.kept {
        anstream::eprintln!("{path}: is no longer generated, but was changed by hand, and stays");
    }
    anstream::eprintln!(
        "{}: {} operations, {} types from {} schemas, {} files: {} written, {} removed, {} unchanged; {} ms",
        job.options.package,
        generated.operations,
        generated.types,
        generated.schemas,
        generated.files.len(),
        outcome.written,
        outcome.removed,
        outcome.unchanged,
        started.elapsed().as_millis(),
    );
    note_workspace(job);
    let warnings = generated.warnings.problems.len();
    if warnings > 0 {
        anstream::eprintln!("{warnings} findings of the linter: `{}` shows them", job.command("lint"));
    }
    Exit::Clean
}

/// cargo refuses a crate below a workspace that does not name it.
fn note_workspace(job: &Job) {
    let around = job.options.workspace_member.then(|| project::workspace_around(&job.out)).flatten();
    if let Some(manifest) = around.filter(|_| job.options.package != project::PACKAGE) {
        anstream::eprintln!(
            "note: the crate is below the workspace {}: name it there under `members` or `exclude`",
            manifest.display()
        );
    }
}

fn check(job: &Job, made: &Made) -> Exit {
    let mut differences = match crate_files::differences(&job.out, &made.generated.files) {
        Ok(differences) => differences,
        Err(why) => return usage(why),
    };
    if let Some((path, text)) = &made.embedded
        && !embedded::is_current(path, text)
    {
        differences.push(format!("{}: is not the document as one file", path.display()));
    }
    if differences.is_empty() {
        anstream::eprintln!("{}: up to date", job.options.package);
        return Exit::Clean;
    }
    for difference in &differences {
        anstream::eprintln!("{difference}");
    }
    anstream::eprintln!("error: {} generated files are stale; help: {}", differences.len(), called());
    Exit::Stale
}
