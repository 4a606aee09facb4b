//! What a change of the document means, on the wire and for Rust code.

pub mod finding;
