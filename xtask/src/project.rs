//! What this project generates by default: the one API of this repository.

use std::path::{Path, PathBuf};

use codegen::emit::Options;

/// The root file of the specification, relative to the repository.
pub const SPEC: &str = "spec/openapi.yaml";
/// Where the crate goes, relative to the repository.
pub const OUT: &str = "generated";
/// The package that is generated.
pub const PACKAGE: &str = "signalwire-rest";
/// The package that generated code builds on.
const RUNTIME: &str = "signalwire-rest-runtime";
/// Where that is, relative to the repository.
const RUNTIME_DIR: &str = "codegen/runtime";
/// The command that writes the crate.
const COMMAND: &str = "cargo xtask regen";

/// The licences of this repository, which its crate carries with it.
const LICENSES: [(&str, &str); 2] = [
    ("LICENSE-APACHE", include_str!("../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../LICENSE-MIT")),
];

/// The repository that the verb was called in: the nearest folder above the working directory that has a specification,
/// so that a binary built in one clone works on the clone it is called in. Elsewhere the one it was built from.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built_from = manifest.parent().unwrap_or(manifest);
    let working = std::env::current_dir().unwrap_or_default();
    let around =
        working.ancestors().find(|folder| folder.join(SPEC).is_file() && folder.join("xtask").is_dir());
    around.unwrap_or(built_from).to_owned()
}

/// The options for this repository's own crate.
pub fn own_options() -> Options {
    Options {
        package: PACKAGE.to_owned(),
        runtime: RUNTIME.to_owned(),
        runtime_path: format!("../{RUNTIME_DIR}"),
        command: COMMAND.to_owned(),
        workspace_member: true,
        trusted: true,
        licenses: LICENSES.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec(),
    }
}

/// The options for a crate made from another document.
pub fn foreign_options(package: &str, out: &Path) -> Options {
    Options {
        package: package.to_owned(),
        runtime_path: relative(out, &root().join(RUNTIME_DIR)),
        command: format!("{COMMAND} --spec ... --name {package}"),
        workspace_member: false,
        trusted: false,
        licenses: Vec::new(),
        ..own_options()
    }
}

/// The way from one directory to another, so that no absolute path is written down.
fn relative(from: &Path, to: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (absolute(from), absolute(to));
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let down = to.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
