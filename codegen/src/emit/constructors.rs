//! Constructors of unions, which spare the object around the value of a variant.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::requests::named_argument;
use super::scope::Scope;
use super::values::{Argument, rust_type};
use crate::plan::{Constructor, FieldDecl, Plan, TypeDecl, UnionDecl};

pub(super) fn item(
    plan: &Plan,
    decl: &TypeDecl,
    union: &UnionDecl,
    scope: &mut Scope,
) -> Option<TokenStream> {
    let name = format_ident!("{}", decl.name);
    let methods: Vec<TokenStream> =
        union.constructors.iter().filter_map(|constructor| method(plan, union, constructor, scope)).collect();
    (!methods.is_empty()).then(|| quote! { impl #name { #(#methods)* } })
}

fn method(
    plan: &Plan,
    union: &UnionDecl,
    constructor: &Constructor,
    scope: &mut Scope,
) -> Option<TokenStream> {
    let variant = union.variants.get(constructor.variant)?;
    let decl = plan.types.get(variant.ty.named()?)?;
    let field = decl.fields().iter().find(|field| field.wire == constructor.field)?;
    let (name, argument) = (format_ident!("{}", constructor.name), format_ident!("{}", field.name));
    let object = rust_type(&variant.ty, scope);
    let docs = method_docs(decl, field, constructor);
    let aliases = docs::aliases(&constructor.name, decl.aliases.iter().map(String::as_str));
    if constructor.takes_value {
        let Argument { ty, .. } = named_argument(plan, decl, field, &argument, scope);
        return Some(quote! {
            #docs
            #aliases
            pub fn #name(#argument: #ty) -> Self {
                #object::new(#argument).into()
            }
        });
    }
    let value = (!field.empty).then(|| rust_type(&field.ty, scope));
    let value = value.map(|ty| quote!(#ty::new()));
    Some(quote! {
        #docs
        #aliases
        pub fn #name() -> Self {
            #object::new(#value).into()
        }
    })
}

fn method_docs(decl: &TypeDecl, field: &FieldDecl, constructor: &Constructor) -> TokenStream {
    let described = decl.description.as_deref().map(|text| docs::sentence(&docs::prose(text)));
    let purpose = described.unwrap_or_else(|| format!("Makes a [`{}`].", decl.name));
    let value = field.docs.first().map(|text| docs::sentence(&docs::prose(text)));
    let argument = value.map(|text| format!("* `{}`: {}", field.name, text.replace('\n', "\n  ")));
    let paragraphs: Vec<String> =
        [Some(purpose), argument.filter(|_| constructor.takes_value)].into_iter().flatten().collect();
    docs::attributes(&paragraphs)
}
