//! Where something stands: files by number, lines and columns counted from one.
//!
//! A [`Location`] is small and copied into every node of the document, so that any later stage can say where the
//! text it speaks of was written. Only [`Sources`] knows the text itself.

use std::fmt;

/// Number of a file within [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A place in one file: line and column count from one, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Line, counted from one.
    pub line: u32,
    /// Column, counted from one, in characters.
    pub column: u32,
}

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as the user would write it, relative to where the run started.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Every file that was read, in the order of reading.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        let id = FileId(u16::try_from(self.files.len()).unwrap_or(u16::MAX));
        self.files.push(SourceFile { path, text });
        id
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was read.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Every file, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The path of a file, or `<unknown>`.
    pub fn path(&self, file: FileId) -> &str {
        self.files.get(usize::from(file.0)).map_or("<unknown>", |file| &file.path)
    }

    /// The text of the line a location points at, without its line break.
    pub fn line(&self, at: Location) -> Option<&str> {
        let file = self.files.get(usize::from(at.file.0))?;
        file.text.lines().nth(at.line.checked_sub(1)? as usize)
    }

    /// `path:line:column`.
    pub fn describe(&self, at: Location) -> String {
        format!("{}:{}:{}", self.path(at.file), at.line, at.column)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
