//! `cargo xtask new`: from somebody's document to a package that can be published.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use codegen::Document;
use codegen::names::reserved::BUILDER_METHODS;
use codegen::slice::Slice;

use crate::crate_files::Policy;
use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::regen::{self, Job};
use crate::{project, report};

/// Makes a package of its own from any OpenAPI document: the crate, a test of every method against the simulator, a README,
/// and a workflow for continuous integration.
#[derive(clap::Args)]
pub struct Arguments {
    /// The root file of a document of OpenAPI 3.0 or 3.1.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// The directory for the package: a new one, or an empty one.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The name of the package; made from the title of the document by default.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    reading: Reading,
    /// Generate only the operations with this tag, or below this path; may be given more than once.
    #[arg(long, value_name = "TAG|PATH")]
    only: Vec<String>,
    /// Leave out the operations that cannot be generated, and list them, instead of refusing the document.
    #[arg(long)]
    skip_unsupported: bool,
    /// Build on the runtime in this directory rather than on its published version.
    #[arg(long, value_name = "PATH")]
    runtime: Option<PathBuf>,
}

/// The document within the package.
const SPEC: &str = "openapi.yaml";

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let (document, name) = match read(arguments) {
        Ok(both) => both,
        Err(exit) => return exit,
    };
    let mut options = project::foreign_options(&name, &arguments.out, arguments.runtime.as_deref());
    options.simulator = Some(project::simulator(&arguments.out));
    let Some(spec) = arguments.spec.to_str().map(str::to_owned) else {
        return usage("the path of the document is not UTF-8");
    };
    let job = Job {
        files: arguments.reading.files(PathBuf::new()),
        folder: PathBuf::new(),
        spec,
        out: arguments.out.clone(),
        slice: slice(arguments),
        options,
        policy: Policy::Keep,
        embedded: None,
    };
    let exit = regen::generate(&job, false, false);
    if exit != Exit::Clean {
        return exit;
    }
    if let Err(why) = complete(&arguments.out, &name, &document) {
        return usage(why);
    }
    let out = arguments.out.display();
    anstream::eprintln!(
        "{out} is a package: `cd {out} && cargo test` calls every method against the simulator\n\
         after a change of {out}/{SPEC}: cargo xtask regen --spec {out}/{SPEC} --out {out} --name {name} --simulated"
    );
    Exit::Clean
}

fn slice(arguments: &Arguments) -> Slice {
    Slice { only: arguments.only.clone(), skips_unsupported: arguments.skip_unsupported }
}

/// The part of the document that is wanted, and the name of the package.
fn read(arguments: &Arguments) -> Result<(Document, String), Exit> {
    regen::check_runtime(arguments.runtime.as_deref()).map_err(usage)?;
    let spec = arguments.spec.to_str().ok_or_else(|| usage("the path of the document is not UTF-8"))?;
    let files = arguments.reading.files(PathBuf::new());
    let loaded = Document::load_slice(&files, spec, &slice(arguments), BUILDER_METHODS);
    let (document, _) = loaded.map_err(|problems| {
        report::grouped_text(&problems);
        Exit::of_failure(&problems)
    })?;
    let name = arguments.name.clone().unwrap_or_else(|| package_name(&document.info.title));
    match project::unfit_package(&name) {
        Some(why) => Err(usage(format_args!("`{name}` cannot name a package: {why}; name it with `--name`"))),
        None => Ok((document, name)),
    }
}

/// The words of the title, as packages are named.
fn package_name(title: &str) -> String {
    codegen::names::value_name(title).trim_matches('_').replace('_', "-")
}

/// Writes what the generator leaves to its user, where it is not there yet.
fn complete(out: &Path, name: &str, document: &Document) -> Result<(), String> {
    let spec = serde_yaml::to_string(&document.to_json()).map_err(|error| error.to_string())?;
    let files = [
        (SPEC, spec),
        (".gitignore", "/target\n/Cargo.lock\n".to_owned()),
        (".github/workflows/ci.yml", include_str!("new/ci.yml").replace("{name}", name)),
        ("CONTRIBUTING.md", include_str!("new/contributing.md").replace("{name}", name)),
    ];
    for (path, text) in files {
        let path = out.join(path);
        write_new(&path, &text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}

/// Writes a file unless there is one.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
