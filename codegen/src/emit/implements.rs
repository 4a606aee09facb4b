//! What a type implements, in words.
//!
//! rustdoc lists every impl of a type with all its methods, and some twenty more that all types have: 40 kB on the page of
//! each. It leaves them out where a type is hidden and exported with `#[doc(inline)]`; the page says in a sentence what a
//! reader would have looked for.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::updates;
use crate::plan::{Kind, Plan, TypeDecl};

/// Hides a type from rustdoc alone: editors take what is hidden from them as well for private.
pub(super) fn hidden() -> TokenStream {
    quote!(#[cfg_attr(doc, doc(hidden))])
}

/// The paragraphs about a type that is emitted as these items.
pub(super) fn paragraphs(plan: &Plan, decl: &TypeDecl, items: &TokenStream) -> Vec<String> {
    let implemented = implemented(&decl.name, items);
    let mut traits = match decl.kind {
        Kind::Enum(_) => ENUM.to_vec(),
        _ => vec!["Clone", "Debug", "PartialEq"],
    };
    let own = implemented.iter().map(String::as_str).filter(|name| !name.starts_with("From<"));
    traits.extend(own.filter(|name| ["Default", "IntoIterator", "Page"].contains(name)));
    let traits = format!("{}, and serde's traits", code(&traits));
    let mut paragraphs = match decl.kind {
        Kind::Enum(_) => vec![format!(
            "Any text converts into it with `From`, a documented one with `FromStr`. It is an [`OpenEnum`](crate::OpenEnum) and implements {traits}."
        )],
        _ => vec![format!("Implements {traits}.")],
    };
    let sources = implemented.iter().filter_map(|name| name.strip_prefix("From<")?.strip_suffix('>'));
    let sources: Vec<&str> = sources.filter(|name| *name == "&str" || !name.starts_with('&')).collect();
    if !sources.is_empty() {
        paragraphs.push(format!("Converts with `From` from {}.", code(&sources)));
    }
    let updates = updates::purposes(plan, decl);
    let updates: Vec<String> = updates.iter().map(|(name, text)| format!("* `&{name}`: {text}")).collect();
    if !updates.is_empty() {
        paragraphs.push(format!("Converts with `From` from responses:\n\n{}", updates.join("\n")));
    }
    paragraphs
}

/// What an open enum has of its macro.
const ENUM: &[&str] = &[
    "Clone",
    "Debug",
    "Default",
    "Display",
    "Eq",
    "Hash",
    "AsRef<str>",
    "PartialEq<str>",
    "PartialEq<&str>",
];

/// Names as code, in a row.
fn code(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The traits that the items implement for a type or that it derives, as they are written: `From<&str>`.
fn implemented(name: &str, items: &TokenStream) -> Vec<String> {
    let (mut found, mut derived) = (Vec::new(), None);
    let mut tokens = items.clone().into_iter();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(attribute) if derived.is_none() => derived = derives(attribute),
            TokenTree::Ident(word) if *word == "impl" => {
                let head: Vec<TokenTree> = tokens.by_ref().take_while(|token| !is_block(token)).collect();
                let of =
                    head.iter().position(|token| matches!(token, TokenTree::Ident(word) if *word == "for"));
                found.extend(of.filter(|of| text(&head[of + 1..]) == name).map(|of| text(&head[..of])));
            }
            _ => {}
        }
    }
    derived.into_iter().flatten().chain(found).collect()
}

/// What an attribute derives, if it is one that does.
fn derives(attribute: &Group) -> Option<Vec<String>> {
    let mut tokens = attribute.stream().into_iter();
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(word), TokenTree::Group(names)) if word == "derive" => {
            let names: Vec<TokenTree> = names.stream().into_iter().collect();
            Some(
                names
                    .split(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ','))
                    .map(text)
                    .collect(),
            )
        }
        _ => None,
    }
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// A type or a trait without spaces.
fn text(tokens: &[TokenTree]) -> String {
    tokens.iter().map(|token| token.to_string().replace(' ', "")).collect()
}
