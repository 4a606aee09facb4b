//! How Rust represents that a field may be absent or `null`.

use crate::plan::{FieldDecl, Type, TypeDecl};

/// The presence of a field, which follows from whether it may be absent and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// The value itself.
    Plain,
    /// The items of a page: the list itself, which is empty where it is absent.
    Items,
    /// `Option`, where `None` is written as `null`.
    Nullable,
    /// `Option`, where `None` is left out.
    Optional,
    /// `Patch`: left out, `null` or a value.
    Patch,
}

impl Presence {
    pub(super) fn of(field: &FieldDecl, decl: &TypeDecl) -> Self {
        let is_list =
            field.is_page && matches!(field.ty, Type::List(_)) && (field.nullable || !field.required);
        match (field.required, field.nullable) {
            _ if field.optional || field.sent_only && !field.nullable => Self::Optional,
            _ if is_list => Self::Items,
            (true, false) => Self::Plain,
            (true, true) => Self::Nullable,
            (false, true) if decl.usage.sent => Self::Patch,
            (false, _) => Self::Optional,
        }
    }
}
