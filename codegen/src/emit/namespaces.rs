//! Namespaces: a struct for each, with a method for every operation and every namespace below it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{CommandCall, MethodContext, contexts};
use super::output::{Content, Emitted, Options};
use super::paths::{bound_ident, given, module_name, other_ident, request, spelled, struct_ident};
use super::scope::Scope;
use super::{docs, operations, request_builders};
use crate::plan::{Command, Namespace, Operation, Plan};

/// From how many methods on the descriptions of their operations have a file of their own.
const MANY: usize = 30;
/// The module of those descriptions.
const DESCRIPTIONS: &str = "descriptions";

/// One file per namespace; two where it has many methods.
pub(super) fn modules(plan: &Plan, options: &Options) -> Emitted {
    let mut files = Emitted::new();
    for (path, space) in &plan.namespaces {
        let contexts = contexts(plan, options, (path, space));
        let name = file_name(path);
        if own(&contexts).count() >= MANY {
            files.insert(
                format!("src/{name}/{DESCRIPTIONS}.rs"),
                descriptions(path, space, &contexts, options),
            );
        }
        files.insert(format!("src/{name}.rs"), content(plan, options, path, space, &contexts));
    }
    files
}

/// The methods that are not another name of one elsewhere.
fn own<'c, 'a>(contexts: &'c [MethodContext<'a>]) -> impl Iterator<Item = &'c MethodContext<'a>> {
    contexts.iter().filter(|context| context.alias_of.is_none())
}

fn file_name(path: &[String]) -> String {
    path.iter().map(|name| module_name(name)).collect::<Vec<_>>().join("/")
}

/// What the methods of a namespace with many of them know of their operations.
fn descriptions(
    path: &[String],
    space: &Namespace,
    contexts: &[MethodContext<'_>],
    options: &Options,
) -> Content {
    let mut scope = Scope::qualified();
    let statics: Vec<TokenStream> =
        own(contexts).map(|context| operations::description(context, &mut scope)).collect();
    let imports = scope.imports(options);
    Content::Rust {
        docs: vec![format!("The operations behind the methods of `{}`.", spelled(path, space))],
        items: quote! { #imports #(pub(super) #statics)* },
    }
}

fn content(
    plan: &Plan,
    options: &Options,
    path: &[String],
    space: &Namespace,
    contexts: &[MethodContext<'_>],
) -> Content {
    let mut scope = Scope::qualified();
    let name = struct_ident(path);
    let client = scope.runtime("Client");
    let children = space.children.iter().map(|child| {
        let (name, module) = (module_name(child), format_ident!("{}", module_name(child)));
        let same = path.last().is_some_and(|last| module_name(last) == name);
        let allow = same.then(|| quote!(#[allow(clippy::module_inception)]));
        quote! { #allow pub mod #module; }
    });
    let bound: Vec<syn::Ident> = space.bound.iter().map(|(_, wire)| bound_ident(wire)).collect();
    let accessors: Vec<TokenStream> =
        space.children.iter().map(|child| accessor(plan, path, space, child)).collect();
    let others =
        space.bound.iter().filter(|(at, wire)| *at + 1 == path.len() && space.of_user.contains(wire));
    let others = others.map(|(_, wire)| other(wire));
    let methods: Vec<TokenStream> =
        contexts.iter().map(|context| operations::method(context, &mut scope)).collect();
    let markers: Vec<TokenStream> =
        own(contexts).map(|context| request_builders::item(context, &mut scope)).collect();
    let are_many = own(contexts).count() >= MANY;
    let statics = match are_many {
        true => Vec::new(),
        false => own(contexts).map(|context| operations::description(context, &mut scope)).collect(),
    };
    let described = are_many.then(|| {
        let module = format_ident!("{DESCRIPTIONS}");
        quote! { mod #module; use #module::*; }
    });
    let imports = scope.imports(options);
    let table = (!contexts.is_empty()).then(|| "[All operations at a glance](self).".to_owned());
    let struct_docs = docs::attributes(&[
        format!("`{}`.", spelled(path, space)),
        description(space),
        table.unwrap_or_default(),
    ]);
    let items = quote! {
        #(#children)*
        #imports
        #described

        #struct_docs
        #[derive(Clone, Debug)]
        pub struct #name { client: #client, #(#bound: String,)* }

        impl #name {
            pub(crate) fn new(client: #client, #(#bound: String),*) -> Self {
                Self { client, #(#bound),* }
            }
            #(#others)*
            #(#accessors)*
            #(#methods)*
        }
        #(#markers)*
        #(#statics)*
    };
    Content::Rust { docs: module_docs(path, space, contexts), items }
}

fn description(space: &Namespace) -> String {
    space.description.as_deref().map(|text| docs::sentence(&docs::prose(text))).unwrap_or_default()
}

fn module_docs(path: &[String], space: &Namespace, contexts: &[MethodContext<'_>]) -> Vec<String> {
    let mut paragraphs = vec![format!("`{}`.", spelled(path, space)), description(space)];
    if !contexts.is_empty() {
        paragraphs.push(table(path, contexts));
    }
    paragraphs
}

/// A table of the operations, in which one finds a path, a scope or the name of the documentation.
fn table(path: &[String], contexts: &[MethodContext<'_>]) -> String {
    let name = struct_ident(path);
    let mut lines =
        vec!["| method | operation | request | scopes |".to_owned(), "|---|---|---|---|".to_owned()];
    for context in contexts {
        let (operation, method) = (context.operation, context.method);
        lines.push(format!(
            "| [`{method}`]({name}::{method}) | {} | {} | {} |",
            docs::prose(&summary(context)),
            request(operation, context.command_call.map(|call| call.command)),
            scopes(operation),
        ));
    }
    lines.join("\n")
}

/// One line that says what a method does.
fn summary(context: &MethodContext<'_>) -> String {
    match context.command_call {
        Some(CommandCall { command: Command { helper: Some(helper), .. }, .. }) => {
            docs::first_sentence(&helper.description)
        }
        Some(CommandCall { command, decl, .. }) => {
            let made = || format!("Sends `{}`", command.value);
            decl.description.as_deref().map_or_else(made, docs::first_sentence)
        }
        None => {
            let summary = context.operation.summary.as_deref();
            summary.map_or_else(|| context.operation.id.clone(), docs::first_sentence)
        }
    }
}

fn scopes(operation: &Operation) -> String {
    use crate::plan::Scopes;
    match &operation.scopes {
        Scopes::None => String::new(),
        Scopes::AnyOf(names) => names.join(" or "),
        Scopes::AllOf(names) => names.join(" and "),
    }
}

/// The method that leads to a namespace below this one.
fn accessor(plan: &Plan, path: &[String], space: &Namespace, child: &str) -> TokenStream {
    let mut child_path = path.to_vec();
    child_path.push(child.to_owned());
    let below = plan.namespaces.get(&child_path);
    let depth = path.len();
    let given: Vec<syn::Ident> =
        below.into_iter().flat_map(|below| given(below, depth)).map(bound_ident).collect();
    let bound = below.into_iter().flat_map(|below| &below.bound).filter(|(at, _)| *at == depth);
    let values = bound.map(|(_, wire)| match below.is_some_and(|below| below.of_user.contains(wire)) {
        true => quote!(self.client.user().to_owned()),
        false => {
            let name = bound_ident(wire);
            quote!(#name.to_string())
        }
    });
    let carried: Vec<syn::Ident> = space.bound.iter().map(|(_, wire)| bound_ident(wire)).collect();
    let (method, module) = (format_ident!("{child}"), format_ident!("{}", module_name(child)));
    let ty = struct_ident(&child_path);
    let text = below.map(description).filter(|text| !text.is_empty());
    let docs = docs::attributes(&[text.unwrap_or_else(|| format!("The namespace `{child}`."))]);
    quote! {
        #docs
        pub fn #method(&self, #(#given: impl std::fmt::Display),*) -> #module::#ty {
            #module::#ty::new(self.client.clone(), #(self.#carried.clone(),)* #(#values),*)
        }
    }
}

/// The setter of a path parameter that is the client's user by default.
fn other(wire: &str) -> TokenStream {
    let field = bound_ident(wire);
    let method = other_ident(wire);
    let docs =
        docs::attributes(&[format!("Uses another `{wire}` than the user of the client's credentials.")]);
    quote! {
        #docs
        #[must_use]
        pub fn #method(mut self, #field: impl std::fmt::Display) -> Self {
            self.#field = #field.to_string();
            self
        }
    }
}
