//! Other names of a method: `x-call` and `x-commands` may list several. The first is the method; each other one calls it.
//!
//! An alias of another Cargo feature is a method of its own, since the first name is not there without its feature.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{MethodContext, arguments, is_deprecated, markers, response_type};
use super::operations::{body_argument, deprecation};
use super::parameters::is_plain_path;
use super::paths::{bound_ident, given, module_name, spelled, struct_ident};
use super::scope::Scope;
use super::values::argument;
use super::{commands, descriptions};
use crate::plan::{CallName, Method, Namespace, Operation, Parameter, Place, Plan};

/// The method that an alias calls.
pub(super) struct Target<'a> {
    path: &'a [String],
    space: &'a Namespace,
    method: &'a str,
    marker: syn::Ident,
}

/// The method of which one is another name; `None` where it is the first name, or cannot call the first.
pub(super) fn target<'a>(
    plan: &'a Plan,
    (path, space): (&[String], &Namespace),
    method: &Method,
) -> Option<Target<'a>> {
    let operation = plan.operations.get(method.operation)?;
    let (call, command) = first_name(operation, method)?;
    let at: Vec<String> = call.namespace.iter().map(|segment| segment.name.clone()).collect();
    let (target_path, target) = plan.namespaces.get_key_value(&at)?;
    let same = |known: &Method| known.operation == method.operation && known.command == command;
    let index = target.methods.iter().position(|known| known.name == call.method && same(known))?;
    if path == target_path.as_slice() && method.name == call.method {
        return None;
    }
    let feature = |path: &[String]| path.first().and_then(|top| plan.api.feature_of(top));
    let is_bound = |space: &Namespace, parameter: &Parameter| {
        space.bound.iter().any(|(_, wire)| *wire == parameter.wire)
    };
    let fits = |parameter: &Parameter| {
        let is_same = is_bound(space, parameter) == is_bound(target, parameter);
        parameter.place != Place::Path || is_same || is_plain_path(plan, parameter)
    };
    if feature(path) != feature(target_path) || !operation.parameters.iter().all(fits) {
        return None;
    }
    let marker = markers((target_path, target)).into_iter().nth(index)?;
    Some(Target { path: target_path, space: target, method: &target.methods[index].name, marker })
}

/// The first name of what a method calls: the operation, or one of its commands.
fn first_name<'a>(operation: &'a Operation, method: &Method) -> Option<(&'a CallName, Option<usize>)> {
    let Some(index) = method.command else { return Some((operation.calls.first()?, None)) };
    let own = operation.commands.get(index)?;
    let first = operation.commands.iter().position(|known| {
        (&known.property, &known.value, &known.variant) == (&own.property, &own.value, &own.variant)
    })?;
    Some((&operation.commands[first].call, Some(first)))
}

/// The sentence that leads to the method.
pub(super) fn reference(target: &Target<'_>) -> String {
    let Target { path, space, method, .. } = target;
    let owner = format!("crate::{}{}", module_path(path), struct_ident(path));
    format!(
        "Another name for [`{}.{method}`]({owner}::{method}), which has the details.",
        spelled(path, space)
    )
}

/// The method, which calls the other.
pub(super) fn method(context: &MethodContext<'_>, target: &Target<'_>, scope: &mut Scope) -> TokenStream {
    let docs = descriptions::method(context);
    let deprecated = is_deprecated(context).then(|| {
        let deprecation = deprecation(context);
        quote!(#deprecation #[allow(deprecated)])
    });
    let (call, response) = (scope.root("Call"), response_type(context.operation, scope));
    let name = format_ident!("{}", context.method);
    let passed = passed(context, scope);
    let values = values(context, target);
    let (marker, other) = (marker(context, target), format_ident!("{}", target.method));
    let namespace = namespace(context, target);
    let allow = (passed.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #name(&self, #(#passed),*) -> #call<#response, #marker> {
            #namespace.#other(#(#values),*)
        }
    }
}

/// The arguments of the alias with their types.
fn passed(context: &MethodContext<'_>, scope: &mut Scope) -> Vec<TokenStream> {
    let parameters = arguments(context.operation).filter(|parameter| !is_bound(context.space, parameter));
    let mut passed: Vec<TokenStream> = parameters
        .map(|parameter| {
            let name = format_ident!("{}", parameter.name);
            if parameter.place == Place::Path && is_plain_path(context.plan, parameter) {
                return quote!(#name: impl std::fmt::Display);
            }
            let ty = argument(&parameter.ty, &name, context.plan, scope).ty;
            quote!(#name: #ty)
        })
        .collect();
    match (context.command_call, &context.operation.body) {
        (Some(call), _) => {
            passed
                .extend(call.arguments().map(|field| commands::parameter(&field, call.decl, context, scope)));
        }
        (None, Some(body)) => passed.push(body_argument(body, context.plan, scope).argument),
        (None, None) => {}
    }
    passed
}

/// The arguments of the other method: those of the alias, and what the alias's namespace binds.
fn values(context: &MethodContext<'_>, target: &Target<'_>) -> Vec<TokenStream> {
    let parameters = arguments(context.operation).filter(|parameter| !is_bound(target.space, parameter));
    let mut values: Vec<TokenStream> = parameters
        .map(|parameter| match is_bound(context.space, parameter) {
            true => {
                let field = bound_ident(&parameter.wire);
                quote!(&self.#field)
            }
            false => {
                let name = format_ident!("{}", parameter.name);
                quote!(#name)
            }
        })
        .collect();
    match (context.command_call, &context.operation.body) {
        (Some(call), _) => values.extend(call.arguments().map(|field| {
            let name = format_ident!("{}", field.name);
            quote!(#name)
        })),
        (None, Some(_)) => values.push(quote!(body)),
        (None, None) => {}
    }
    values
}

fn is_bound(space: &Namespace, parameter: &Parameter) -> bool {
    parameter.place == Place::Path && space.bound.iter().any(|(_, wire)| *wire == parameter.wire)
}

/// The namespace of the other method: reached from here where it is below, made where it is elsewhere.
fn namespace(context: &MethodContext<'_>, target: &Target<'_>) -> TokenStream {
    let argument = |wire: &str| {
        let parameter = context.operation.parameters.iter().find(|parameter| parameter.wire == wire);
        parameter.map(|parameter| format_ident!("{}", parameter.name))
    };
    if target.path.starts_with(context.path) {
        let steps = target.path.iter().enumerate().skip(context.path.len()).map(|(depth, name)| {
            let child = format_ident!("{name}");
            let given = given(target.space, depth).filter_map(argument);
            quote!(.#child(#(#given),*))
        });
        return quote!(self #(#steps)*);
    }
    let bound = target.space.bound.iter().map(|(_, wire)| {
        let is_here = context.space.bound.iter().any(|(_, known)| known == wire);
        match argument(wire) {
            _ if is_here => {
                let field = bound_ident(wire);
                quote!(self.#field.clone())
            }
            _ if target.space.of_user.contains(wire) => quote!(self.client.user().to_owned()),
            name => quote!(#name.to_string()),
        }
    });
    let owner = qualified(target.path, &struct_ident(target.path));
    quote!(#owner::new(self.client.clone() #(, #bound)*))
}

/// The type that stands for the operation, from where the alias is.
fn marker(context: &MethodContext<'_>, target: &Target<'_>) -> TokenStream {
    let marker = &target.marker;
    match target.path.strip_prefix(context.path) {
        Some(below) => {
            let modules = below.iter().map(|name| format_ident!("{}", module_name(name)));
            quote!(#(#modules::)* #marker)
        }
        None => qualified(target.path, marker),
    }
}

/// An item of a namespace's module, from the root of the crate.
fn qualified(path: &[String], item: &syn::Ident) -> TokenStream {
    let modules = path.iter().map(|name| format_ident!("{}", module_name(name)));
    quote!(crate::#(#modules::)* #item)
}

fn module_path(path: &[String]) -> String {
    path.iter().map(|name| format!("{}::", module_name(name))).collect()
}
