//! Namespaces: a struct for each, with a method for every operation and every namespace below it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::commands::Sent;
use super::docs;
use super::operations::{self, Emission};
use super::scope::Scope;
use super::{Content, Emitted, Options, request_builders};
use crate::names::{type_name, value_name};
use crate::plan::{Command, Method, Namespace, Operation, Plan};

/// One file per namespace.
pub(super) fn modules(plan: &Plan, options: &Options) -> Emitted {
    let files = plan.namespaces.iter().map(|(path, space)| {
        let emissions = emissions(plan, options, (path, space));
        (file_name(path), content(plan, options, path, space, &emissions))
    });
    files.collect()
}

/// One for each method of the namespace.
pub(super) fn emissions<'a>(
    plan: &'a Plan,
    options: &'a Options,
    place: (&'a [String], &'a Namespace),
) -> Vec<Emission<'a>> {
    place.1.methods.iter().map(|method| emission(plan, options, place, method)).collect()
}

fn emission<'a>(
    plan: &'a Plan,
    options: &'a Options,
    (path, space): (&'a [String], &'a Namespace),
    method: &'a Method,
) -> Emission<'a> {
    let operation = &plan.operations[method.operation];
    let command = method.command.and_then(|index| operation.commands.get(index));
    let sent = command.and_then(|command| Some(Sent { command, decl: plan.types.get(&command.variant)? }));
    Emission { plan, options, path, space, operation, method: &method.name, sent }
}

fn file_name(path: &[String]) -> String {
    format!("src/{}.rs", path.iter().map(|name| module_name(name)).collect::<Vec<_>>().join("/"))
}

/// Modules the crate has for itself are not given to namespaces.
pub(crate) fn module_name(name: &str) -> String {
    if matches!(name, "alloc" | "client" | "conformance" | "core" | "lib" | "main" | "std" | "types") {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// Name of the namespace's struct.
pub(super) fn struct_ident(path: &[String]) -> syn::Ident {
    format_ident!("{}", type_name(path.last().map_or("Api", String::as_str)))
}

/// Name of the field that holds a bound path parameter.
pub(super) fn bound_ident(wire: &str) -> syn::Ident {
    format_ident!("{}", value_name(wire))
}

fn content(
    plan: &Plan,
    options: &Options,
    path: &[String],
    space: &Namespace,
    emissions: &[Emission<'_>],
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
    let methods: Vec<TokenStream> =
        emissions.iter().map(|emission| operations::method(emission, &mut scope)).collect();
    let builders: Vec<TokenStream> = emissions
        .iter()
        .filter(|emission| operations::has_builder(emission))
        .map(|emission| request_builders::item(emission, &mut scope))
        .collect();
    let statics: Vec<TokenStream> =
        emissions.iter().map(|emission| operations::description(emission, &mut scope)).collect();
    let imports = scope.imports(options);
    let table = (!emissions.is_empty()).then(|| "[All operations at a glance](self).".to_owned());
    let struct_docs = docs::attributes(&[
        format!("`{}`.", spelled(path, space)),
        description(space),
        table.unwrap_or_default(),
    ]);
    let items = quote! {
        #(#children)*
        #imports

        #struct_docs
        #[derive(Clone, Debug)]
        pub struct #name { client: #client, #(#bound: String,)* }

        impl #name {
            pub(crate) fn new(client: #client, #(#bound: String),*) -> Self {
                Self { client, #(#bound),* }
            }
            #(#accessors)*
            #(#methods)*
        }
        #(#builders)*
        #(#statics)*
    };
    Content::Rust { docs: module_docs(path, space, emissions), items }
}

fn description(space: &Namespace) -> String {
    space.description.as_deref().map(|text| docs::sentence(&docs::prose(text))).unwrap_or_default()
}

/// `client.fabric().sip_endpoints()`.
pub(super) fn spelled(path: &[String], space: &Namespace) -> String {
    let steps = path.iter().enumerate().map(|(depth, name)| {
        let bound: Vec<String> =
            space.bound.iter().filter(|(at, _)| *at == depth).map(|(_, wire)| value_name(wire)).collect();
        format!(".{name}({})", bound.join(", "))
    });
    format!("client{}", steps.collect::<String>())
}

fn module_docs(path: &[String], space: &Namespace, emissions: &[Emission<'_>]) -> Vec<String> {
    let mut paragraphs = vec![format!("`{}`.", spelled(path, space)), description(space)];
    if !emissions.is_empty() {
        paragraphs.push(table(path, emissions));
    }
    paragraphs
}

/// A table of the operations, in which one finds a path, a scope or the name of the documentation.
fn table(path: &[String], emissions: &[Emission<'_>]) -> String {
    let name = struct_ident(path);
    let mut lines =
        vec!["| method | operation | request | scopes |".to_owned(), "|---|---|---|---|".to_owned()];
    for emission in emissions {
        let (operation, method) = (emission.operation, emission.method);
        lines.push(format!(
            "| [`{method}`]({name}::{method}) | {} | {} | {} |",
            docs::prose(&summary(emission)),
            request(operation, emission.sent.map(|sent| sent.command)),
            scopes(operation),
        ));
    }
    lines.join("\n")
}

/// One line that says what a method does.
fn summary(emission: &Emission<'_>) -> String {
    match emission.sent {
        Some(Sent { command, decl, .. }) => {
            let made = || format!("Sends `{}`", command.value);
            decl.description.as_deref().map_or_else(made, docs::first_sentence)
        }
        None => {
            let summary = emission.operation.summary.as_deref();
            summary.map_or_else(|| emission.operation.id.clone(), docs::first_sentence)
        }
    }
}

/// What is requested, for tables.
pub(super) fn request(operation: &Operation, command: Option<&Command>) -> String {
    let request = format!("`{} {}`", operation.method, operation.path);
    match command {
        Some(command) => format!("{request}, `{}`", command.value.replace('|', "\\|")),
        None => request,
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
    let bound = below.into_iter().flat_map(|below| &below.bound).filter(|(at, _)| *at == depth);
    let bound: Vec<syn::Ident> = bound.map(|(_, wire)| bound_ident(wire)).collect();
    let carried: Vec<syn::Ident> = space.bound.iter().map(|(_, wire)| bound_ident(wire)).collect();
    let (method, module) = (format_ident!("{child}"), format_ident!("{}", module_name(child)));
    let ty = struct_ident(&child_path);
    let text = below.map(description).filter(|text| !text.is_empty());
    let docs = docs::attributes(&[text.unwrap_or_else(|| format!("The namespace `{child}`."))]);
    quote! {
        #docs
        pub fn #method(&self, #(#bound: impl std::fmt::Display),*) -> #module::#ty {
            #module::#ty::new(self.client.clone(), #(self.#carried.clone(),)* #(#bound.to_string()),*)
        }
    }
}
