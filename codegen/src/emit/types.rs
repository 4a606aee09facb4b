//! The modules of types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::affected::Wanted;
use super::features::gate;
use super::output::{Content, Emitted, Options};
use super::scope::Scope;
use super::{conversions, enums, implements, objects, pages, responses, type_docs, unions};
use crate::plan::{Kind, OWN, Plan, TypeDecl, TypeModule};

/// `src/types.rs` and one file per module below it.
pub(super) fn modules(plan: &Plan, options: &Options, wanted: &Wanted) -> Emitted {
    let mut files = Emitted::new();
    for path in with_ancestors(&plan.modules) {
        let name = file_name(&path);
        if !wanted.has(&name) {
            continue;
        }
        let declarations = declarations(&plan.modules, &path);
        let content = match path.as_str() {
            "" => index(declarations),
            _ => {
                let module = plan.modules.get(&path).cloned().unwrap_or_default();
                content(plan, options, &path, &module, &declarations)
            }
        };
        files.insert(name, content);
    }
    files
}

/// The file of a module.
pub(super) fn file_name(path: &str) -> String {
    if path.is_empty() { "src/types.rs".to_owned() } else { format!("src/types/{path}.rs") }
}

/// Every module and those around it, which may have no types of their own. There is a root even where there are no types.
fn with_ancestors(modules: &BTreeMap<String, TypeModule>) -> BTreeSet<String> {
    let ancestors = modules.keys().flat_map(|path| {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([0, path.len()]);
        ends.map(|end| path[..end].to_owned())
    });
    ancestors.chain([String::new()]).collect()
}

/// The modules right below a path, whose types are all exported. Only those of `types` itself are public, for browsing.
fn declarations(modules: &BTreeMap<String, TypeModule>, path: &str) -> TokenStream {
    let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
    let mut children: BTreeMap<&str, Gate> = BTreeMap::new();
    for (below, module) in modules {
        let Some(rest) = below.strip_prefix(&prefix).filter(|rest| !rest.is_empty()) else { continue };
        let name = rest.split('/').next().unwrap_or(rest);
        children.entry(name).or_default().widen(&module.features);
    }
    // What the module itself is compiled for need not be said of those below it again.
    let mut around = Gate::default();
    children.values().for_each(|gate| around.widen_by(gate));
    if let Some(module) = modules.get(path) {
        around.widen(&module.features);
    }
    let is_root = path.is_empty();
    let declarations = children.into_iter().map(|(name, gate)| {
        let gate = Some(gate).filter(|gate| is_root || *gate != around).and_then(|gate| gate.attribute());
        let name = format_ident!("{name}");
        let public = is_root.then(|| quote!(pub));
        // What is hidden shows up only where it is inlined.
        let inline = (!is_root).then(|| quote!(#[doc(inline)]));
        quote! { #gate #public mod #name; #gate #inline pub use #name::*; }
    });
    declarations.collect()
}

/// The features of which any one needs a module or one below it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Gate {
    features: BTreeSet<String>,
    always: bool,
}

impl Gate {
    fn widen(&mut self, features: &BTreeSet<String>) {
        self.always |= features.is_empty();
        self.features.extend(features.iter().cloned());
    }

    fn widen_by(&mut self, other: &Self) {
        self.always |= other.always;
        self.features.extend(other.features.iter().cloned());
    }

    fn attribute(&self) -> Option<TokenStream> {
        gate(self.features.iter().filter(|_| !self.always))
    }
}

fn index(declarations: TokenStream) -> Content {
    Content::Rust {
        docs: vec![
            "The types of requests and responses, each under its own name.".to_owned(),
            "The page of a type says in a sentence what it implements. All of them are `Send`, `Sync` and `Unpin`."
                .to_owned(),
        ],
        items: declarations,
    }
}

fn content(
    plan: &Plan,
    options: &Options,
    path: &str,
    module: &TypeModule,
    declarations: &TokenStream,
) -> Content {
    // What a module below declares is exported here: an import of it would hide that.
    let below = format!("{path}/");
    let below = plan.modules.iter().filter(|(other, _)| other.starts_with(&below));
    let own = below.flat_map(|(_, module)| &module.types).chain(&module.types);
    let mut scope = Scope::declaring(own.cloned().collect());
    let decls: Vec<&TypeDecl> = module.types.iter().filter_map(|name| plan.types.get(name)).collect();
    let items: Vec<TokenStream> = decls.iter().map(|decl| item(plan, decl, &mut scope)).collect();
    let imports = scope.imports(options);
    Content::Rust { docs: vec![module_docs(path)], items: quote! { #imports #declarations #(#items)* } }
}

fn module_docs(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((module, OWN)) => format!("Types of `{}`.", module.replace('/', ".")),
        Some((family, "shared")) => format!("Types that several namespaces of `{family}` share."),
        _ => format!("Types of `{}`.", path.replace('/', ".")),
    }
}

/// A type with all that belongs to it.
fn item(plan: &Plan, decl: &TypeDecl, scope: &mut Scope) -> TokenStream {
    let item = match &decl.kind {
        Kind::Object(fields) => objects::item(plan, decl, fields, scope),
        Kind::Enum(values) => enums::item(decl, values, scope),
        Kind::Union(union) => unions::item(plan, decl, union, scope),
        Kind::Responses(statuses) => responses::item(plan, decl, statuses, scope),
    };
    let conversions = conversions::item(plan, decl, scope);
    let page = pages::item(plan, decl, scope);
    let items = quote! { #item #conversions #page };
    let docs = type_docs::attributes(decl, implements::paragraphs(plan, decl, &items));
    let hidden = implements::hidden();
    quote! { #docs #hidden #items }
}
