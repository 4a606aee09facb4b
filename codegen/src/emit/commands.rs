//! What a command adds to its method: the fields of one shape of the body take the place of the body, and the text that
//! tells this shape from the others is filled in.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::objects::Holding;
use super::operations::Emission;
use super::requests::{held_argument, is_argument, setter_docs};
use super::scope::Scope;
use crate::plan::{Command, FieldDecl, Type, TypeDecl};

/// A command, with the type of what it sends.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    pub command: &'a Command,
    pub decl: &'a TypeDecl,
}

/// A field that the caller gives.
pub(super) struct Given<'a> {
    pub field: &'a FieldDecl,
    /// Its name in this method.
    pub name: &'a str,
}

impl<'a> Sent<'a> {
    /// What the method asks for.
    pub(super) fn arguments(self) -> impl Iterator<Item = Given<'a>> {
        self.given().filter(|given| is_argument(given.field))
    }

    /// What may be set before the call is sent.
    pub(super) fn options(self) -> impl Iterator<Item = Given<'a>> {
        self.given().filter(|given| !is_argument(given.field))
    }

    fn given(self) -> impl Iterator<Item = Given<'a>> {
        let free = self.decl.fields().iter().filter(|field| field.constant.is_none());
        free.filter_map(move |field| Some(Given { field, name: self.command.names.get(&field.wire)? }))
    }

    /// The body in terms of the method's arguments.
    pub(super) fn body(self, scope: &mut Scope) -> TokenStream {
        let ty = scope.generated(&self.decl.name);
        let required: Vec<&FieldDecl> =
            self.decl.fields().iter().filter(|field| is_argument(field)).collect();
        let values = required.iter().map(|field| match self.command.names.get(&field.wire) {
            Some(name) => {
                let name = format_ident!("{name}");
                quote!(#name)
            }
            None => self.text(field, scope),
        });
        let values: Vec<TokenStream> = values.collect();
        let told = self.decl.fields().iter().find(|field| field.wire == self.command.property);
        // A constant is the constructor's business; where the text is optional, the constructor leaves it out.
        let left_out = told.filter(|field| field.constant.is_none() && !is_argument(field));
        let set = left_out.map(|field| {
            let (setter, text) = (format_ident!("{}", field.name), self.text(field, scope));
            quote!(.#setter(#text))
        });
        quote!(#ty::new(#(#values),*) #set)
    }

    /// The text that tells this shape, as a value of the field's type.
    fn text(self, field: &FieldDecl, scope: &mut Scope) -> TokenStream {
        let text = &self.command.value;
        match &field.ty {
            Type::Named(name) => {
                let name = scope.generated(name);
                quote!(#name::from(#text))
            }
            _ => quote!(#text.to_owned()),
        }
    }
}

/// The argument of a method, or of a setter, for a field.
pub(super) fn parameter(
    given: &Given<'_>,
    decl: &TypeDecl,
    emission: &Emission<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let name = format_ident!("{}", given.name);
    let ty = held_argument(emission.plan, decl, given.field, scope).ty;
    quote!(#name: #ty)
}

/// The setter of an optional field, on the builder of the call.
pub(super) fn setter(
    given: &Given<'_>,
    decl: &TypeDecl,
    emission: &Emission<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let docs = setter_docs(given.field, Holding::of(given.field, decl));
    let parameter = parameter(given, decl, emission, scope);
    let (name, field) = (format_ident!("{}", given.name), format_ident!("{}", given.field.name));
    quote! {
        #docs
        pub fn #name(mut self, #parameter) -> Self {
            self.body = self.body.#field(#name);
            self
        }
    }
}
