//! The tables that describe a type, or the features of the client, to the runtime: `impl_object! { Name { entry; entry; } }`.
//!
//! A formatter of Rust does not know what stands within a macro; these have one entry to a line.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use syn::Item;

/// The text of an item that is such a table.
pub(super) fn table(item: &Item) -> Option<String> {
    let Item::Macro(item) = item else { return None };
    let name = &item.mac.path.get_ident()?.to_string();
    if !matches!(
        name.as_str(),
        "explain_features" | "impl_object" | "impl_open_enum" | "impl_responses" | "impl_union"
    ) {
        return None;
    }
    let mut header: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
    let Some(TokenTree::Group(entries)) = header.pop() else { return None };
    let header = line(header);
    Some(format!("{name}! {{\n    {header} {}\n}}\n", block(&entries)))
}

fn block(entries: &Group) -> String {
    let tokens: Vec<TokenTree> = entries.stream().into_iter().collect();
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
    let entries = tokens.split_inclusive(is_end).map(|entry| format!("        {}\n", line(entry.to_vec())));
    match entries.collect::<String>() {
        none if none.is_empty() => "{}".to_owned(),
        lines => format!("{{\n{lines}    }}"),
    }
}

/// Tokens as a person would write them.
fn line(tokens: Vec<TokenTree>) -> String {
    let mut text = String::new();
    let mut glued = true;
    for token in tokens {
        let (before, after) = gaps(&token);
        if before && !glued {
            text.push(' ');
        }
        glued = !after;
        match token {
            TokenTree::Group(group) => text.push_str(&enclosed(&group)),
            token => text.push_str(&token.to_string()),
        }
    }
    text
}

/// Whether a token stands apart from what is before and after it.
fn gaps(token: &TokenTree) -> (bool, bool) {
    match token {
        TokenTree::Punct(sign) => match sign.as_char() {
            '<' | ':' => (false, false),
            '>' => (false, true),
            ',' | ';' => (false, true),
            _ => (true, sign.spacing() == Spacing::Alone),
        },
        TokenTree::Group(_) => (false, true),
        TokenTree::Ident(_) | TokenTree::Literal(_) => (true, true),
    }
}

fn enclosed(group: &Group) -> String {
    let inner = line(TokenStream::into_iter(group.stream()).collect());
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::Brace => format!("{{ {inner} }}"),
        Delimiter::None => inner,
    }
}
