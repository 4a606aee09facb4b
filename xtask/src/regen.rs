//! `cargo xtask regen`: from the specification to the crate.

use std::path::PathBuf;
use std::time::Instant;

use codegen::emit::Options;
use codegen::load::DiskFiles;
use codegen::{Generated, generate};

use crate::exit::{Exit, usage};
use crate::output::{self, Change};
use crate::{project, report};

/// Generates the crate from the specification.
///
/// Without options: `spec/openapi.yaml` to `generated/`. A second run changes nothing.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; exit with 4 when the generated files are not what the specification says.
    #[arg(long)]
    check: bool,
    /// The root file of another OpenAPI 3.0 document; needs `--out` and `--name`.
    #[arg(long, value_name = "FILE", requires_all = ["out", "name"])]
    spec: Option<PathBuf>,
    /// The directory for the crate.
    #[arg(long, value_name = "DIR", requires_all = ["spec", "name"])]
    out: Option<PathBuf>,
    /// The name of the package.
    #[arg(long, value_name = "NAME", requires_all = ["spec", "out"])]
    name: Option<String>,
}

/// What to read, and where to write.
struct Job {
    files: DiskFiles,
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
    let generated = match generate(&job.files, &job.spec, &job.options) {
        Ok(generated) => generated,
        Err(problems) => {
            report::text(&problems);
            return Exit::of_failure(&problems);
        }
    };
    match arguments.check {
        true => check(&job, &generated),
        false => write(&job, &generated, started),
    }
}

/// Compares the repository's own crate with its specification, for `check` as well.
pub fn check_own() -> Exit {
    run(&Arguments { check: true, spec: None, out: None, name: None })
}

fn job(arguments: &Arguments) -> Result<Job, String> {
    let (Some(spec), Some(out), Some(name)) = (&arguments.spec, &arguments.out, &arguments.name) else {
        return Ok(Job {
            files: DiskFiles::new(project::root()),
            spec: project::SPEC.to_owned(),
            out: project::root().join(project::OUT),
            options: project::own_options(),
        });
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
    Ok(Job { files: DiskFiles::default(), spec, out: out.clone(), options })
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
        "error: {} generated files are stale; mend: {}",
        differences.len(),
        "cargo xtask regen"
    );
    Exit::Stale
}
