//! The names of namespaces: their modules, their structs, and how a program reaches them.

use quote::format_ident;

use crate::names::reserved::MODULES;
use crate::names::{type_name, value_name};
use crate::plan::{Command, Helper, Namespace, Operation};

/// Name of the module of a namespace.
pub(crate) fn module_name(name: &str) -> String {
    if MODULES.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// Name of the namespace's struct.
pub(super) fn struct_ident(path: &[String]) -> syn::Ident {
    format_ident!("{}", type_name(path.last().map_or("Api", String::as_str)))
}

/// Name of the field that holds a bound path parameter.
pub(super) fn bound_ident(wire: &str) -> syn::Ident {
    format_ident!("{}", value_name(wire))
}

/// `client.fabric().sip_endpoints()`.
pub(super) fn spelled(path: &[String], space: &Namespace) -> String {
    let steps = path.iter().enumerate().map(|(depth, name)| {
        let bound: Vec<String> = given(space, depth).map(value_name).collect();
        format!(".{name}({})", bound.join(", "))
    });
    format!("client{}", steps.collect::<String>())
}

/// The path parameters that a program gives at a depth; those of the client's user need not be given.
pub(super) fn given(space: &Namespace, depth: usize) -> impl Iterator<Item = &str> {
    let at_depth = space.bound.iter().filter(move |(at, _)| *at == depth);
    at_depth.filter(|(_, wire)| !space.of_user.contains(wire)).map(|(_, wire)| wire.as_str())
}

/// Name of the setter of a path parameter that is the client's user by default.
pub(super) fn other_ident(wire: &str) -> syn::Ident {
    format_ident!("with_{}", value_name(wire))
}

/// What is requested, for tables.
pub(super) fn request(operation: &Operation, command: Option<&Command>) -> String {
    let request = format!("`{} {}`", operation.method, operation.path);
    match command {
        Some(Command { helper: Some(helper), .. }) => match set(helper) {
            set if set.is_empty() => request,
            set => format!("{request}, {}", set.replace('|', "\\|")),
        },
        Some(command) => format!("{request}, `{}`", command.value.replace('|', "\\|")),
        None => request,
    }
}

/// The fields that a helper sets: `` `size: large` ``.
pub(super) fn set(helper: &Helper) -> String {
    let fields = helper.set.iter().map(|(wire, value)| match value.as_str() {
        Some(text) => format!("`{wire}: {text}`"),
        None => format!("`{wire}: {value}`"),
    });
    fields.collect::<Vec<_>>().join(", ")
}
