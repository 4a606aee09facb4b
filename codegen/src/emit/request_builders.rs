//! What operations add to their calls: a type that stands for each operation, and a setter for each optional parameter
//! or field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{MethodContext, keeps_body, options};
use super::paths::{request, struct_ident};
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use super::{commands, docs, parameters};
use crate::plan::Parameter;

/// The type that stands for an operation, and the setters of its calls.
///
/// Each operation has such a type from the beginning: the type of its calls stays the same when it gains its first
/// optional parameter.
pub(super) fn item(context: &MethodContext<'_>, scope: &mut Scope) -> TokenStream {
    let marker = &context.marker;
    let docs = marker_docs(context);
    let setters = setters(context, scope);
    let block = (!setters.is_empty()).then(|| {
        let call = scope.root("Call");
        quote! { impl<T> #call<T, #marker> { #(#setters)* } }
    });
    // What a reader wants to know of it, the documentation of the method says: so it has no page of its own.
    quote! {
        #docs
        #[doc(hidden)]
        pub enum #marker {}

        impl crate::Operation for #marker {}

        #block
    }
}

fn marker_docs(context: &MethodContext<'_>) -> TokenStream {
    let (name, method) = (struct_ident(context.path), context.method);
    let command = context.command_call.map(|call| call.command);
    let request = request(context.operation, command);
    docs::attributes(&[format!("The operation of [`{name}::{method}`]: {request}.")])
}

fn setters(context: &MethodContext<'_>, scope: &mut Scope) -> Vec<TokenStream> {
    let mut setters: Vec<TokenStream> =
        options(context.operation).map(|parameter| setter(context, parameter, scope)).collect();
    if let Some(call) = context.command_call.filter(|_| keeps_body(context)) {
        setters.extend(call.options().map(|field| commands::setter(&field, call.decl, context, scope)));
    }
    setters
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
            self.inner = self.inner #step;
            self
        }
    }
}
