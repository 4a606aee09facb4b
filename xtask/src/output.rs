//! The one writer: a crate's files, all of them or none.
//!
//! Everything is written beside its place first; only when all of it is on disk are the files moved in, one rename
//! each. A file whose text is the same is not touched, so that cargo has nothing to rebuild. Files that are no longer
//! generated are removed, but only those that say that they were: nobody's own file is ever lost.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Prints what is for machines, to standard output alone. Whoever reads it may stop before the end.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        anstream::eprintln!("error: cannot write to standard output: {error}");
    }
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new, or its text is.
    Written,
    /// It was generated once and is no more.
    Removed,
    /// It is as it was.
    Unchanged,
}

/// What every generated file says of itself in its first lines.
const MARK: &str = "@generated";

/// Writes a crate to a directory that is new, empty, or holds a generated crate.
pub fn write(out: &Path, files: &BTreeMap<String, String>) -> Result<Vec<(Change, PathBuf)>, String> {
    refuse_foreign(out)?;
    let outdated = outdated(out, files);
    let changed: Vec<(&String, &String)> =
        files.iter().filter(|(path, text)| read(&out.join(path)).as_ref() != Some(text)).collect();
    place(out, &changed).map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
    for path in &outdated {
        fs::remove_file(path).map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
    }
    let written = changed.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>();
    let kept = files.keys().map(|path| {
        let change = if written.contains(&path.as_str()) { Change::Written } else { Change::Unchanged };
        (change, out.join(path))
    });
    Ok(kept.chain(outdated.into_iter().map(|path| (Change::Removed, path))).collect())
}

/// Replaces one file, all of it or not at all.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut staged = tempfile::NamedTempFile::new_in(directory)?;
    staged.write_all(text.as_bytes())?;
    staged.as_file().sync_all()?;
    staged.persist(path).map(drop).map_err(|error| error.error)
}

fn place(out: &Path, changed: &[(&String, &String)]) -> io::Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(out)?;
    // Within `out`: a rename is atomic only within one file system.
    let staging = tempfile::Builder::new().prefix(".regen-").tempdir_in(out)?;
    let mut moves = Vec::new();
    for (index, (path, text)) in changed.iter().enumerate() {
        let staged = staging.path().join(index.to_string());
        let mut file = fs::File::create(&staged)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        moves.push((staged, out.join(path)));
    }
    for (_, target) in &moves {
        fs::create_dir_all(target.parent().unwrap_or(out))?;
    }
    moves.into_iter().try_for_each(|(staged, target)| fs::rename(staged, target))
}

/// A directory with a manifest that was not generated is somebody's work.
fn refuse_foreign(out: &Path) -> Result<(), String> {
    if out.is_file() {
        return Err(format!("{} is a file; name a directory with `--out`", out.display()));
    }
    let manifest = read(&out.join("Cargo.toml"));
    let entries = fs::read_dir(out).map(|entries| entries.flatten().count()).unwrap_or(0);
    let ours = manifest.as_deref().map_or(entries == 0, is_generated);
    if ours {
        return Ok(());
    }
    Err(format!(
        "{} holds files that were not generated; name a new or empty directory with `--out`",
        out.display()
    ))
}

fn is_generated(text: &str) -> bool {
    text.lines().take(3).any(|line| line.contains(MARK))
}

/// Generated files on disk that are generated no more.
fn outdated(out: &Path, files: &BTreeMap<String, String>) -> Vec<PathBuf> {
    let current: Vec<PathBuf> = files.keys().map(|path| out.join(path)).collect();
    let mut found = Vec::new();
    collect_sources(&out.join("src"), &mut found);
    found.retain(|path| !current.contains(path) && read(path).is_some_and(|text| is_generated(&text)));
    found
}

fn collect_sources(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => collect_sources(&path, found),
            false => found.push(path),
        }
    }
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// How the files on disk differ from what they should be; empty when they do not.
pub fn differences(out: &Path, files: &BTreeMap<String, String>) -> Result<Vec<String>, String> {
    refuse_foreign(out)?;
    let changed = files.iter().filter_map(|(path, text)| {
        let on_disk = read(&out.join(path));
        (on_disk.as_ref() != Some(text)).then(|| difference(path, on_disk.as_deref(), text))
    });
    let outdated = outdated(out, files);
    let superfluous = outdated.iter().map(|path| format!("{}: is no longer generated", path.display()));
    Ok(changed.chain(superfluous).collect())
}

/// The first line that differs.
fn difference(path: &str, on_disk: Option<&str>, wanted: &str) -> String {
    let Some(on_disk) = on_disk else { return format!("{path}: is missing") };
    let mut lines = on_disk.lines();
    let mut wanted = wanted.lines();
    for number in 1.. {
        match (lines.next(), wanted.next()) {
            (None, None) => break,
            (have, want) if have == want => {}
            (have, want) => {
                let show = |line: Option<&str>| line.unwrap_or("(end of file)").to_owned();
                return format!("{path}:{number}:\n  on disk: {}\n  wanted:  {}", show(have), show(want));
            }
        }
    }
    format!("{path}: line ends differ")
}

/// A number with a comma before each three digits.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
