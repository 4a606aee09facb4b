//! How to sign in: in the terms of the runtime, and in words.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::builder::help_text;
use super::output::{Content, Options};
use crate::plan::{Api, Credentials, KeyPlace, Plan, Scheme, Security};

/// `src/security.rs`: the schemes, and the alternatives of operations; none where the runtime has names for all of them.
pub(super) fn module(plan: &Plan, options: &Options) -> Option<Content> {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let credentials = &plan.api.credentials;
    let keys = credentials.keys.iter().enumerate().map(|(index, key)| {
        let (name, wire) = (key_constant(credentials, index), &key.wire);
        let place = format_ident!(
            "{}",
            match key.place {
                KeyPlace::Header => "Header",
                KeyPlace::Query => "Query",
                KeyPlace::Cookie => "Cookie",
            }
        );
        let help = help_text(&[&key.credential]);
        quote! {
            pub(crate) const #name: Scheme = Scheme::Key { place: KeyPlace::#place, name: #wire, help: #help };
        }
    });
    let keys: Vec<TokenStream> = keys.collect();
    let alternatives = unusual(plan).enumerate().map(|(index, security)| {
        let name = alternatives_name(index);
        let all = security.iter().map(|schemes| {
            let schemes = schemes.iter().map(|scheme| match scheme {
                Scheme::Basic => quote!(Scheme::Basic),
                Scheme::Bearer => quote!(Scheme::Bearer),
                Scheme::Key(index) => {
                    let name = key_constant(credentials, *index);
                    quote!(#name)
                }
                Scheme::Foreign(name) => quote!(Scheme::Foreign(#name)),
            });
            quote!(&[#(#schemes),*])
        });
        let docs = super::docs::attributes(&[described(&plan.api, security)]);
        quote! {
            #docs
            pub(crate) static #name: &[&[Scheme]] = &[#(#all),*];
        }
    });
    let alternatives: Vec<TokenStream> = alternatives.collect();
    let key_place = (!keys.is_empty()).then(|| quote!(use #runtime::KeyPlace;));
    is_needed(plan).then(|| Content::Rust {
        docs: vec!["The security schemes of the document, and which of them operations accept.".to_owned()],
        items: quote! {
            #key_place
            use #runtime::Scheme;

            #(#keys)*
            #(#alternatives)*
        },
    })
}

/// Whether there is such a module.
pub(super) fn is_needed(plan: &Plan) -> bool {
    !plan.api.credentials.keys.is_empty() || unusual(plan).next().is_some()
}

/// The constant of a key.
pub(super) fn key_constant(credentials: &Credentials, index: usize) -> syn::Ident {
    let name = credentials.keys.get(index).map_or("key", |key| key.credential.name.as_str());
    format_ident!("{}_KEY", name.trim_end_matches('_').to_uppercase())
}

fn alternatives_name(index: usize) -> syn::Ident {
    format_ident!("ALTERNATIVES_{}", index + 1)
}

/// How an operation is authenticated, in the terms of the runtime.
pub(super) fn auth(plan: &Plan, security: &Security, auth: &syn::Ident) -> TokenStream {
    if let Some(name) = plain(security) {
        let name = format_ident!("{name}");
        return quote!(#auth::#name);
    }
    let name = alternatives_name(unusual(plan).position(|other| other == security).unwrap_or_default());
    quote!(#auth::OneOf(crate::security::#name))
}

/// What the runtime has no name for.
fn unusual(plan: &Plan) -> impl Iterator<Item = &Security> {
    plan.securities.iter().filter(|security| plain(security).is_none())
}

/// The name that the runtime has for the commonest ways.
fn plain(security: &Security) -> Option<&'static str> {
    let mut sorted: Vec<&[Scheme]> = security.iter().map(Vec::as_slice).collect();
    sorted.sort();
    match sorted.as_slice() {
        [] => Some("None"),
        [[Scheme::Basic]] => Some("Basic"),
        [[Scheme::Bearer]] => Some("Bearer"),
        [[Scheme::Basic], [Scheme::Bearer]] => Some("BasicOrBearer"),
        _ => None,
    }
}

/// How to sign in, in a sentence.
pub(super) fn described(api: &Api, security: &Security) -> String {
    let wanted: Vec<String> =
        security.iter().filter(|schemes| !schemes.is_empty()).map(|schemes| all(api, schemes)).collect();
    if wanted.is_empty() {
        return match api.credentials.has_authorization() {
            true => "Needs no credentials.".to_owned(),
            false => "The document asks for no credentials.".to_owned(),
        };
    }
    let is_optional = security.iter().any(Vec::is_empty);
    let unsigned = if is_optional { ", or without credentials" } else { "" };
    format!("Signs in with {}{unsigned}.", wanted.join(", or with "))
}

fn all(api: &Api, schemes: &[Scheme]) -> String {
    let credentials = &api.credentials;
    let setter = |name: &str| format!("[`{name}`](crate::ClientBuilder::{name})");
    let one = |scheme: &Scheme| match scheme {
        Scheme::Basic => credentials.basic.as_ref().map_or_else(String::new, |(user, password)| {
            format!("{} and {}", setter(&user.name), setter(&password.name))
        }),
        Scheme::Bearer => credentials.bearer.as_ref().map_or_else(String::new, |token| setter(&token.name)),
        Scheme::Key(index) => {
            credentials.keys.get(*index).map_or_else(String::new, |key| setter(&key.credential.name))
        }
        Scheme::Foreign(name) => format!("`{}`, which the client does not implement", name.replace('`', "'")),
    };
    schemes.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// What the client cannot do, or the document does not say.
pub(super) fn root_docs(plan: &Plan) -> Option<String> {
    let credentials = &plan.api.credentials;
    let lines: Vec<String> = credentials
        .foreign
        .iter()
        .map(|(name, what)| {
            let what = super::docs::prose(what);
            format!("* `{}`: {what}", name.replace('`', "'"))
        })
        .collect();
    if !lines.is_empty() {
        return Some(format!(
            "# Signing in\n\nThe client does not implement these schemes of the document:\n\n{}\n\nAdd what they want with [`ClientBuilder::sign_with`], which changes each request right before it is sent, with a [`Transport`] of your own, or as headers of each call.",
            lines.join("\n")
        ));
    }
    (credentials.all().next().is_none()).then(|| {
        "The document names no way to sign in. Where the server wants one, [`ClientBuilder::authorization`] sets the header `Authorization`.".to_owned()
    })
}
