//! `cargo xtask regen`: from the specification to the crate.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use codegen::emit::Options;
use codegen::load::DiskFiles;
use codegen::second_reader::PATIENCE;
use codegen::{Generated, Pending, generate_and_compare};

use crate::exit::{Exit, usage};
use crate::output::{self, Change};
use crate::{project, report, second_reader};

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
    /// Print every difference between our reading of the document and progenitor's.
    #[arg(long)]
    differences: bool,
}

/// How long `regen` always waits for progenitor.
const SOON: Duration = Duration::from_secs(5);

/// What to read, and where to write.
struct Job {
    files: DiskFiles,
    /// The folder that `spec` is relative to.
    folder: PathBuf,
    spec: String,
    out: PathBuf,
    options: Options,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let job = match job(arguments) {
        Ok(job) => job,
        Err(why) => return usage(why),
    };
    let started = Instant::now();
    let (generated, pending) = match generated(&job) {
        Ok(both) => both,
        Err(exit) => return exit,
    };
    let exit = match arguments.check {
        true => check(&job, &generated),
        false => write(&job, &generated, started),
    };
    // The opinion of progenitor is worth twice the time, and no more unless it is asked for.
    let patience = if arguments.differences { PATIENCE } else { started.elapsed().max(SOON) };
    match second_reader::report(&pending.finish(patience), &job.spec_file(), arguments.differences) {
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
    match generated(&job) {
        Ok((generated, pending)) => Checked {
            generated: check(&job, &generated),
            second_reader: second_reader::report(&pending.finish(PATIENCE), &job.spec_file(), true),
        },
        Err(exit) => Checked { generated: exit, second_reader: exit },
    }
}

fn generated(job: &Job) -> Result<(Generated, Pending), Exit> {
    generate_and_compare(&job.files, &job.spec, &job.options).map_err(|problems| {
        report::text(&problems);
        Exit::of_failure(&problems)
    })
}

fn job(arguments: &Arguments) -> Result<Job, String> {
    let (Some(spec), Some(out), Some(name)) = (&arguments.spec, &arguments.out, &arguments.name) else {
        return Ok(own_job());
    };
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !valid {
        return Err(format!(
            "`{name}` cannot name a package: use letters, digits, `-` and `_`, and begin with a letter"
        ));
    }
    let spec = spec.to_str().ok_or("the path of the document is not UTF-8")?.to_owned();
    let options = project::foreign_options(name, out);
    Ok(Job { files: DiskFiles::default(), folder: PathBuf::new(), spec, out: out.clone(), options })
}

fn own_job() -> Job {
    Job {
        files: DiskFiles::new(project::root()),
        folder: project::root(),
        spec: project::SPEC.to_owned(),
        out: project::root().join(project::OUT),
        options: project::own_options(),
    }
}

impl Job {
    fn spec_file(&self) -> PathBuf {
        self.folder.join(&self.spec)
    }
}

fn write(job: &Job, generated: &Generated, started: Instant) -> Exit {
    let changes = match output::write(&job.out, &generated.files) {
        Ok(changes) => changes,
        Err(why) => return usage(why),
    };
    let count = |wanted: Change| changes.iter().filter(|(change, _)| *change == wanted).count();
    anstream::eprintln!(
        "{}: {} operations, {} types from {} schemas, {} files: {} written, {} removed, {} unchanged; {} ms",
        job.options.package,
        generated.operations,
        generated.types,
        generated.schemas,
        generated.files.len(),
        count(Change::Written),
        count(Change::Removed),
        count(Change::Unchanged),
        started.elapsed().as_millis(),
    );
    let warnings = generated.warnings.problems.len();
    if warnings > 0 {
        anstream::eprintln!("{warnings} findings of the linter: `cargo xtask lint` shows them");
    }
    Exit::Clean
}

fn check(job: &Job, generated: &Generated) -> Exit {
    let differences = match output::differences(&job.out, &generated.files) {
        Ok(differences) => differences,
        Err(why) => return usage(why),
    };
    if differences.is_empty() {
        anstream::eprintln!("{}: up to date", job.options.package);
        return Exit::Clean;
    }
    for difference in &differences {
        anstream::eprintln!("{difference}");
    }
    anstream::eprintln!(
        "error: {} generated files are stale; help: {}",
        differences.len(),
        "cargo xtask regen"
    );
    Exit::Stale
}
