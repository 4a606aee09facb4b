//! Queries about an operation and its method in the client.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::aliases::{self, Target};
use super::output::Options;
use super::paths::struct_ident;
use super::scope::Scope;
use super::values::rust_type;
use crate::names::{Taken, type_name};
use crate::plan::{
    Command, FieldDecl, Method, Namespace, Operation, Parameter, Plan, ResponseFormat, TypeDecl,
};

/// A method of the client, with everything that emitting it depends on.
pub(super) struct MethodContext<'a> {
    pub plan: &'a Plan,
    pub options: &'a Options,
    pub path: &'a [String],
    pub space: &'a Namespace,
    pub operation: &'a Operation,
    pub method: &'a str,
    /// The type that stands for the operation in the type of the call.
    pub marker: syn::Ident,
    /// The command that the method sends, or the helper that it is; `None` where the method is the whole operation.
    pub command_call: Option<CommandCall<'a>>,
    /// The method of which this one is another name.
    pub alias_of: Option<Target<'a>>,
}

/// A command, with the type of its body.
#[derive(Clone, Copy)]
pub(super) struct CommandCall<'a> {
    pub command: &'a Command,
    pub decl: &'a TypeDecl,
}

/// A field that the caller sets.
pub(super) struct CommandField<'a> {
    pub decl: &'a FieldDecl,
    /// Its name in this method.
    pub name: &'a str,
}

/// Returns the context of each method of a namespace.
pub(super) fn contexts<'a>(
    plan: &'a Plan,
    options: &'a Options,
    place: (&'a [String], &'a Namespace),
) -> Vec<MethodContext<'a>> {
    let methods = place.1.methods.iter().zip(markers(place));
    methods.map(|(method, marker)| context_of(plan, options, place, method, marker)).collect()
}

/// The names of the types that stand for the operations of a namespace: `ListSipEndpointsFabric`.
pub(super) fn markers((path, space): (&[String], &Namespace)) -> Vec<syn::Ident> {
    let mut taken = Taken::with([struct_ident(path).to_string().as_str()]);
    let name = |method: &Method| type_name(&format!("{} {}", method.name, path.join(" ")));
    space.methods.iter().map(|method| format_ident!("{}", taken.claim(name(method)))).collect()
}

fn context_of<'a>(
    plan: &'a Plan,
    options: &'a Options,
    (path, space): (&'a [String], &'a Namespace),
    method: &'a Method,
    marker: syn::Ident,
) -> MethodContext<'a> {
    let operation = &plan.operations[method.operation];
    let command = method.command.and_then(|index| operation.commands.get(index));
    let command_call =
        command.and_then(|command| Some(CommandCall { command, decl: plan.types.get(&command.variant)? }));
    let alias_of = aliases::target(plan, (path, space), method);
    MethodContext {
        plan,
        options,
        path,
        space,
        operation,
        method: &method.name,
        marker,
        command_call,
        alias_of,
    }
}

impl<'a> CommandCall<'a> {
    /// The arguments of the method.
    pub(super) fn arguments(self) -> impl Iterator<Item = CommandField<'a>> {
        let fields = match &self.command.helper {
            Some(helper) => helper.arguments.iter().filter_map(|wire| self.field(wire)).collect::<Vec<_>>(),
            None => self.fields().filter(|field| field.decl.is_argument()).collect(),
        };
        fields.into_iter()
    }

    /// The optional fields, each with a setter on the call.
    pub(super) fn options(self) -> impl Iterator<Item = CommandField<'a>> {
        self.fields().filter(move |field| match &self.command.helper {
            Some(helper) => !helper.arguments.contains(&field.decl.wire),
            None => !field.decl.is_argument(),
        })
    }

    fn field(self, wire: &str) -> Option<CommandField<'a>> {
        self.fields().find(|field| field.decl.wire == wire)
    }

    fn fields(self) -> impl Iterator<Item = CommandField<'a>> {
        let free = self.decl.fields().iter().filter(|field| field.constant.is_none());
        free.filter_map(move |field| {
            Some(CommandField { decl: field, name: self.command.names.get(&field.wire)? })
        })
    }
}

/// The id of the operation in errors and spans, with the command where there is one.
pub(super) fn id_of(context: &MethodContext<'_>) -> String {
    let id = &context.operation.id;
    let command = context.command_call.map(|call| call.command).filter(|command| command.helper.is_none());
    command.map_or_else(|| id.clone(), |command| format!("{id}({})", command.value))
}

/// The type that the response to an operation decodes to.
pub(super) fn response_type(operation: &Operation, scope: &mut Scope) -> TokenStream {
    match operation.response.format {
        ResponseFormat::Empty => quote!(()),
        ResponseFormat::Events => {
            let (stream, item) = (scope.runtime("EventStream"), rust_type(&operation.response.ty, scope));
            quote!(#stream<#item>)
        }
        ResponseFormat::JsonLines => {
            let (stream, item) = (scope.runtime("JsonLines"), rust_type(&operation.response.ty, scope));
            quote!(#stream<#item>)
        }
        ResponseFormat::Bytes => {
            let bytes = scope.runtime("Bytes");
            quote!(#bytes)
        }
        ResponseFormat::Json | ResponseFormat::Text | ResponseFormat::ByStatus => {
            rust_type(&operation.response.ty, scope)
        }
    }
}

/// The required parameters, which are arguments of the method or bound by its namespace.
pub(super) fn arguments(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.required)
}

/// The optional parameters, each with a setter on the call.
pub(super) fn options(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| !parameter.required)
}

/// Whether the body can be changed until the call is sent, because there are setters for its optional fields.
pub(super) fn keeps_body(context: &MethodContext<'_>) -> bool {
    context.command_call.is_some_and(|call| call.options().next().is_some())
}

/// Whether the operation is deprecated, or the command alone.
pub(super) fn is_deprecated(context: &MethodContext<'_>) -> bool {
    let is_variant = |call: &CommandCall<'_>| call.command.helper.is_none();
    context.operation.deprecated
        || context.command_call.filter(is_variant).is_some_and(|call| call.decl.deprecated)
}
