//! The guides: chapters of documentation, each a module without items.

use quote::{format_ident, quote};

use super::docs;
use super::features::gate;
use super::output::{Content, Emitted, Options};
use crate::names::value_name;
use crate::plan::{Guide, Plan};

/// `src/guide.rs` and one file per guide below it; nothing where the document has none.
pub(super) fn modules(plan: &Plan, options: &Options) -> Emitted {
    let mut files = Emitted::new();
    if plan.api.guides.is_empty() {
        return files;
    }
    files.insert("src/guide.rs".to_owned(), index(plan));
    for (name, guide) in &plan.api.guides {
        let docs = vec![format!("# {}", docs::prose(&guide.title)), text(&guide.text, options)];
        let file = format!("src/guide/{}.rs", value_name(name));
        files.insert(file, Content::Rust { docs, items: quote! {} });
    }
    files
}

/// The table of contents, for the front page as well.
pub(super) fn contents(plan: &Plan, around: &str) -> Vec<String> {
    let line = |(name, guide): (&String, &Guide)| {
        let name = value_name(name);
        let needs = guide.feature.as_ref().map(|name| format!(" (feature `{name}`)")).unwrap_or_default();
        format!("- [`{around}{name}`]: {}{needs}", docs::prose(&guide.title))
    };
    plan.api.guides.iter().map(line).collect()
}

/// Markdown of a guide. Its Rust code is compiled only where the authors of the document are trusted.
pub(super) fn text(markdown: &str, options: &Options) -> String {
    match options.trusted {
        true => markdown.trim().to_owned(),
        false => docs::prose(markdown),
    }
}

fn index(plan: &Plan) -> Content {
    let modules = plan.api.guides.iter().map(|(name, guide)| {
        let (gate, name) = (gate(&guide.feature), format_ident!("{}", value_name(name)));
        quote! { #gate pub mod #name; }
    });
    let docs =
        vec!["Guides: how to use this crate, chapter by chapter.".to_owned(), contents(plan, "").join("\n")];
    Content::Rust { docs, items: quote! { #(#modules)* } }
}
