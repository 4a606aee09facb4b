//! The one writer of crates: all files of one, or none.
//!
//! A manifest beside the files names each of them with its hash ([`manifest`]). Nothing else is ever replaced or removed:
//! a file that the manifest does not name, or that is not as it says, is somebody's work. Symbolic links are not followed.
//! Every file is written beside its place first ([`staging`]); after a run that was killed, the next one finishes.

mod manifest;
mod staging;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path};

use manifest::Manifest;

/// The text of each file by its path within the crate.
type Files = BTreeMap<String, String>;

/// What happens to files in the way that the last run did not write as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// They are kept, and nothing is written.
    Keep,
    /// They are replaced.
    Replace,
}

/// What a run did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The number of files that are new, or whose text is.
    pub written: usize,
    /// The number of files that were generated once and are no more.
    pub removed: usize,
    /// The number of files that are as they were.
    pub unchanged: usize,
    /// The files that somebody had changed, and that were replaced or removed.
    pub replaced: Vec<String>,
    /// The files that are no longer generated, and stay because somebody changed them.
    pub kept: Vec<String>,
}

/// Writes a crate to a directory that is new, empty, or contains a crate that an earlier run wrote.
pub fn write(out: &Path, files: &Files, policy: Policy) -> Result<Outcome, String> {
    let cannot = |error: io::Error| format!("cannot write to {}: {error}", out.display());
    refuse_foreign(out, policy)?;
    fs::create_dir_all(out).map_err(cannot)?;
    let _lock = lock(out)?;
    staging::clear(out).map_err(cannot)?;
    let mut plan = Plan::of(out, files)?;
    if policy == Policy::Keep && !plan.modified.is_empty() {
        return Err(in_the_way(out, &plan.modified));
    }
    let (mut replaced, mut kept) = (plan.modified, plan.outdated_modified);
    if policy == Policy::Replace {
        plan.outdated.extend(kept.iter().cloned());
        replaced.append(&mut kept);
    }
    if !plan.changed.is_empty() || !plan.outdated.is_empty() || !plan.manifest.is_of(files) {
        // Killed in the middle of this, a run leaves old files and new ones, and the next run knows both.
        plan.manifest.and(files).write(out).map_err(cannot)?;
        staging::place(out, files, &plan.changed, &plan.outdated).map_err(cannot)?;
        Manifest::of(files).write(out).map_err(cannot)?;
    }
    Ok(Outcome {
        written: plan.changed.len(),
        removed: plan.outdated.len(),
        unchanged: files.len() - plan.changed.len(),
        replaced,
        kept,
    })
}

/// Returns how the files on disk differ from what they should be.
pub fn differences(out: &Path, files: &Files) -> Result<Vec<String>, String> {
    refuse_foreign(out, Policy::Keep)?;
    let plan = Plan::of(out, files)?;
    let changed = plan.changed.iter().map(|path| {
        let on_disk = bytes(&out.join(path)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        difference(path, on_disk.as_deref(), &files[path])
    });
    let superfluous = plan.outdated.iter().chain(&plan.outdated_modified);
    let mut differences: Vec<String> =
        changed.chain(superfluous.map(|path| format!("{path}: is no longer generated"))).collect();
    if differences.is_empty() && !plan.manifest.covers(files) {
        differences.push(format!("{}: does not name every generated file", manifest::NAME));
    }
    Ok(differences)
}

/// What is to be done with each file.
struct Plan {
    manifest: Manifest,
    /// The files that are missing or have another text.
    changed: BTreeSet<String>,
    /// Those of them that the last run did not write as they are.
    modified: Vec<String>,
    /// The files that the last run wrote, and that are no longer generated.
    outdated: BTreeSet<String>,
    /// The same, but somebody changed them.
    outdated_modified: Vec<String>,
}

impl Plan {
    fn of(out: &Path, files: &Files) -> Result<Self, String> {
        let manifest = Manifest::read(out)?;
        let (mut changed, mut modified) = (BTreeSet::new(), Vec::new());
        for (path, text) in files {
            refuse_link(out, path)?;
            let on_disk = bytes(&out.join(path));
            if on_disk.as_deref() == Some(text.as_bytes()) {
                continue;
            }
            changed.insert(path.clone());
            if on_disk.is_some_and(|bytes| !manifest.names(path, &bytes)) {
                modified.push(path.clone());
            }
        }
        let (mut outdated, mut outdated_modified) = (BTreeSet::new(), Vec::new());
        for path in manifest.paths().filter(|path| !files.contains_key(*path)) {
            // What is behind a link now was not written by a run.
            let Ok(()) = refuse_link(out, path) else { continue };
            match bytes(&out.join(path)) {
                Some(bytes) if manifest.names(path, &bytes) => drop(outdated.insert(path.to_owned())),
                Some(_) => outdated_modified.push(path.to_owned()),
                None => {}
            }
        }
        Ok(Self { manifest, changed, modified, outdated, outdated_modified })
    }
}

/// A directory that no run has written to, and that is not empty, is somebody's work.
fn refuse_foreign(out: &Path, policy: Policy) -> Result<(), String> {
    if !out.exists() {
        return Ok(());
    }
    if !out.is_dir() {
        return Err(format!("{} is a file; name a directory with `--out`", out.display()));
    }
    let ours = |name: &str| name == ".git" || name.starts_with(staging::PREFIX);
    let entries = fs::read_dir(out).map_err(|error| format!("cannot read {}: {error}", out.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name());
    let is_empty = names.into_iter().all(|name| name.to_str().is_some_and(ours));
    if is_empty || policy == Policy::Replace || out.join(manifest::NAME).is_file() {
        return Ok(());
    }
    Err(format!(
        "{} contains files that were not generated; name a new or empty directory with `--out`, or add `--overwrite` to write \
         into this one",
        out.display()
    ))
}

fn in_the_way(out: &Path, modified: &[String]) -> String {
    const SHOWN: usize = 10;
    let mut list: String = modified.iter().take(SHOWN).map(|path| format!("\n  {path}")).collect();
    if let Some(more) = modified.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        list.push_str(&format!("\n  and {more} more"));
    }
    format!(
        "nothing was written to {}, because these files are not as the last run wrote them:{list}\nhelp: move your changes \
         elsewhere, or add `--overwrite` to lose them",
        out.display()
    )
}

/// Whoever puts a link into the directory does not expect that files are written where it leads.
fn refuse_link(out: &Path, path: &str) -> Result<(), String> {
    let mut place = out.to_owned();
    for component in Path::new(path).components() {
        let Component::Normal(name) = component else {
            return Err(format!("`{path}` is not a path within {}", out.display()));
        };
        place.push(name);
        if place.is_symlink() {
            return Err(format!(
                "{} is a symbolic link, which is not followed; remove it, or name another directory with `--out`",
                place.display()
            ));
        }
    }
    match place.is_dir() {
        true => Err(format!("{} is a directory, where a file is generated", place.display())),
        false => Ok(()),
    }
}

/// Two runs at once would take each other's files away. The lock ends with the process, however that ends.
fn lock(out: &Path) -> Result<Option<fs::File>, String> {
    // Not every system opens directories, nor does every file system lock.
    let Ok(directory) = fs::File::open(out) else { return Ok(None) };
    match directory.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            Err(format!("another run writes to {}; wait until it ends", out.display()))
        }
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Some(directory)),
    }
}

/// What is at a path. What cannot be read, or is no file, has no bytes that a run wrote, and is somebody's too.
fn bytes(path: &Path) -> Option<Vec<u8>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Some(fs::read(path).unwrap_or_default()),
        Ok(_) => Some(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // A part of the path is a file.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => None,
        Err(_) => Some(Vec::new()),
    }
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
