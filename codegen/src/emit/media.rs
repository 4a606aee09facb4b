//! What a call says of its media types and of its server, where that is not what the runtime says by itself.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::MethodContext;
use super::scope::Scope;
use super::values::rust_type;
use crate::plan::{Encoding, ResponseFormat};

/// The last step of a call whose response is read while it arrives.
pub(super) fn streaming(context: &MethodContext<'_>, scope: &mut Scope) -> Option<TokenStream> {
    let response = &context.operation.response;
    let method = match response.format {
        ResponseFormat::Events => format_ident!("events"),
        ResponseFormat::JsonLines => format_ident!("json_lines"),
        _ => return None,
    };
    let item = rust_type(&response.ty, scope);
    Some(quote!(.#method::<#item>()))
}

/// The first steps of a call.
pub(super) fn steps(context: &MethodContext<'_>) -> Vec<TokenStream> {
    let operation = context.operation;
    let server = operation.server.as_ref().map(|url| quote!(.server(#url)));
    let usual = match operation.response.format {
        ResponseFormat::Json => "application/json",
        ResponseFormat::Text => "text/plain",
        ResponseFormat::Bytes | ResponseFormat::Empty | ResponseFormat::ByStatus => "*/*",
        ResponseFormat::Events | ResponseFormat::JsonLines => "",
    };
    let accept = Some(&operation.accept).filter(|accept| *accept != usual);
    let accept = accept.map(|accept| quote!(.accept(#accept)));
    let body = operation.body.as_ref().filter(|body| body.encoding == Encoding::Json);
    let content_type = body.map(|body| &body.media_type).filter(|name| *name != "application/json");
    let content_type = content_type.map(|name| quote!(.content_type(#name)));
    [server, accept, content_type].into_iter().flatten().collect()
}
