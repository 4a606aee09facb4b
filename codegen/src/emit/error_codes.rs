//! The codes of errors as an enum, which `Error::codes` returns.

use quote::quote;

use super::enums;
use super::output::{Content, Options};
use super::scope::Scope;
use crate::plan::{Kind, Plan};

/// `src/error_code.rs`, for a document that lists codes.
pub(super) fn module(plan: &Plan, options: &Options) -> Option<Content> {
    let decl = plan.api.error_codes.as_ref()?;
    let Kind::Enum(values) = &decl.kind else { return None };
    let mut scope = Scope::default();
    let item = enums::item(decl, values, &mut scope);
    let (coded, error) = (scope.runtime("CodedAs"), scope.runtime("Error"));
    let imports = scope.imports(options);
    Some(Content::Rust {
        docs: vec!["The codes of errors.".to_owned()],
        items: quote! {
            #imports
            #item

            impl #coded<ErrorCode> for #error {}
        },
    })
}
