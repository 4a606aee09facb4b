//! The table of reserved names against the runtime and the generated crate: each name that these need is in it, and no
//! other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::names::reserved::{
    BUILDER_METHODS, CLIENT_METHODS, MODULES, NAMESPACE_METHODS, OBJECT_METHODS, REQUEST_METHODS, TYPES,
};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprLit, ExprMethodCall, ImplItem, Item, ItemStruct, Lit};

type Names = BTreeSet<String>;

fn directory(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn file(path: &str) -> syn::File {
    let text = fs::read_to_string(directory(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    syn::parse_file(&text).unwrap()
}

fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> Names {
    names.into_iter().map(str::to_owned).collect()
}

fn table(table: &[&str]) -> Names {
    names(table.iter().copied())
}

fn union(one: &Names, other: &Names) -> Names {
    one.union(other).cloned().collect()
}

/// The functions in a type's own `impl` blocks.
fn functions(file: &syn::File, ty: &str) -> Names {
    let blocks = file.items.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() && named(&block.self_ty, ty) => Some(block),
        _ => None,
    });
    let items = blocks.flat_map(|block| &block.items);
    let found: Names = items
        .filter_map(|item| match item {
            ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        })
        .collect();
    assert!(!found.is_empty(), "no function of {ty}");
    found
}

fn named(ty: &syn::Type, name: &str) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident(name))
}

fn structure<'f>(file: &'f syn::File, name: &str) -> &'f ItemStruct {
    let mut structures = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structures.find(|item| item.ident == name).unwrap()
}

/// The identifier after each `fn` in tokens, such as the rules of a macro.
fn functions_in(tokens: TokenStream, found: &mut Names) {
    let mut after_fn = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => functions_in(group.stream(), found),
            TokenTree::Ident(ident) if after_fn => {
                found.insert(ident.to_string());
                after_fn = false;
            }
            TokenTree::Ident(ident) => after_fn = ident == "fn",
            TokenTree::Punct(_) | TokenTree::Literal(_) => after_fn = false,
        }
    }
}

fn functions_of_macro(path: &str, name: &str) -> Names {
    let mut found = Names::new();
    for item in file(path).items {
        if let Item::Macro(item) = item
            && item.ident.as_ref().is_some_and(|ident| ident == name)
        {
            functions_in(item.mac.tokens, &mut found);
        }
    }
    assert!(!found.is_empty(), "no function in {name}");
    found
}

#[test]
fn request_methods_are_those_of_the_runtime() {
    let shared = functions_of_macro("runtime/src/call_macro.rs", "impl_call");
    // `body` is an argument.
    let shared = union(&shared, &functions_of_macro("runtime/src/blocking.rs", "impl_wait"));
    assert_eq!(table(REQUEST_METHODS), union(&shared, &names(["body"])));
}

#[test]
fn builder_methods_are_those_of_the_runtime() {
    let settings = functions(&file("runtime/src/builder.rs"), "ClientBuilder");
    // The generated builder calls these itself; its own setters have the names of the document.
    let internal = names([
        "basic_auth",
        "basic_help",
        "basic_names",
        "bearer_help",
        "bearer_token",
        "bearer_token_provider",
        "documented_servers",
        "key",
    ]);
    let settings: Names = settings.difference(&internal).cloned().collect();
    let client = functions(&file("runtime/src/builder.rs"), "Client");
    let field = structure(&file("../generated/src/client.rs"), "ClientBuilder")
        .fields
        .iter()
        .next()
        .and_then(|field| field.ident.as_ref())
        .unwrap()
        .to_string();
    assert_eq!(table(BUILDER_METHODS), union(&union(&settings, &client), &Names::from([field])));
}

#[test]
fn client_methods_are_those_of_the_generated_client() {
    let methods = functions(&file("../generated/src/client.rs"), "Client");
    let namespaces: Names = modules().into_iter().collect();
    let own: Names = methods.difference(&namespaces).cloned().collect();
    assert_eq!(table(CLIENT_METHODS), union(&own, &names(["clone", "fmt"])));
}

#[test]
fn namespaces_reserve_what_each_of_them_has() {
    assert_eq!(table(NAMESPACE_METHODS), names(["clone", "fmt", "new"]));
    let top = modules().into_iter().find(|module| !MODULES.contains(&module.as_str())).unwrap();
    let namespace = file(&format!("../generated/src/{top}.rs"));
    let item = namespace.items.iter().find_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    let item = item.unwrap();
    assert_eq!(derived(item), names(["Clone", "Debug"]));
    assert!(functions(&namespace, &item.ident.to_string()).contains("new"));
}

/// The modules of the generated crate.
fn modules() -> Vec<String> {
    let modules = file("../generated/src/lib.rs").items.into_iter().filter_map(|item| match item {
        Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    });
    modules.collect()
}

#[test]
fn the_modules_of_the_crate_are_reserved() {
    let root = file("../generated/src/client.rs");
    let namespaces = functions(&root, "Client");
    let own: Names = modules().into_iter().filter(|module| !namespaces.contains(module)).collect();
    let crates = names(["alloc", "core", "std"]);
    // The files of the crate's own roots.
    let roots = names(["lib", "main"]);
    // Our own document has no schemes that need a module.
    let security = names(["security"]);
    assert_eq!(table(MODULES), union(&union(&own, &security), &union(&crates, &roots)));
}

#[test]
fn object_methods_are_those_of_every_object() {
    let types = file("../generated/src/types/channel_permission/own.rs");
    let item = types.items.iter().find_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    let item = item.unwrap();
    // The runtime's macro implements `Clone`, `Debug` and `PartialEq`.
    assert_eq!(derived(item), names(["Default"]));
    let last = item.fields.iter().last().and_then(|field| field.ident.as_ref()).unwrap();
    assert_eq!(last, "extra");
    let methods = names(["clone", "fmt", "default", "eq", "new", "extra"]);
    // A user calls `into` where an object is a variant of a union.
    assert_eq!(table(OBJECT_METHODS), union(&methods, &names(["into"])));
}

fn derived(item: &ItemStruct) -> Names {
    let mut found = Names::new();
    for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        attribute
            .parse_nested_meta(|meta| {
                found.extend(meta.path.get_ident().map(ToString::to_string));
                Ok(())
            })
            .unwrap();
    }
    found
}

/// Gathers the names that the emitter takes from the runtime: `scope.runtime("Name")`, `runtime(scope, "Name")`, and
/// `["Name", …].map(|name| scope.runtime(name))`.
#[derive(Default)]
struct Imports(Names);

impl Imports {
    fn literal(&mut self, expression: &Expr) {
        if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = expression {
            self.0.insert(text.value());
        }
    }
}

impl<'f> Visit<'f> for Imports {
    fn visit_expr_method_call(&mut self, call: &'f ExprMethodCall) {
        if call.method == "runtime" {
            call.args.iter().for_each(|argument| self.literal(argument));
        }
        let maps_to_import = |argument: &Expr| {
            matches!(argument, Expr::Closure(closure)
                if matches!(&*closure.body, Expr::MethodCall(inner) if inner.method == "runtime"))
        };
        if let Expr::Array(array) = &*call.receiver
            && call.args.iter().any(maps_to_import)
        {
            array.elems.iter().for_each(|element| self.literal(element));
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'f ExprCall) {
        if matches!(&*call.func, Expr::Path(path) if path.path.is_ident("runtime")) {
            call.args.iter().for_each(|argument| self.literal(argument));
        }
        syn::visit::visit_expr_call(self, call);
    }
}

#[test]
fn every_type_that_generated_code_imports_is_reserved() {
    let mut imports = Imports::default();
    let mut pending = vec![directory("src/emit")];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        imports.visit_file(&syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap());
    }
    let types: Names = imports.0.into_iter().filter(|name| name.starts_with(char::is_uppercase)).collect();
    assert!(types.len() > 15 && types.contains("Uuid") && types.contains("Operation"), "{types:?}");
    let missing: Vec<&String> = types.iter().filter(|name| !TYPES.contains(&name.as_str())).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn no_table_has_a_name_twice() {
    for names in [TYPES, MODULES, BUILDER_METHODS, CLIENT_METHODS, REQUEST_METHODS, OBJECT_METHODS] {
        assert_eq!(table(names).len(), names.len(), "{names:?}");
    }
}
