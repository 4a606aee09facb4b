//! What named schemas and the names of types can undergo.

use super::{NOTHING_SENT, Rule, SAME_SURFACE, register};
use crate::diff::finding::Verdict::{Breaking, Compatible};

register! { None;
    SCHEMA_RENAMED "schema-renamed", "schema-renamed", "schema renamed",
        wire NOTHING_SENT,
        rust (Breaking, "its type is called differently");
    SCHEMA_REPLACED "schema-replaced", "schema-replaced", "another schema took its place",
        wire (Compatible, "the two schemas describe the same values"),
        rust (Breaking, "the type is another one");
    SCHEMA_INLINED "schema-inlined", "schema-extracted", "named schema written in place",
        wire NOTHING_SENT,
        rust (Breaking, "its type is called differently");
    SCHEMA_EXTRACTED "schema-extracted", "schema-inlined", "schema in place given a name",
        wire NOTHING_SENT,
        rust (Breaking, "its type is called differently");
    INLINE_TITLE "inline-title", "inline-title", "title of a schema in place changed",
        wire NOTHING_SENT,
        rust (Breaking, "its type is called after the title");
    SCHEMA_UNUSED_ADDED "schema-unused-added", "schema-unused-removed", "schema added that nothing uses",
        wire NOTHING_SENT,
        rust SAME_SURFACE;
    SCHEMA_UNUSED_REMOVED "schema-unused-removed", "schema-unused-added", "schema removed that nothing used",
        wire NOTHING_SENT,
        rust SAME_SURFACE;
    SCHEMA_UNUSED_CHANGED "schema-unused-changed", "schema-unused-changed", "schema changed that nothing uses",
        wire NOTHING_SENT,
        rust SAME_SURFACE;
}
