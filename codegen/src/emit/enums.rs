//! Open enums: the documented texts, and one variant for every other.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::scope::Scope;
use crate::plan::{TypeDecl, ValueDecl};

pub(super) fn item(decl: &TypeDecl, values: &[ValueDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let impl_open_enum = scope.runtime("impl_open_enum");
    let variants: Vec<_> = values.iter().map(|value| format_ident!("{}", value.name)).collect();
    let texts: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let indices = (0..values.len()).map(Literal::usize_unsuffixed);
    let variant_docs = values.iter().map(value_docs);
    quote! {
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A text that the documentation does not list, kept as it came.
            Other(String),
        }

        #impl_open_enum! { #name { #(#indices #variants = #texts;)* } }
    }
}

fn value_docs(value: &ValueDecl) -> TokenStream {
    let wire = value.wire.replace('`', "'");
    let text = match &value.description {
        Some(description) => format!("`{wire}`: {}", docs::sentence(&docs::prose(description))),
        None if wire.is_empty() => "The empty text.".to_owned(),
        None => format!("`{wire}`."),
    };
    docs::attributes(&[text])
}
