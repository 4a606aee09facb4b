//! The documentation of types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::plan::TypeDecl;

/// The description of a type, its name in the document, the pages that describe it, and what it implements.
pub(super) fn attributes(decl: &TypeDecl, implements: Vec<String>) -> TokenStream {
    let described = decl.description.as_deref().map(|text| docs::sentence(&docs::prose(text)));
    let mut paragraphs = vec![described.unwrap_or_else(|| undocumented(decl))];
    paragraphs.extend(
        decl.schema
            .iter()
            .filter(|schema| **schema != decl.name)
            .map(|schema| format!("Called `{schema}` in the document.")),
    );
    paragraphs.extend(pages(decl));
    if decl.deprecated {
        paragraphs.push("Deprecated: the documentation advises against its use.".to_owned());
    }
    paragraphs.extend(implements);
    let documented = docs::attributes(&paragraphs);
    let own = decl.aliases.iter().map(String::as_str);
    let aliases = docs::aliases(&decl.name, decl.schema.as_deref().into_iter().chain(own));
    quote! { #documented #aliases }
}

/// The pages of the documentation that describe a type; only the first ones, where there are many.
fn pages(decl: &TypeDecl) -> Option<String> {
    const MOST: usize = 4;
    let named: Vec<String> = decl.usage.pages.iter().take(MOST).map(|source| docs::page(source)).collect();
    let more = if decl.usage.pages.len() > MOST { " and others" } else { "" };
    (!named.is_empty()).then(|| format!("Documentation: {}{more}.", named.join(", ")))
}

fn undocumented(decl: &TypeDecl) -> String {
    let text = match (decl.usage.sent, decl.usage.received) {
        (true, _) => "Part of a request.",
        (false, true) => "Part of a response.",
        (false, false) => "The body of an error, or part of it.",
    };
    text.to_owned()
}
