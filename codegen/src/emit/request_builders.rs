//! What operations add to their calls: a type that stands for each operation, and a setter for each optional parameter
//! or field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{CommandCall, MethodContext, keeps_body, options};
use super::paths::{request, struct_ident};
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use super::{commands, docs, operations};
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
    quote! {
        #docs
        pub enum #marker {}

        impl crate::Operation for #marker {}

        #block
    }
}

fn marker_docs(context: &MethodContext<'_>) -> TokenStream {
    let (operation, method) = (context.operation, context.method);
    let name = struct_ident(context.path);
    let command = context.command_call.map(|call| call.command);
    let purpose = format!("The operation of [`{name}::{method}`]: {}.", request(operation, command));
    let line = |name: &str, text: Option<&String>| {
        let text = text.map_or_else(String::new, |text| format!(": {}", docs::sentence(&docs::prose(text))));
        format!("* `{name}`{}", text.replace('\n', "\n  "))
    };
    let parameters = options(operation).map(|parameter| line(&parameter.name, parameter.docs.first()));
    let fields = context.command_call.into_iter().flat_map(CommandCall::options);
    let fields = fields.map(|field| line(field.name, field.decl.docs.first()));
    let lines: Vec<String> = parameters.chain(fields).collect();
    let list = (!lines.is_empty()).then(|| {
        format!("Its calls have these setters beside the methods of every [`Call`]:\n\n{}", lines.join("\n"))
    });
    docs::attributes(&[purpose, list.unwrap_or_default()])
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
    let step = operations::step(parameter, &ident);
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
