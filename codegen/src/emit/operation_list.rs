//! The list of all operations, as a module that holds nothing but documentation.

use quote::quote;

use super::docs;
use super::output::Content;
use super::paths::{module_name, request, spelled, struct_ident};
use crate::plan::{Method, Plan};

/// `src/operations.rs`.
pub(super) fn module(plan: &Plan) -> Content {
    let mut docs = vec!["Every operation: by its namespace, and by its path.".to_owned()];
    docs.push(by_namespace(plan));
    docs.extend(by_path(plan));
    Content::Rust { docs, items: quote! {} }
}

fn by_namespace(plan: &Plan) -> String {
    let mut lines = vec!["| namespace | operations |".to_owned(), "|---|---|".to_owned()];
    for (path, space) in &plan.namespaces {
        if !space.methods.is_empty() {
            let methods: Vec<String> = space.methods.iter().map(|method| method.name.clone()).collect();
            lines.push(format!(
                "| [`{}`]({}) | {} |",
                spelled(path, space),
                module_path(path),
                methods.join(", ").replace('_', "\\_")
            ));
        }
    }
    lines.join("\n")
}

/// How to find an operation, and all of them by their paths.
fn by_path(plan: &Plan) -> Vec<String> {
    let mut calls: Vec<(usize, Option<usize>, String)> = Vec::new();
    for (path, space) in &plan.namespaces {
        let owner = format!("{}::{}", module_path(path), struct_ident(path));
        for Method { name, operation, command } in &space.methods {
            let call = format!("[`{}.{name}`]({owner}::{name})", spelled(path, space));
            calls.push((*operation, *command, call));
        }
    }
    calls.sort();
    let Some(example) = plan.operations.iter().find(|operation| operation.path.len() > 1) else {
        return Vec::new();
    };
    let mut lines = vec!["| request | call |".to_owned(), "|---|---|".to_owned()];
    lines.extend(calls.iter().map(|(index, command, call)| {
        let operation = &plan.operations[*index];
        let command = command.and_then(|index| operation.commands.get(index));
        format!("| {} | {call} |", request(operation, command))
    }));
    let (id, path) = (docs::identifier(&example.id), docs::identifier(&example.path));
    vec![
        "# By path".to_owned(),
        format!(
            "The search above finds an operation by its id (`{id}`) and by the beginning of its path, with underscores for all that is no letter or digit (`{path}`)."
        ),
        lines.join("\n"),
    ]
}

/// The module of a namespace, from the root of the crate.
fn module_path(path: &[String]) -> String {
    let names = path.iter().map(|name| module_name(name));
    format!("crate::{}", names.collect::<Vec<_>>().join("::"))
}
