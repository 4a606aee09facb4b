//! Builders of requests: a struct for each method with optional parameters or fields, with a setter for each.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{CommandCall, MethodContext, builder_name, keeps_body, options, response_type};
use super::paths::struct_ident;
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use super::{commands, docs, parameters};
use crate::plan::Parameter;

/// The builder of an operation that has optional parameters.
pub(super) fn item(context: &MethodContext<'_>, scope: &mut Scope) -> TokenStream {
    let operation = context.operation;
    let name = builder_name(context);
    let (call, response) = (scope.runtime("Call"), response_type(operation, scope));
    let setters: Vec<TokenStream> =
        options(operation).map(|parameter| setter(context, parameter, scope)).collect();
    let body = context.command_call.filter(|_| keeps_body(context));
    let body = body.map(|call| kept_body(call, context, scope));
    let (body_field, body_setters) = body.unzip();
    let macro_path = format_ident!("{}", context.options.runtime.replace('-', "_"));
    let method = format_ident!("{}", context.method);
    let struct_name = struct_ident(context.path);
    let text = format!(
        "Calls [`{struct_name}::{method}`]: set what you need, then `.await` it. Every builder has the methods of [`{call}`] that choose time-outs, retries and headers."
    );
    let docs = docs::attributes(&[text]);
    let paged = operation.response.paged.is_some().then(|| quote!(paged));
    let with_body = body_field.is_some().then(|| quote!(with_body));
    let glue = quote!(#macro_path::impl_request!(#paged #with_body #name => #response););
    quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a request is sent only when it is awaited"]
        pub struct #name { call: #call<#response>, #body_field }

        impl #name { #(#setters)* #body_setters }

        #glue
    }
}

/// The field for a body with optional fields, and their setters.
fn kept_body(
    call: CommandCall<'_>,
    context: &MethodContext<'_>,
    scope: &mut Scope,
) -> (TokenStream, TokenStream) {
    let ty = scope.generated(&call.decl.name);
    let setters = call.options().map(|field| commands::setter(&field, call.decl, context, scope)).collect();
    (quote!(body: #ty,), setters)
}

fn setter(context: &MethodContext<'_>, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
    let ident = format_ident!("{}", parameter.name);
    let Argument { ty, value } = argument(&parameter.ty, &ident, context.plan, scope);
    // A `let` declares the type of a converted value.
    let rust = rust_type(&parameter.ty, scope);
    let converted = (value.to_string() != parameter.name).then(|| quote!(let #ident: #rust = #value;));
    let step = parameters::step(context, parameter, &ident, scope);
    let docs = docs::attributes(
        &parameter.docs.iter().map(|text| docs::sentence(&docs::prose(text))).collect::<Vec<_>>(),
    );
    quote! {
        #docs
        pub fn #ident(mut self, #ident: #ty) -> Self {
            #converted
            self.call = self.call #step;
            self
        }
    }
}
