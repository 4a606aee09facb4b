//! The list of the files that the last run wrote, each with its hash.
//!
//! In the format of `sha256sum`, which can compare it with the files. A path may be listed more than once, with the hashes
//! of several texts that are all generated: so it is while a run is under way, and after branches were merged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path};

use sha2::{Digest, Sha256};

use super::Files;

/// Name of the file, within the crate.
pub(super) const NAME: &str = ".regen-manifest";

const HEAD: &str =
    "# The generated files, with their hashes. `regen` replaces and removes these and no others.\n";

/// The files that were generated, with the hashes of the texts that they may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, BTreeSet<String>>);

impl Manifest {
    /// Reads the manifest of a directory; without one, nothing there was generated. A line in another form is no
    /// permission for anything.
    pub(super) fn read(out: &Path) -> Result<Self, String> {
        let path = out.join(NAME);
        if path.is_symlink() {
            return Err(format!("{} is a symbolic link, which is not followed; remove it", path.display()));
        }
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("cannot read {}: {error}", path.display())),
        }
    }

    fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        for (hash, path) in text.lines().filter_map(|line| line.split_once("  ")) {
            let is_inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            if hash.len() == 64 && is_inside && !path.is_empty() {
                manifest.0.entry(path.to_owned()).or_default().insert(hash.to_owned());
            }
        }
        manifest
    }

    /// The manifest of exactly these files.
    pub(super) fn of(files: &Files) -> Self {
        let hashed = files.iter().map(|(path, text)| (path.clone(), BTreeSet::from([hash(text.as_bytes())])));
        Self(hashed.collect())
    }

    /// This manifest, and these files as well.
    pub(super) fn and(&self, files: &Files) -> Self {
        let mut both = self.clone();
        for (path, hashes) in Self::of(files).0 {
            both.0.entry(path).or_default().extend(hashes);
        }
        both
    }

    /// Whether the manifest names these files and no others.
    pub(super) fn is_of(&self, files: &Files) -> bool {
        *self == Self::of(files)
    }

    /// Whether the manifest names these files, whatever else it names.
    pub(super) fn covers(&self, files: &Files) -> bool {
        files.iter().all(|(path, text)| self.names(path, text.as_bytes()))
    }

    /// Whether a run wrote these bytes to this path.
    pub(super) fn names(&self, path: &str, bytes: &[u8]) -> bool {
        self.0.get(path).is_some_and(|hashes| hashes.contains(&hash(bytes)))
    }

    /// The files that were generated.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Writes the manifest, all of it or not at all.
    pub(super) fn write(&self, out: &Path) -> io::Result<()> {
        let lines = self
            .0
            .iter()
            .flat_map(|(path, hashes)| hashes.iter().map(move |hash| format!("{hash}  {path}\n")));
        // Of a fixed name, so that a run that is killed here leaves nothing in the way of the next.
        let staged = out.join(format!("{NAME}.new"));
        match fs::remove_file(&staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        // Never through a link that somebody put there.
        fs::File::create_new(&staged)?
            .write_all(format!("{HEAD}{}", lines.collect::<String>()).as_bytes())?;
        fs::rename(staged, out.join(NAME))
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
