//! Where a part of the document is written.

use crate::source::Location;

/// Where a part of the document is written: its path in the bundled document, and its place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// JSON pointer into the bundled document: `/components/schemas/Thing/properties/uri`.
    pub pointer: String,
    /// Where its key stands; that of the value itself where it is an item of a list.
    pub key_at: Location,
    /// Where the value starts.
    pub at: Location,
}
