//! The modules of types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::declarations::Declared;
use super::scope::Scope;
use super::{Content, Emitted, Options, enums, objects, pages, unions};
use crate::plan::{Kind, Plan, TypeDecl, TypeModule};

/// `src/types.rs` and one file per module below it.
pub(super) fn modules(plan: &Plan, options: &Options, declared: &Declared) -> Emitted {
    let mut files = Emitted::new();
    for (path, module) in &plan.modules {
        files.insert(
            format!("src/types/{}.rs", file_name(path)),
            content(plan, options, declared, path, module),
        );
    }
    files.insert("src/types.rs".to_owned(), index(&plan.modules));
    files
}

fn file_name(path: &str) -> String {
    path.replace('/', "_")
}

fn index(modules: &BTreeMap<String, TypeModule>) -> Content {
    let declarations = modules.iter().map(|(path, module)| {
        let gate = gate(&module.features);
        let name = format_ident!("{}", file_name(path));
        quote! { #gate mod #name; #gate pub use #name::*; }
    });
    Content::Rust {
        docs: vec!["The types of requests and answers, each under its own name.".to_owned()],
        items: declarations.collect(),
    }
}

/// Compiles an item only when one of the features that need it is on.
pub(super) fn gate<'a>(features: impl IntoIterator<Item = &'a String>) -> Option<TokenStream> {
    let features: Vec<&String> = features.into_iter().collect();
    match features.as_slice() {
        [] => None,
        [only] => Some(quote!(#[cfg(feature = #only)])),
        several => Some(quote!(#[cfg(any(#(feature = #several),*))])),
    }
}

fn content(plan: &Plan, options: &Options, declared: &Declared, path: &str, module: &TypeModule) -> Content {
    let mut scope = Scope::declaring(module.types.clone());
    let decls: Vec<&TypeDecl> = module.types.iter().filter_map(|name| plan.types.get(name)).collect();
    let items: Vec<TokenStream> = decls.iter().map(|decl| item(plan, decl, declared, &mut scope)).collect();
    let pages: Vec<TokenStream> =
        decls.iter().filter_map(|decl| pages::item(plan, decl, &mut scope)).collect();
    let imports = scope.imports(options);
    Content::Rust { docs: vec![module_docs(path)], items: quote! { #imports #(#items)* #(#pages)* } }
}

fn module_docs(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((family, "shared")) => format!("Types that several namespaces of `{family}` share."),
        None if path.starts_with("shared") => "Types that several families share.".to_owned(),
        _ => format!("Types of `{}`.", path.replace('/', ".")),
    }
}

fn item(plan: &Plan, decl: &TypeDecl, declared: &Declared, scope: &mut Scope) -> TokenStream {
    let types = declared.get(&decl.name).map_or(&[][..], Vec::as_slice);
    match &decl.kind {
        Kind::Object(fields) => objects::item(plan, decl, fields, types, scope),
        Kind::Enum(values) => enums::item(decl, values, scope),
        Kind::Union(union) => unions::item(plan, decl, union, scope),
    }
}
