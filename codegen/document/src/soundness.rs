//! What a document must hold before a client can be made of it.
//!
//! The structure is right by now; here is what its parts say of each other. Everything found here is an error: a
//! [`Sound`] document has none, and whoever takes one need not look again.

mod calls;
mod commands;
mod credentials;
mod features;
mod helpers;
mod operations;
mod types;

pub use features::RESERVED_FEATURES;

use crate::document::Document;
use crate::problem::{Problem, Report};

/// A document of which nothing keeps a client from being made.
#[derive(Clone, Copy, Debug)]
pub struct Sound<'d>(&'d Document);

impl<'d> Sound<'d> {
    /// The document.
    pub fn document(self) -> &'d Document {
        self.0
    }
}

impl Document {
    /// Whether a client can be made of the document, or everything that is against it. `reserved_setters` are names that
    /// no credential's setter may have.
    pub fn sound(&self, reserved_setters: &[&str]) -> Result<Sound<'_>, Report> {
        match self.errors(reserved_setters) {
            errors if errors.is_empty() => Ok(Sound(self)),
            errors => Err(self.report(errors)),
        }
    }

    /// Everything that keeps a client from being made.
    pub fn errors(&self, reserved_setters: &[&str]) -> Vec<Problem> {
        let mut problems = operations::check(self);
        problems.extend(types::check(self));
        problems.extend(calls::check(self));
        problems.extend(commands::check(self));
        problems.extend(helpers::check(self));
        problems.extend(credentials::check(self, reserved_setters));
        problems.extend(features::check(self));
        problems
    }
}
