//! Where the text of a document comes from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// The largest file that is read: a hand-written document of this size is a mistake.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// A tree of text files. Paths are `/`-separated, and relative to wherever the implementation starts.
pub trait Files {
    /// The whole text of one file.
    fn read(&self, path: &str) -> io::Result<String>;
}

/// Files on disk, below (or relative to) a directory.
#[derive(Clone, Debug, Default)]
pub struct DiskFiles {
    base: PathBuf,
}

impl DiskFiles {
    /// Files relative to `base`; an empty path is the current directory.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self { base: base.into() }
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> io::Result<String> {
        let file = File::open(self.base.join(path))?;
        let mut bytes = Vec::new();
        // One byte more than allowed distinguishes a file that is too large from one that just fits.
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
        decode(bytes)
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
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES / (1024 * 1024);
        return Err(io::Error::other(format!("the file is larger than {limit} MiB")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        io::Error::other(format!("not UTF-8 text (byte {})", error.utf8_error().valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
