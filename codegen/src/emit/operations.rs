//! Operations: a static that describes each to the runtime, and the method that calls it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{MethodContext, arguments, id_of, is_deprecated, keeps_body, response_type};
use super::paths::bound_ident;
use super::responses::format_name;
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use super::{aliases, commands, descriptions, docs, media, parameters, required, security};
use crate::names::static_name;
use crate::plan::{Body, Encoding, Parameter, Place, Plan, Scopes, Type};

/// The static that describes the operation to the runtime.
pub(super) fn description(context: &MethodContext<'_>, scope: &mut Scope) -> TokenStream {
    let operation = context.operation;
    let address = operation.source.as_ref().filter(|source| source.contains("://"));
    let documentation = match address {
        Some(address) => quote!(Some(#address)),
        None => quote!(None),
    };
    let [ty, method, auth, scopes, format] =
        ["Operation", "Method", "Auth", "Scopes", "ResponseFormat"].map(|name| scope.runtime(name));
    let name = static_ident(context);
    let (id, path) = (id_of(context), &operation.path);
    let verb = format_ident!("{}", operation.method);
    let auth_value = security::auth(context.plan, &operation.security, &auth);
    let response_format = format_ident!("{}", format_name(operation.response.format));
    let scopes_value = match &operation.scopes {
        Scopes::None => quote!(#scopes::None),
        Scopes::AnyOf(names) => quote!(#scopes::AnyOf(&[#(#names),*])),
        Scopes::AllOf(names) => quote!(#scopes::AllOf(&[#(#names),*])),
    };
    quote! {
        static #name: #ty = #ty {
            id: #id,
            method: #method::#verb,
            path: #path,
            auth: #auth_value,
            scopes: #scopes_value,
            documentation: #documentation,
            response: #format::#response_format,
        };
    }
}

fn static_ident(context: &MethodContext<'_>) -> syn::Ident {
    format_ident!("{}", static_name(context.method))
}

/// The method of the namespace.
pub(super) fn method(context: &MethodContext<'_>, scope: &mut Scope) -> TokenStream {
    if let Some(target) = &context.alias_of {
        return aliases::method(context, target, scope);
    }
    let operation = context.operation;
    let name = format_ident!("{}", context.method);
    let described = static_ident(context);
    let docs = descriptions::method(context);
    let command = context.command_call.map(|call| call.command).filter(|command| command.helper.is_none());
    let command = command.map(|command| command.value.as_str());
    let own = context.command_call.map_or(&operation.aliases, |call| &call.decl.aliases);
    let named = [operation.id.as_str(), operation.path.as_str()].into_iter().chain(command);
    let aliases = docs::aliases(context.method, named.chain(own.iter().map(String::as_str)));
    let deprecated = is_deprecated(context).then(|| deprecation(context));
    let Request { passed, conversions, steps } = request(context, scope);
    let (call, response, marker) = (scope.root("Call"), response_type(operation, scope), &context.marker);
    let streaming = media::streaming(context, scope);
    let unit = streaming.is_some().then(|| quote!(::<()>));
    let allow = (passed.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #aliases
        #deprecated
        #allow
        pub fn #name(&self, #(#passed),*) -> #call<#response, #marker> {
            #(#conversions)*
            #call::new(self.client.call #unit (&#described) #(#steps)* #streaming)
        }
    }
}

/// The arguments of a method, and how it makes a request of them.
#[derive(Default)]
struct Request {
    /// The arguments.
    passed: Vec<TokenStream>,
    /// Statements that convert them.
    conversions: Vec<TokenStream>,
    /// Steps that add them to the call.
    steps: Vec<TokenStream>,
}

fn request(context: &MethodContext<'_>, scope: &mut Scope) -> Request {
    let mut request = Request { steps: media::steps(context), ..Request::default() };
    for parameter in arguments(context.operation) {
        let Required { argument, before, step } = required_parameter(context, parameter, scope);
        request.passed.extend(argument);
        request.conversions.extend(before);
        request.steps.push(step);
    }
    if let Some(call) = context.command_call {
        let field = call.arguments().map(|field| commands::parameter(&field, call.decl, context, scope));
        request.passed.extend(field);
        let body = commands::body(call, context.plan, scope);
        request.steps.push(match keeps_body(context) {
            true => quote!(.draft(#body)),
            false => quote!(.json_body(&#body)),
        });
    } else if let Some(body) = &context.operation.body {
        let BodyArgument { argument, before, step } = body_argument(body, context.plan, scope);
        request.passed.push(argument);
        request.conversions.extend(before);
        request.steps.push(step);
    }
    request
}

pub(super) fn deprecation(context: &MethodContext<'_>) -> TokenStream {
    let (operation, call) =
        (context.operation, context.command_call.filter(|_| !context.operation.deprecated));
    let text = match call {
        Some(call) => call.decl.description.as_deref(),
        None => operation.description.as_deref().or(operation.summary.as_deref()),
    };
    let text = text.unwrap_or_default();
    let sentence = text.split(". ").find(|sentence| sentence.to_lowercase().contains("deprecated"));
    let note = sentence.map_or_else(
        || "the documentation advises against its use".to_owned(),
        |text| text.trim().trim_end_matches('.').to_owned(),
    );
    quote!(#[deprecated(note = #note)])
}

/// What a required parameter adds to a method.
struct Required {
    argument: Option<TokenStream>,
    /// A statement that converts the argument.
    before: Option<TokenStream>,
    /// What it does to the call.
    step: TokenStream,
}

/// An argument of the method and what it does to the call; bound path parameters come from the namespace.
fn required_parameter(context: &MethodContext<'_>, parameter: &Parameter, scope: &mut Scope) -> Required {
    let name = format_ident!("{}", parameter.name);
    if parameter.place == Place::Path {
        return match context.space.bound.iter().any(|(_, wire)| *wire == parameter.wire) {
            true => {
                let field = bound_ident(&parameter.wire);
                Required { argument: None, before: None, step: quote!(.path(&self.#field)) }
            }
            false if parameters::is_plain_path(context.plan, parameter) => Required {
                argument: Some(quote!(#name: impl std::fmt::Display)),
                before: None,
                step: quote!(.path(&#name)),
            },
            false => typed_parameter(context, parameter, scope),
        };
    }
    typed_parameter(context, parameter, scope)
}

/// An argument of the parameter's own type.
fn typed_parameter(context: &MethodContext<'_>, parameter: &Parameter, scope: &mut Scope) -> Required {
    let name = format_ident!("{}", parameter.name);
    let Argument { ty, value } = argument(&parameter.ty, &name, context.plan, scope);
    let rust = rust_type(&parameter.ty, scope);
    let converted = (value.to_string() != parameter.name).then(|| quote!(let #name: #rust = #value;));
    Required {
        argument: Some(quote!(#name: #ty)),
        before: converted,
        step: parameters::step(context, parameter, &name, scope),
    }
}

/// What a body adds to a method.
pub(super) struct BodyArgument {
    pub argument: TokenStream,
    /// A statement that converts the argument.
    before: Option<TokenStream>,
    /// What it does to the call.
    step: TokenStream,
}

pub(super) fn body_argument(body: &Body, plan: &Plan, scope: &mut Scope) -> BodyArgument {
    if let Encoding::Bytes(media_type) = &body.encoding {
        let (argument, step) = (quote!(body: impl Into<Vec<u8>>), quote!(.bytes(#media_type, body)));
        return BodyArgument { argument, before: None, step };
    }
    if let Encoding::Text(media_type) = &body.encoding {
        let (argument, step) = (quote!(body: impl Into<String>), quote!(.text(#media_type, body)));
        return BodyArgument { argument, before: None, step };
    }
    let ty = rust_type(&body.ty, scope);
    let step = match (body.required, &body.encoding) {
        (_, Encoding::Form) if body.form_styles.is_empty() => quote!(.form_body(&body)),
        (_, Encoding::Form) => {
            let styles = body.form_styles.iter().map(|field| {
                let (name, style) = (&field.name, parameters::style_of_form(field, scope));
                quote!((#name, #style))
            });
            quote!(.styled_form_body(&body, &[#(#styles),*]))
        }
        (_, Encoding::Multipart(types)) => {
            let types = types.iter().map(|(name, media_type)| quote!((#name, #media_type)));
            quote!(.multipart_body(&body, &[#(#types),*]))
        }
        (true, _) => quote!(.json_body(&body)),
        (false, _) => quote!(.json_optional(&body)),
    };
    let converts = matches!(&body.ty, Type::Named(name) if required::converts(plan, name));
    match body.required {
        true if converts => BodyArgument {
            argument: quote!(body: impl Into<#ty>),
            before: Some(quote!(let body: #ty = body.into();)),
            step,
        },
        true => BodyArgument { argument: quote!(body: #ty), before: None, step },
        false => BodyArgument {
            argument: quote!(body: impl Into<Option<#ty>>),
            before: Some(quote!(let body: Option<#ty> = body.into();)),
            step,
        },
    }
}
