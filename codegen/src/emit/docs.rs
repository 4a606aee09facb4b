//! Text of the document as Rust documentation.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

/// `#[doc]` attributes for paragraphs, with an empty line between each two.
pub(super) fn attributes(paragraphs: &[String]) -> TokenStream {
    let lines = lines(paragraphs);
    quote! { #(#[doc = #lines])* }
}

/// Other names under which the search of the documentation finds an item. Its query language knows identifiers and
/// nothing else, so every other sign becomes an underscore: `/things/{id}` is found as `things_id`.
pub(super) fn aliases<'t>(name: &str, others: impl IntoIterator<Item = &'t str>) -> TokenStream {
    let others: BTreeSet<String> = others.into_iter().map(identifier).collect();
    let others = others.iter().filter(|other| !other.is_empty() && *other != name);
    quote! { #(#[doc(alias = #others)])* }
}

/// A text as an identifier, as far as the search is concerned.
pub(super) fn identifier(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// A text without signs that cannot be seen. Rust refuses those in its sources that change the order in which others are
/// shown, and a carriage return on its own; no other control character is wanted in one either.
pub(crate) fn visible(text: &str) -> String {
    let is_hidden = |sign: char| {
        sign.is_control() && !matches!(sign, '\n' | '\t')
            || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match text.contains(is_hidden) {
        true => text.replace("\r\n", "\n").replace('\r', "\n").replace(is_hidden, ""),
        false => text.to_owned(),
    }
}

/// The lines of paragraphs, each beginning with the space that prettyplease leaves to us.
fn lines(paragraphs: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(visible(paragraph).lines().map(|line| format!(" {}", line.trim_end())));
    }
    lines
}

/// Prose from a document, made safe for rustdoc: what is not Markdown of its own must not become a link, a tag or a
/// code test.
pub(super) fn prose(text: &str) -> String {
    let (mut fenced, mut listed) = (false, false);
    let lines = text.trim().lines().map(|line| {
        let opens = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        if opens {
            (fenced, listed) = (!fenced, false);
            return if fenced { "```text".to_owned() } else { "```".to_owned() };
        }
        if fenced {
            return line.replace('\t', "    ");
        }
        let line = escape(&line.trim().replace('\t', " "));
        // A line that goes on with an item of a list is indented below it.
        let begins = is_list_item(&line);
        listed = begins || listed && !line.is_empty();
        if listed && !begins { format!("  {line}") } else { line }
    });
    let mut text = lines.collect::<Vec<_>>().join("\n");
    if fenced {
        text.push_str("\n```");
    }
    text
}

fn is_list_item(line: &str) -> bool {
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after_number.len() < line.len() && after_number.starts_with([')', '.']);
    numbered || line.starts_with("- ") || line.starts_with("+ ")
}

/// Outside of code spans: angle brackets and square brackets would be read as tags and links, URLs go in `<...>`.
fn escape(line: &str) -> String {
    let pieces: Vec<&str> = line.split('`').collect();
    let balanced = pieces.len() % 2 == 1;
    let escaped = pieces.iter().enumerate().map(|(index, piece)| match (index % 2, balanced) {
        (1, true) => format!("`{piece}`"),
        _ => escape_words(piece),
    });
    let text = if balanced { escaped.collect::<String>() } else { escaped.collect::<Vec<_>>().join("\\`") };
    // Four spaces would make a code block, which rustdoc would try to compile.
    text.trim_start().to_owned()
}

fn escape_words(text: &str) -> String {
    text.split_inclusive(' ')
        .map(|word| if word.contains("://") { link(word) } else { escape_signs(word) })
        .collect()
}

fn escape_signs(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for sign in word.chars() {
        if matches!(sign, '<' | '>' | '[' | ']' | '*' | '_' | '|') {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}

/// A URL is code: it may be a template, and rustdoc would want it to be a link.
fn link(word: &str) -> String {
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ')' | ';' | ':' | '"' | '\'' | '>' | ']');
    let url = word.trim_end_matches(is_end);
    let start = url.find("http").or_else(|| url.find("ws")).unwrap_or(0);
    let (before, url_only) = url.split_at(start);
    format!("{}`{}`{}", escape_signs(before), url_only.replace('`', ""), escape_signs(&word[url.len()..]))
}

/// The first sentence of a text, for tables.
pub(super) fn first_sentence(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.split_once(". ").map_or(line, |(first, _)| first).trim_end_matches('.').replace('|', "\\|")
}

/// Text in which a sentence ends, however it was written.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// A page of the documentation: a link, where it is an address.
pub(super) fn page(source: &str) -> String {
    let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or(source);
    match source.contains("://") {
        true => format!("[{name}]({source})"),
        false => format!("`{source}`"),
    }
}
