//! An OpenAPI document, read once.

pub mod bundle;
pub mod load;
pub mod node;
pub mod problem;
pub mod references;
pub mod source;
pub mod structure;
pub mod upgrade;
