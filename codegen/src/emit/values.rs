//! Rust types of values, and how a user may write one as an argument.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use crate::plan::{FieldDecl, Kind, Plan, Type};

/// The type in a response or a signature.
pub(super) fn rust_type(ty: &Type, scope: &mut Scope) -> TokenStream {
    match ty {
        Type::String => quote!(String),
        Type::Integer => quote!(i64),
        Type::Unsigned => quote!(u64),
        Type::Number => quote!(f64),
        Type::Bool => quote!(bool),
        Type::Secret => runtime(scope, "Secret"),
        Type::Uuid => runtime(scope, "Uuid"),
        Type::Timestamp => runtime(scope, "Timestamp"),
        Type::Any => runtime(scope, "Value"),
        Type::File => runtime(scope, "FilePart"),
        Type::Named(name) => scope.generated(name),
        Type::List(item) => {
            let item = rust_type(item, scope);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let (map, value) = (scope.runtime("Map"), rust_type(value, scope));
            quote!(#map<#value>)
        }
        Type::MaybeArray(inner) => {
            let (wrapper, inner) = (scope.runtime("MaybeArray"), rust_type(inner, scope));
            quote!(#wrapper<#inner>)
        }
        Type::Nullable(inner) => {
            let inner = rust_type(inner, scope);
            quote!(Option<#inner>)
        }
    }
}

fn runtime(scope: &mut Scope, name: &'static str) -> TokenStream {
    let name = scope.runtime(name);
    quote!(#name)
}

/// The type of a field's value, boxed where the planner says so.
pub(super) fn field_type(field: &FieldDecl, scope: &mut Scope) -> TokenStream {
    let ty = rust_type(&field.ty, scope);
    if field.boxed { quote!(Box<#ty>) } else { ty }
}

/// An argument: the type a caller may pass, and the expression that makes the value of it.
pub(super) struct Argument {
    /// The type in the signature.
    pub ty: TokenStream,
    /// The value, in terms of the argument's name.
    pub value: TokenStream,
}

/// How a value of a type is passed: what converts without loss is converted.
pub(super) fn argument(ty: &Type, name: &syn::Ident, plan: &Plan, scope: &mut Scope) -> Argument {
    let rust = rust_type(ty, scope);
    match ty {
        Type::Integer | Type::Unsigned | Type::Bool | Type::Map(_) | Type::Nullable(_) => {
            Argument { ty: rust, value: quote!(#name) }
        }
        Type::Named(declared) if is_object(plan, declared) => Argument { ty: rust, value: quote!(#name) },
        Type::List(item) => list_argument(item, name, scope),
        _ => Argument { ty: quote!(impl Into<#rust>), value: quote!(#name.into()) },
    }
}

/// Lists take anything that can be iterated; texts convert one by one.
fn list_argument(item: &Type, name: &syn::Ident, scope: &mut Scope) -> Argument {
    let rust = rust_type(item, scope);
    match item {
        Type::String | Type::File => Argument {
            ty: quote!(impl IntoIterator<Item = impl Into<#rust>>),
            value: quote!(#name.into_iter().map(Into::into).collect()),
        },
        _ => Argument {
            ty: quote!(impl IntoIterator<Item = #rust>),
            value: quote!(#name.into_iter().collect()),
        },
    }
}

fn is_object(plan: &Plan, name: &str) -> bool {
    plan.types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Object(_)))
}
