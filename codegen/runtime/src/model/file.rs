//! Files of a multipart body.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Model, Slot, View};

/// A file to be sent: bytes, a path, or a reader. Neither a path nor a reader is ever read into memory as a whole.
///
/// ```
/// use signalwire_rest_runtime::FilePart;
///
/// let file = FilePart::bytes("name,price\n").file_name("prices.csv").media_type("text/csv");
/// let other = FilePart::path("prices.csv");
/// # let _ = (file, other);
/// ```
#[derive(Clone, Default)]
pub struct FilePart {
    pub(crate) source: Source,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
}

/// A reader whose content becomes part of a body.
pub(crate) type BoxReader = Box<dyn Read + Send>;

/// Where the content is.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(bytes::Bytes),
    Path(PathBuf),
    /// It can be read once.
    Reader(Arc<Mutex<Option<BoxReader>>>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Bytes(bytes::Bytes::new())
    }
}

impl FilePart {
    /// A file with these bytes.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self { source: Source::Bytes(bytes.into().into()), ..Self::default() }
    }

    /// A file on this machine, which is opened when the request is sent. It keeps its name.
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { source: Source::Path(path.to_owned()), file_name, media_type: None }
    }

    /// A file whose content comes from a reader. As that can be read only once, the request is not sent again when it
    /// fails.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        let reader: BoxReader = Box::new(reader);
        Self { source: Source::Reader(Arc::new(Mutex::new(Some(reader)))), ..Self::default() }
    }

    /// Sets the name of the file. That of a path is its own, and of anything else that of the field.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type; that of the document, or `application/octet-stream`, is used otherwise.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl Source {
    /// Takes the reader, which is there once.
    pub(crate) fn take_reader(&self) -> Option<BoxReader> {
        match self {
            Self::Reader(reader) => reader.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Self::Bytes(_) | Self::Path(_) => None,
        }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Path(one), Self::Path(other)) => one == other,
            (Self::Reader(one), Self::Reader(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl PartialEq for FilePart {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.file_name, &self.media_type)
            == (&other.source, &other.file_name, &other.media_type)
    }
}

impl fmt::Debug for FilePart {
    /// Omits the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&[u8]> for FilePart {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(bytes)
    }
}

impl From<PathBuf> for FilePart {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for FilePart {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl Model for FilePart {
    fn fresh() -> Self {
        Self::default()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::File(self)
    }

    fn view(&self) -> View<'_> {
        View::File(self)
    }
}
