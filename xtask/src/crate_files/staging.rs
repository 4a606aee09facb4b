//! Putting files in their places.
//!
//! All of them are written to a directory beside their places first. Where the system can exchange two directories, the
//! folder of sources is complete before it takes the place of the old one, so that no moment shows old sources among new
//! ones. Elsewhere the files are moved one by one.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Files;

/// What the names of the directories begin with that a run makes for itself.
pub(super) const PREFIX: &str = ".regen-";

/// The directory of a run; the rest of the name is random.
const DIRECTORY: &str = ".regen-staging-";

/// The folder that is exchanged as a whole.
const SOURCES: &str = "src";

/// Removes what runs left behind that were killed. Whoever calls this has locked `out`.
pub(super) fn clear(out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(DIRECTORY));
        if is_ours && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Writes the changed files, and removes the outdated ones.
pub(super) fn place(
    out: &Path,
    files: &Files,
    changed: &BTreeSet<String>,
    outdated: &BTreeSet<String>,
) -> io::Result<()> {
    // Within `out`: a rename is atomic only within one file system.
    let staging = tempfile::Builder::new().prefix(DIRECTORY).tempdir_in(out)?;
    let staged = staging.path();
    for path in changed {
        let target = staged.join(path);
        create_parent(&target)?;
        let mut file = fs::File::create_new(&target)?;
        file.write_all(files[path].as_bytes())?;
        file.sync_all()?;
    }
    let is_source = |path: &&String| Path::new(path).starts_with(SOURCES);
    let mut moved: Vec<&String> = changed.iter().filter(|path| !is_source(path)).collect();
    let mut removed: Vec<&String> = outdated.iter().filter(|path| !is_source(path)).collect();
    let sources: Vec<&String> = changed.iter().filter(is_source).collect();
    let has_source_changes = !sources.is_empty() || outdated.iter().any(|path| is_source(&path));
    let exchanged = has_source_changes
        && complete(out, staged, changed, outdated).is_ok()
        && exchange(out, staged).is_ok();
    if !exchanged {
        moved.extend(sources);
        removed.extend(outdated.iter().filter(is_source));
    }
    for path in moved {
        let target = out.join(path);
        create_parent(&target)?;
        fs::rename(staged.join(path), target)?;
    }
    for path in removed {
        remove(out, path)?;
    }
    Ok(())
}

/// Adds all that stays as it is to the staged sources. Each file keeps its age, so that cargo has nothing to rebuild.
fn complete(
    out: &Path,
    staged: &Path,
    changed: &BTreeSet<String>,
    outdated: &BTreeSet<String>,
) -> io::Result<()> {
    if !out.join(SOURCES).exists() {
        return Ok(());
    }
    let mut pending = vec![SOURCES.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(out.join(&folder))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let name = entry.file_name().into_string().map_err(|_| io::ErrorKind::Unsupported)?;
            let path = format!("{folder}/{name}");
            if kind.is_dir() {
                pending.push(path);
            } else if !kind.is_file() {
                return Err(io::ErrorKind::Unsupported.into());
            } else if !changed.contains(&path) && !outdated.contains(&path) {
                create_parent(&staged.join(&path))?;
                fs::hard_link(out.join(&path), staged.join(&path))?;
            }
        }
    }
    Ok(())
}

/// Exchanges the staged sources with those in place, if there are any.
fn exchange(out: &Path, staged: &Path) -> io::Result<()> {
    let (new, old) = (staged.join(SOURCES), out.join(SOURCES));
    match (new.exists(), old.exists()) {
        (true, true) => exchange_directories(&new, &old),
        (true, false) => fs::rename(new, old),
        (false, _) => Err(io::ErrorKind::NotFound.into()),
    }
}

#[cfg(target_os = "linux")]
fn exchange_directories(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange_directories(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Removes a file, and the folders that contain nothing without it.
fn remove(out: &Path, path: &str) -> io::Result<()> {
    fs::remove_file(out.join(path))?;
    let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    for folder in folders {
        if fs::remove_dir(out.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}
