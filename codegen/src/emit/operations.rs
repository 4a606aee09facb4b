//! Operations: a static that describes each to the runtime, and the method through which it is called.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::commands::{self, Sent};
use super::descriptions;
use super::scope::Scope;
use super::values::{Argument, argument, rust_type};
use super::{Options, docs, namespaces};
use crate::names::{static_name, type_name};
use crate::plan::{
    AnswerKind, Body, Encoding, Namespace, Operation, Parameter, Place, Plan, Scheme, Scopes, Type,
};

/// What all that is emitted for one operation needs to know.
pub(super) struct Emission<'a> {
    pub plan: &'a Plan,
    pub options: &'a Options,
    pub path: &'a [String],
    pub space: &'a Namespace,
    pub operation: &'a Operation,
    pub method: &'a str,
    /// The command that the method sends, where it is not the operation as a whole.
    pub sent: Option<Sent<'a>>,
}

/// The static that describes the operation to the runtime.
pub(super) fn description(emission: &Emission<'_>, scope: &mut Scope) -> TokenStream {
    let operation = emission.operation;
    let [ty, method, auth, scopes, format] =
        ["Operation", "Method", "Auth", "Scopes", "ResponseFormat"].map(|name| scope.runtime(name));
    let name = static_ident(emission);
    let (id, path) = (id_of(emission), &operation.path);
    let verb = format_ident!("{}", operation.method);
    let auth_kind = format_ident!("{}", auth_kind(emission.plan, operation));
    let response_format = format_ident!("{}", response_format(operation));
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
            auth: #auth::#auth_kind,
            scopes: #scopes_value,
            response: #format::#response_format,
        };
    }
}

/// The id by which errors and spans tell of the operation: of a command, too, one wants to know which it was.
pub(super) fn id_of(emission: &Emission<'_>) -> String {
    let id = &emission.operation.id;
    emission.sent.map_or_else(|| id.clone(), |sent| format!("{id}({})", sent.command.value))
}

fn static_ident(emission: &Emission<'_>) -> syn::Ident {
    format_ident!("{}", static_name(emission.method))
}

fn response_format(operation: &Operation) -> &'static str {
    match operation.answer.kind {
        AnswerKind::Json => "Json",
        AnswerKind::Text => "Text",
        AnswerKind::Bytes => "Bytes",
        AnswerKind::Empty => "Empty",
    }
}

/// How the operation is signed in to, as the runtime calls it.
pub(super) fn auth_kind(plan: &Plan, operation: &Operation) -> &'static str {
    let schemes = operation.security.iter().filter_map(|name| plan.api.schemes.get(name));
    let (mut basic, mut bearer) = (false, false);
    for scheme in schemes {
        basic |= *scheme == Scheme::Basic;
        bearer |= *scheme == Scheme::Bearer;
    }
    match (basic, bearer) {
        (true, true) => "BasicOrBearer",
        (true, false) => "Basic",
        (false, true) => "Bearer",
        (false, false) => "None",
    }
}

/// The type an operation decodes to.
pub(super) fn answer_type(operation: &Operation, scope: &mut Scope) -> TokenStream {
    match operation.answer.kind {
        AnswerKind::Empty => quote!(()),
        AnswerKind::Bytes => {
            let bytes = scope.runtime("Bytes");
            quote!(#bytes)
        }
        AnswerKind::Json | AnswerKind::Text => rust_type(&operation.answer.ty, scope),
    }
}

/// What the call itself is given, as opposed to a setter later.
pub(super) fn arguments(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.required)
}

/// What may be set before the call is sent.
pub(super) fn options(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| !parameter.required)
}

/// Whether the method has a builder of its own rather than the runtime's plain call.
pub(super) fn has_builder(emission: &Emission<'_>) -> bool {
    options(emission.operation).next().is_some() || keeps_body(emission)
}

/// Whether the builder keeps the body until the call is sent, as parts of it may still be set.
pub(super) fn keeps_body(emission: &Emission<'_>) -> bool {
    emission.sent.is_some_and(|sent| sent.options().next().is_some())
}

/// Name of the operation's own builder.
pub(super) fn builder_name(emission: &Emission<'_>) -> syn::Ident {
    format_ident!("{}", type_name(&format!("{} {}", emission.method, emission.path.join(" "))))
}

/// The method of the namespace.
pub(super) fn method(emission: &Emission<'_>, scope: &mut Scope) -> TokenStream {
    let operation = emission.operation;
    let name = format_ident!("{}", emission.method);
    let described = static_ident(emission);
    let docs = descriptions::method(emission);
    let command = emission.sent.map(|sent| sent.command.value.as_str());
    let aliases = docs::aliases(
        emission.method,
        [operation.id.as_str(), operation.path.as_str()].into_iter().chain(command),
    );
    let deprecated = is_deprecated(emission).then(|| deprecation(emission));
    let Request { passed, conversions, steps, kept } = request(emission, scope);
    let call = quote!(self.client.call(&#described) #(#steps)*);
    let (answer, value) = match has_builder(emission) {
        true => {
            let builder = builder_name(emission);
            (quote!(#builder), quote!(#builder { call: #call, #kept }))
        }
        false => {
            let (call_type, answer) = (scope.runtime("Call"), answer_type(operation, scope));
            (quote!(#call_type<#answer>), call)
        }
    };
    let allow = (passed.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #aliases
        #deprecated
        #allow
        pub fn #name(&self, #(#passed),*) -> #answer {
            #(#conversions)*
            #value
        }
    }
}

/// What a method is given, and how it makes a request of that.
#[derive(Default)]
struct Request {
    /// The arguments.
    passed: Vec<TokenStream>,
    /// Statements that convert them.
    conversions: Vec<TokenStream>,
    /// What they do to the call.
    steps: Vec<TokenStream>,
    /// The body, where it is kept beside the call.
    kept: Option<TokenStream>,
}

fn request(emission: &Emission<'_>, scope: &mut Scope) -> Request {
    let mut request = Request::default();
    for parameter in arguments(emission.operation) {
        let Required { argument, before, step } = required_parameter(emission, parameter, scope);
        request.passed.extend(argument);
        request.conversions.extend(before);
        request.steps.push(step);
    }
    if let Some(sent) = emission.sent {
        let given = sent.arguments().map(|given| commands::parameter(&given, sent.decl, emission, scope));
        request.passed.extend(given);
        let body = sent.body(scope);
        match keeps_body(emission) {
            true => request.kept = Some(quote!(body: #body)),
            false => request.steps.push(quote!(.json_body(&#body))),
        }
    } else if let Some(body) = &emission.operation.body {
        let BodyArgument { argument, before, step } = body_argument(body, scope);
        request.passed.push(argument);
        request.conversions.extend(before);
        request.steps.push(step);
    }
    request
}

/// A command is advised against with its operation, or by itself.
pub(super) fn is_deprecated(emission: &Emission<'_>) -> bool {
    emission.operation.deprecated || emission.sent.is_some_and(|sent| sent.decl.deprecated)
}

fn deprecation(emission: &Emission<'_>) -> TokenStream {
    let (operation, sent) = (emission.operation, emission.sent.filter(|_| !emission.operation.deprecated));
    let told = match sent {
        Some(sent) => sent.decl.description.as_deref(),
        None => operation.description.as_deref().or(operation.summary.as_deref()),
    };
    let told = told.unwrap_or_default();
    let sentence = told.split(". ").find(|sentence| sentence.to_lowercase().contains("deprecated"));
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
fn required_parameter(emission: &Emission<'_>, parameter: &Parameter, scope: &mut Scope) -> Required {
    let name = format_ident!("{}", parameter.name);
    if parameter.place == Place::Path {
        return match emission.space.bound.iter().any(|(_, wire)| *wire == parameter.wire) {
            true => {
                let field = namespaces::bound_ident(&parameter.wire);
                Required { argument: None, before: None, step: quote!(.path(&self.#field)) }
            }
            false => Required {
                argument: Some(quote!(#name: impl std::fmt::Display)),
                before: None,
                step: quote!(.path(&#name)),
            },
        };
    }
    let Argument { ty, value } = argument(&parameter.ty, &name, emission.plan, scope);
    let rust = rust_type(&parameter.ty, scope);
    let converted = (value.to_string() != parameter.name).then(|| quote!(let #name: #rust = #value;));
    Required { argument: Some(quote!(#name: #ty)), before: converted, step: step(parameter, &name) }
}

/// What a parameter does to a call, given the name of its value.
pub(super) fn step(parameter: &Parameter, value: &syn::Ident) -> TokenStream {
    let wire = &parameter.wire;
    match (&parameter.ty, parameter.place) {
        (_, Place::Path) => quote!(.path(&#value)),
        (_, Place::Header) => quote!(.header_value(#wire, &#value)),
        (_, Place::Cookie) => quote!(.cookie_value(#wire, &#value)),
        _ if parameter.as_json => quote!(.query_json(#wire, &#value)),
        (Type::List(_), Place::Query) if parameter.explode => quote!(.query_list(#wire, &#value)),
        (Type::List(_), Place::Query) => {
            let separator = parameter.separator;
            quote!(.query_joined(#wire, #separator, &#value))
        }
        (
            Type::String | Type::Integer | Type::Number | Type::Bool | Type::Uuid | Type::Timestamp,
            Place::Query,
        ) => {
            quote!(.query(#wire, &#value))
        }
        (_, Place::Query) => quote!(.query_value(#wire, &#value)),
    }
}

/// What a body adds to a method.
struct BodyArgument {
    argument: TokenStream,
    /// A statement that converts the argument.
    before: Option<TokenStream>,
    /// What it does to the call.
    step: TokenStream,
}

fn body_argument(body: &Body, scope: &mut Scope) -> BodyArgument {
    if let Encoding::Bytes(media_type) = &body.encoding {
        let (argument, step) = (quote!(body: impl Into<Vec<u8>>), quote!(.bytes(#media_type, body)));
        return BodyArgument { argument, before: None, step };
    }
    let ty = rust_type(&body.ty, scope);
    let step = match (body.required, &body.encoding) {
        (_, Encoding::Form) => quote!(.form_body(&body)),
        (true, _) => quote!(.json_body(&body)),
        (false, _) => quote!(.json_optional(&body)),
    };
    match body.required {
        true => BodyArgument { argument: quote!(body: #ty), before: None, step },
        false => BodyArgument {
            argument: quote!(body: impl Into<Option<#ty>>),
            before: Some(quote!(let body: Option<#ty> = body.into();)),
            step,
        },
    }
}
