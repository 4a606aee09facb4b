//! The modules of types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scope::Scope;
use super::{Content, Emitted, Options, enums, objects, pages, unions};
use crate::plan::{Kind, Plan, TypeDecl, TypeModule};

/// `src/types.rs` and one file per module below it.
pub(super) fn modules(plan: &Plan, options: &Options) -> Emitted {
    let mut files = Emitted::new();
    for (path, module) in &plan.modules {
        files.insert(format!("src/types/{}.rs", file_name(path)), content(plan, options, path, module));
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

fn content(plan: &Plan, options: &Options, path: &str, module: &TypeModule) -> Content {
    let mut scope = Scope::declaring(module.types.clone());
    let decls: Vec<&TypeDecl> = module.types.iter().filter_map(|name| plan.types.get(name)).collect();
    let items: Vec<TokenStream> = decls.iter().map(|decl| item(plan, decl, &mut scope)).collect();
    let pages: Vec<TokenStream> =
        decls.iter().filter_map(|decl| pages::item(plan, decl, &mut scope)).collect();
    let glue = glue(&decls, options);
    let imports = scope.imports(options);
    Content::Rust { docs: vec![module_docs(path)], items: quote! { #imports #(#items)* #(#pages)* #glue } }
}

fn module_docs(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((family, "shared")) => format!("Types that several namespaces of `{family}` share."),
        None if path.starts_with("shared") => "Types that several families share.".to_owned(),
        _ => format!("Types of `{}`.", path.replace('/', ".")),
    }
}

fn item(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> TokenStream {
    match &decl.kind {
        Kind::Object(fields) => objects::item(plan, decl, fields, scope),
        Kind::Enum(values) => enums::item(decl, values, scope),
        Kind::Union(union) => unions::item(plan, decl, union, scope),
    }
}

/// The invocations that give every type of the module serde's traits.
fn glue(decls: &[&TypeDecl], options: &Options) -> TokenStream {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let names = |wanted: fn(&Kind) -> bool| {
        let chosen = decls.iter().filter(|decl| wanted(&decl.kind));
        chosen.map(|decl| format_ident!("{}", decl.name)).collect::<Vec<_>>()
    };
    let objects = names(|kind| matches!(kind, Kind::Object(_)));
    let enums = names(|kind| matches!(kind, Kind::Enum(_)));
    let objects = (!objects.is_empty()).then(|| quote! { #runtime::impl_object!(#(#objects),*); });
    let enums = (!enums.is_empty()).then(|| quote! { #runtime::impl_open_enum!(#(#enums),*); });
    let unions = decls.iter().filter_map(|decl| match &decl.kind {
        Kind::Union(union) => {
            let name = format_ident!("{}", decl.name);
            let variants = unions::variant_idents(union);
            Some(quote! { #runtime::impl_union!(#name { #(#variants),* }); })
        }
        _ => None,
    });
    quote! { #objects #enums #(#unions)* }
}
