//! Builders of requests: a struct for each method that leaves something to be set, with a setter for all of that.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::commands::{self, Sent};
use super::docs;
use super::namespaces::struct_ident;
use super::operations::{self, Emission};
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use crate::plan::Parameter;

/// The builder of an operation that has optional parameters.
pub(super) fn item(emission: &Emission<'_>, scope: &mut Scope) -> TokenStream {
    let operation = emission.operation;
    let name = operations::builder_name(emission);
    let (call, answer) = (scope.runtime("Call"), operations::answer_type(operation, scope));
    let setters: Vec<TokenStream> =
        operations::options(operation).map(|parameter| setter(emission, parameter, scope)).collect();
    let body = emission.sent.filter(|_| operations::keeps_body(emission));
    let body = body.map(|sent| kept_body(sent, emission, scope));
    let (body_field, body_setters) = body.unzip();
    let macro_path = format_ident!("{}", emission.options.runtime.replace('-', "_"));
    let method = format_ident!("{}", emission.method);
    let struct_name = struct_ident(emission.path);
    let text = format!(
        "Calls [`{struct_name}::{method}`]: set what you need, then `.await` it. Every builder has the methods of [`{call}`] that choose time-outs, retries and headers."
    );
    let docs = docs::attributes(&[text]);
    let paged = operation.answer.paged.is_some().then(|| quote!(paged));
    let with_body = body_field.is_some().then(|| quote!(with_body));
    let glue = quote!(#macro_path::impl_request!(#paged #with_body #name => #answer););
    quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a request is sent only when it is awaited"]
        pub struct #name { call: #call<#answer>, #body_field }

        impl #name { #(#setters)* #body_setters }

        #glue
    }
}

/// The field of a body that may still change, and the setters that change it.
fn kept_body(sent: Sent<'_>, emission: &Emission<'_>, scope: &mut Scope) -> (TokenStream, TokenStream) {
    let ty = scope.generated(&sent.decl.name);
    let setters = sent.options().map(|given| commands::setter(&given, sent.decl, emission, scope)).collect();
    (quote!(body: #ty,), setters)
}

fn setter(emission: &Emission<'_>, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
    let ident = format_ident!("{}", parameter.name);
    let Argument { ty, value } = argument(&parameter.ty, &ident, emission.plan, scope);
    // A converted value is named first, so that its type is told.
    let rust = rust_type(&parameter.ty, scope);
    let converted = (value.to_string() != parameter.name).then(|| quote!(let #ident: #rust = #value;));
    let step = operations::step(parameter, &ident);
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
