//! The items of a crate, read from its syntax.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, FnArg, ImplItem, Item as Syntax, Token, Visibility};

use super::{Declared, Item, Signature, Surface, Type, operation_of};
use crate::parse::{Parsed, ParsedFiles};
use crate::plan::Plan;

pub(super) fn read(plan: &Plan, files: &ParsedFiles) -> Surface {
    let mut surface = Surface::default();
    for name in plan.api.features.keys() {
        surface.add("", &format!("feature {name}"), None, Declared::Feature);
    }
    for (path, content) in files {
        let Parsed::Rust { file, .. } = content else { continue };
        let module = module(path);
        file.items.iter().for_each(|item| surface.item(&module, item));
    }
    surface
}

/// The order in which the traits that the macros of the runtime give are listed.
const DERIVED: &[&str] = &["Clone", "Debug", "Default", "PartialEq", "Eq", "Hash"];

impl Surface {
    fn add(&mut self, module: &str, path: &str, holder: Option<&str>, declared: Declared) {
        let new = || Item {
            path: path.to_owned(),
            module: module.to_owned(),
            holder: holder.map(str::to_owned),
            declared: Vec::new(),
        };
        self.items.entry(path.to_owned()).or_insert_with(new).declared.push(declared);
    }

    fn item(&mut self, module: &str, item: &Syntax) {
        let path = |name: &dyn std::fmt::Display| format!("{module}{name}");
        match item {
            Syntax::Struct(item) if is_public(&item.vis) => {
                let is_open = !item.fields.iter().any(|field| is_public(&field.vis));
                let declared = Type { exhaustive: !is_open && is_exhaustive(&item.attrs), ..ty(&item.attrs) };
                self.add(module, &path(&item.ident), None, Declared::Struct(declared));
                self.fields(module, &path(&item.ident), &item.fields);
            }
            Syntax::Enum(item) if is_public(&item.vis) => {
                let holder = path(&item.ident);
                self.add(module, &holder, None, Declared::Enum(ty(&item.attrs)));
                for variant in &item.variants {
                    let holds = compact(&variant.fields);
                    let declared = Declared::Variant { holds, deprecated: is_deprecated(&variant.attrs) };
                    self.add(module, &format!("{holder}::{}", variant.ident), Some(&holder), declared);
                }
            }
            Syntax::Impl(item) => self.implementation(module, item),
            Syntax::Fn(item) if is_public(&item.vis) => {
                let declared = Declared::Function(signature(&item.sig, &[]));
                self.add(module, &path(&item.sig.ident), None, declared);
            }
            Syntax::Type(item) if is_public(&item.vis) => {
                self.add(module, &path(&item.ident), None, Declared::Alias(compact(&item.ty)));
            }
            Syntax::Const(item) if is_public(&item.vis) => {
                self.add(module, &path(&item.ident), None, Declared::Const(compact(&item.ty)));
            }
            Syntax::Static(item) if is_public(&item.vis) => {
                self.add(module, &path(&item.ident), None, Declared::Static(compact(&item.ty)));
            }
            Syntax::Use(item) if is_public(&item.vis) => self.reexports(module, &item.tree),
            Syntax::Macro(item) => self.described(module, item),
            _ => {}
        }
    }

    fn fields(&mut self, module: &str, holder: &str, fields: &Fields) {
        for field in fields.iter().filter(|field| is_public(&field.vis)) {
            let name = field.ident.as_ref().map_or_else(String::new, ToString::to_string);
            let declared =
                Declared::Field { ty: compact(&field.ty), deprecated: is_deprecated(&field.attrs) };
            self.add(module, &format!("{holder}.{name}"), Some(holder), declared);
        }
    }

    fn implementation(&mut self, module: &str, item: &syn::ItemImpl) {
        let ty = compact(&item.self_ty);
        // Setters of a call belong to its operation.
        let target = format!("{module}{}", operation_of(&ty).unwrap_or(&ty));
        if let Some((name, _)) = &item.trait_ {
            let name = compact(&name);
            if name == "crate::Operation"
                && let Some(item) = self.items.get_mut(&target)
            {
                item.declared = vec![Declared::Operation];
                return;
            }
            let types = item.items.iter().filter_map(|item| match item {
                ImplItem::Type(ty) => Some((ty.ident.to_string(), compact(&ty.ty))),
                _ => None,
            });
            let declared = Declared::Trait(types.collect());
            return self.add(module, &format!("{target}: {name}"), Some(&target), declared);
        }
        for item in &item.items {
            if let ImplItem::Fn(method) = item
                && is_public(&method.vis)
            {
                let declared = Declared::Function(signature(&method.sig, &method.attrs));
                self.add(module, &format!("{target}::{}", method.sig.ident), Some(&target), declared);
            }
        }
    }

    /// Gives the type before it the traits that others have by `derive`, and this one by the macro that describes it.
    fn described(&mut self, module: &str, item: &syn::ItemMacro) {
        let traits: &[&str] = match item.mac.path.get_ident().map(ToString::to_string).as_deref() {
            Some("impl_object") => &["Clone", "Debug", "PartialEq"],
            Some("impl_union") => &["Clone", "Debug", "PartialEq"],
            Some("impl_open_enum") => &["Debug", "Eq", "Hash", "PartialEq"],
            _ => return,
        };
        let Some(TokenTree::Ident(name)) = item.mac.tokens.clone().into_iter().next() else { return };
        let declared = self.items.get_mut(&format!("{module}{name}")).map(|item| &mut item.declared);
        for declared in declared.into_iter().flatten() {
            if let Declared::Struct(Type { traits: listed, .. })
            | Declared::Enum(Type { traits: listed, .. }) = declared
            {
                if listed.is_empty() {
                    listed.push(Vec::new());
                }
                let Some(derived) = listed.first_mut() else { continue };
                derived.extend(traits.iter().map(|name| (*name).to_owned()));
                derived.sort_by_key(|name| DERIVED.iter().position(|known| known == name));
            }
        }
    }

    fn reexports(&mut self, module: &str, tree: &syn::UseTree) {
        // The modules of types are private, and every type is listed under its public path.
        if module != "types::" {
            self.add(module, &format!("{module}use {}", compact(&tree)), None, Declared::Reexport);
        }
    }
}

/// `src/fabric/sip_gateways.rs` is `fabric::sip_gateways::`; every type is `types::`.
pub(super) fn module(path: &str) -> String {
    let inner = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    match inner.split('/').next() {
        Some("lib" | "call" | "client" | "error_code") => String::new(),
        Some("types") => "types::".to_owned(),
        _ => format!("{}::", inner.replace('/', "::")),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn ty(attributes: &[Attribute]) -> Type {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let listed = derives.filter_map(|attribute| {
        let parse = Punctuated::<syn::Path, Token![,]>::parse_terminated;
        Some(attribute.parse_args_with(parse).ok()?.iter().map(|name| compact(&name)).collect())
    });
    Type {
        exhaustive: is_exhaustive(attributes),
        deprecated: is_deprecated(attributes),
        traits: listed.collect(),
    }
}

/// Whether a type cannot gain fields or variants without breaking somebody.
fn is_exhaustive(attributes: &[Attribute]) -> bool {
    !attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

fn is_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

fn signature(signature: &syn::Signature, attributes: &[Attribute]) -> Signature {
    let mut receiver = None;
    let mut arguments = Vec::new();
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(input) => receiver = Some(compact(&input).replace("mut self", "self")),
            FnArg::Typed(input) => arguments.push((compact(&input.pat), compact(&input.ty))),
        }
    }
    let output = match &signature.output {
        syn::ReturnType::Default => None,
        syn::ReturnType::Type(_, ty) => Some(compact(ty)),
    };
    Signature {
        generics: compact(&signature.generics),
        receiver,
        arguments,
        output,
        asynchronous: signature.asyncness.is_some(),
        deprecated: is_deprecated(attributes),
    }
}

/// Tokens as a person would write them on one line.
fn compact(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    let spaces = [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        (" :", ":"),
        ("' ", "'"),
        ("types::", ""),
        (" ;", ";"),
        (",>", ">"),
        (",)", ")"),
    ];
    for (spaced, tight) in spaces {
        text = text.replace(spaced, tight);
    }
    text
}
