//! Where the text of a document comes from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// The largest file that is read unless a larger one is allowed: a hand-written document of this size is a mistake.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// A tree of text files. Paths are `/`-separated, and relative to wherever the implementation starts.
pub trait Files {
    /// The whole text of one file.
    fn read(&self, path: &str) -> io::Result<String>;

    /// The whole text of a file that the document at `root` refers to, if it may refer to it. Where it may not, the error
    /// is [`io::ErrorKind::PermissionDenied`].
    fn read_reference(&self, path: &str, root: &str) -> io::Result<String> {
        let _ = root;
        self.read(path)
    }
}

/// Files on disk, below (or relative to) a directory.
#[derive(Clone, Debug)]
pub struct DiskFiles {
    base: PathBuf,
    allows_outside: bool,
    max_bytes: u64,
}

impl Default for DiskFiles {
    fn default() -> Self {
        Self::new(PathBuf::new())
    }
}

impl DiskFiles {
    /// Files relative to `base`; an empty path is the current directory.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self { base: base.into(), allows_outside: false, max_bytes: MAX_FILE_BYTES }
    }

    /// Lets a document refer to files outside of its folder, and to devices.
    #[must_use]
    pub fn allow_outside(self, allows_outside: bool) -> Self {
        Self { allows_outside, ..self }
    }

    /// Reads files of at most this size instead of [`MAX_FILE_BYTES`].
    #[must_use]
    pub fn max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// Whoever runs a document of others does not expect that it shows files of theirs, or waits for a device.
    fn refuse(&self, path: &str, root: &str) -> io::Result<()> {
        let refused = |why: &str| Err(io::Error::new(io::ErrorKind::PermissionDenied, why.to_owned()));
        let place = self.base.join(path).canonicalize()?;
        let root = self.base.join(root).canonicalize()?;
        if !place.starts_with(root.parent().unwrap_or(&root)) {
            return refused("it is outside of the document's folder");
        }
        if !place.metadata()?.is_file() {
            return refused("it is no regular file");
        }
        Ok(())
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> io::Result<String> {
        let file = File::open(self.base.join(path))?;
        let mut bytes = Vec::new();
        // One byte more than allowed distinguishes a file that is too large from one that just fits.
        file.take(self.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        decode_within(bytes, self.max_bytes)
    }

    fn read_reference(&self, path: &str, root: &str) -> io::Result<String> {
        if !self.allows_outside {
            self.refuse(path, root)?;
        }
        self.read(path)
    }
}

/// Files held in memory, for tests and for revisions read from git.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, String>,
}

impl MemoryFiles {
    /// Files by path.
    pub fn new<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        Self { files }
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> io::Result<String> {
        let text = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        decode(text.clone().into_bytes())
    }
}

/// Text from bytes: UTF-8, not too large, and without a byte order mark.
pub fn decode(bytes: Vec<u8>) -> io::Result<String> {
    decode_within(bytes, MAX_FILE_BYTES)
}

fn decode_within(bytes: Vec<u8>, max_bytes: u64) -> io::Result<String> {
    if bytes.len() as u64 > max_bytes {
        let limit = max_bytes / (1024 * 1024);
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("the file is larger than {limit} MiB"),
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        io::Error::other(format!("not UTF-8 text (byte {})", error.utf8_error().valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
