//! How Rust represents that a field may be absent or `null`.

use crate::plan::{FieldDecl, TypeDecl};

/// The presence of a field, which follows from whether it may be absent and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// The value itself.
    Plain,
    /// `Option`, where `None` is written as `null`.
    Nullable,
    /// `Option`, where `None` is left out.
    Optional,
    /// `Patch`: left out, `null` or a value.
    Patch,
}

impl Presence {
    pub(super) fn of(field: &FieldDecl, decl: &TypeDecl) -> Self {
        match (field.required, field.nullable) {
            _ if field.endless => Self::Optional,
            (true, false) => Self::Plain,
            (true, true) => Self::Nullable,
            (false, true) if decl.usage.sent => Self::Patch,
            (false, _) => Self::Optional,
        }
    }
}

/// Whether a field is an argument of `new`: it is required, and its value is not fixed.
pub(super) fn is_argument(field: &FieldDecl) -> bool {
    field.required && !field.endless && !field.empty && field.constant.is_none()
}
