//! What a command adds to its method: the fields of one variant of the body replace the body, and the method fills in the
//! text of the discriminator.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{CommandCall, CommandField, MethodContext};
use super::presence::Presence;
use super::requests::{field_argument, named_argument, setter_docs};
use super::required;
use super::scope::Scope;
use crate::plan::{FieldDecl, Plan, Type, TypeDecl};

/// The body in terms of the method's arguments.
pub(super) fn body(call: CommandCall<'_>, plan: &Plan, scope: &mut Scope) -> TokenStream {
    let ty = scope.generated(&call.decl.name);
    let by_name = required::name(plan, call.decl);
    let required = call.decl.fields().iter().filter(|field| field.is_argument());
    let values = required.map(|field| {
        let value = match call.command.names.get(&field.wire) {
            Some(name) if by_name.is_some() => {
                named_argument(plan, call.decl, field, &format_ident!("{name}"), scope).value
            }
            Some(name) => {
                let name = format_ident!("{name}");
                quote!(#name)
            }
            None => text(call, field, scope),
        };
        (format_ident!("{}", field.name), value)
    });
    let (names, values): (Vec<syn::Ident>, Vec<TokenStream>) = values.unzip();
    let arguments = match by_name {
        Some(required) => {
            let required = scope.generated(&required);
            let fields = names.iter().zip(&values).map(|(name, value)| match *name == value.to_string() {
                true => quote!(#name),
                false => quote!(#name: #value),
            });
            quote!(#required { #(#fields),* })
        }
        None => quote!(#(#values),*),
    };
    let discriminator = call.decl.fields().iter().find(|field| field.wire == call.command.property);
    // The constructor sets constants, and leaves out a text that is optional.
    let left_out = discriminator.filter(|field| field.constant.is_none() && !field.is_argument());
    let set = left_out.map(|field| {
        let (setter, text) = (format_ident!("{}", field.name), text(call, field, scope));
        quote!(.#setter(#text))
    });
    quote!(#ty::new(#arguments) #set)
}

/// The text of the discriminator, as a value of the field's type.
fn text(call: CommandCall<'_>, field: &FieldDecl, scope: &mut Scope) -> TokenStream {
    let text = &call.command.value;
    match &field.ty {
        Type::Named(name) => {
            let name = scope.generated(name);
            quote!(#name::from(#text))
        }
        _ => quote!(#text.to_owned()),
    }
}

/// The argument of a method, or of a setter, for a field.
pub(super) fn parameter(
    field: &CommandField<'_>,
    decl: &TypeDecl,
    context: &MethodContext<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let ty = field_argument(context.plan, decl, field.decl, scope).ty;
    quote!(#name: #ty)
}

/// The setter of an optional field, on the call.
pub(super) fn setter(
    field: &CommandField<'_>,
    decl: &TypeDecl,
    context: &MethodContext<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let docs = setter_docs(field.decl, Presence::of(field.decl, decl));
    let parameter = parameter(field, decl, context, scope);
    let ty = scope.generated(&decl.name);
    let (name, field) = (format_ident!("{}", field.name), format_ident!("{}", field.decl.name));
    quote! {
        #docs
        pub fn #name(mut self, #parameter) -> Self {
            self.inner = self.inner.edit(|body: #ty| body.#field(#name));
            self
        }
    }
}
