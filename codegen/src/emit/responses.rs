//! The successes of an operation that differ by status: an enum of them, and one variant for every other.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::scope::Scope;
use super::unions::is_boxed_type;
use super::values::rust_type;
use crate::plan::{Plan, ResponseFormat, StatusDecl, TypeDecl};

pub(super) fn item(plan: &Plan, decl: &TypeDecl, statuses: &[StatusDecl], scope: &mut Scope) -> TokenStream {
    let name = format_ident!("{}", decl.name);
    let [impl_responses, bytes] = ["impl_responses", "Bytes"].map(|name| scope.runtime(name));
    let (mut variants, mut rows) = (Vec::new(), Vec::new());
    for status in statuses {
        let (ident, docs) = (format_ident!("{}", status.name), docs::attributes(&[described(status)]));
        let holds = held(plan, status, scope);
        let pattern = pattern(&status.status);
        let format = format_ident!("{}", format_name(status.format));
        let row = holds
            .as_ref()
            .map_or_else(|| quote!(#pattern => #ident;), |ty| quote!(#pattern => #ident(#format, #ty);));
        let holds = holds.map(|ty| quote!((#ty)));
        variants.push(quote!(#docs #ident #holds,));
        rows.push((status.status.len() != 3 || !status.status.ends_with(char::is_numeric), row));
    }
    // A status of its own comes before a range.
    rows.sort_by_key(|(is_range, _)| *is_range);
    let rows = rows.into_iter().map(|(_, row)| row);
    quote! {
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A success with a status that the documentation does not list, and its body as it came.
            Other(u16, #bytes),
        }

        #impl_responses! { #name { #(#rows)* } }
    }
}

/// The name of a format in the runtime.
pub(super) fn format_name(format: ResponseFormat) -> &'static str {
    match format {
        ResponseFormat::Json => "Json",
        ResponseFormat::Text => "Text",
        ResponseFormat::Bytes => "Bytes",
        ResponseFormat::Empty => "Empty",
        ResponseFormat::ByStatus => "ByStatus",
        ResponseFormat::Events | ResponseFormat::JsonLines => "Stream",
    }
}

fn held(plan: &Plan, status: &StatusDecl, scope: &mut Scope) -> Option<TokenStream> {
    match status.format {
        ResponseFormat::Empty | ResponseFormat::ByStatus => None,
        ResponseFormat::Bytes | ResponseFormat::Events | ResponseFormat::JsonLines => {
            let bytes = scope.runtime("Bytes");
            Some(quote!(#bytes))
        }
        ResponseFormat::Json | ResponseFormat::Text => {
            let ty = rust_type(&status.ty, scope);
            Some(if is_boxed_type(plan, &status.ty) { quote!(Box<#ty>) } else { ty })
        }
    }
}

/// The status as a pattern; `2XX` is a range.
fn pattern(status: &str) -> TokenStream {
    match status.parse::<u16>() {
        Ok(status) => {
            let status = proc_macro2::Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        Err(_) => quote!(200..=299),
    }
}

fn described(status: &StatusDecl) -> String {
    let text = status.description.as_deref().map(|text| docs::sentence(&docs::prose(text)));
    format!("`{}`: {}", status.status, text.unwrap_or_else(|| "success.".to_owned()))
}
