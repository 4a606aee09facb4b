//! The module of webhooks: what the runtime needs to know of each, its types, and an enum of all of them.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::output::{Content, Options};
use super::scope::Scope;
use super::values::rust_type;
use crate::names::{Taken, value_name};
use crate::plan::{Encoding, Kind, Plan, Type, WEBHOOKS, Webhook};
use document::extensions::{Signature, SignatureScheme};

/// What the module exports of the runtime, and the names that it declares itself.
const RUNTIME: [&str; 12] = [
    "BasicAuth",
    "Encoding",
    "Incoming",
    "IncomingParts",
    "Payload",
    "Proof",
    "Signature",
    "Verifier",
    "Webhook",
    "WebhookError",
    "acknowledge",
    "reply",
];

/// The enum of all payloads.
const EVENT: &str = "Event";

/// `src/webhooks.rs`.
pub(super) fn module(plan: &Plan, options: &Options) -> Content {
    let mut scope = Scope::qualified();
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let exported = RUNTIME.map(|name| format_ident!("{name}"));
    let names = statics(plan);
    let payloads = payloads(plan);
    let descriptions: Vec<TokenStream> =
        plan.webhooks.all.iter().zip(&names).map(|(webhook, name)| description(webhook, name)).collect();
    let impls: Vec<TokenStream> = payloads
        .iter()
        .filter_map(|(index, ty)| {
            Some(payload(plan.webhooks.all.get(*index)?, names.get(*index)?, ty, &mut scope))
        })
        .collect();
    let event = event(plan, &payloads, &mut scope);
    let types = exported_types(plan);
    let types = (!types.is_empty()).then(|| quote! { pub use crate::types::{#(#types),*}; });
    let statics = names.iter().map(|name| format_ident!("{name}"));
    let imports = scope.imports(options);
    Content::Rust {
        docs: module_docs(plan, &names),
        items: quote! {
            #imports
            #types
            pub use #runtime::webhooks::{#(#exported),*};

            /// Every webhook, in the order of the document.
            pub static WEBHOOKS: &[&Webhook] = &[#(&#statics),*];
            #(#descriptions)*
            #(#impls)*
            #event
        },
    }
}

fn module_docs(plan: &Plan, names: &[String]) -> Vec<String> {
    let mut lines = vec![
        "| webhook | payload | reply | encoding | signature |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for (webhook, name) in plan.webhooks.all.iter().zip(names) {
        let encodings: Vec<&str> = webhook.encodings.iter().map(encoding_word).collect();
        lines.push(format!(
            "| [`{}`]({name}) | {} | {} | {} | {} |",
            webhook.name,
            type_link(plan, Some(&webhook.payload)),
            type_link(plan, webhook.reply.as_ref()),
            encodings.join(", "),
            signature_words(webhook.signature.as_ref()),
        ));
    }
    vec![
        "The requests that the API sends: their types, and their verification.".to_owned(),
        "A [`Verifier`] has the signing key. [`Verifier::verify_and_parse`] takes a request as it arrived, and returns \
         its payload; [`reply`] and [`acknowledge`] make the response."
            .to_owned(),
        lines.join("\n"),
    ]
}

fn encoding_word(encoding: &Encoding) -> &'static str {
    match encoding {
        Encoding::Form => "form",
        _ => "JSON",
    }
}

fn signature_words(signature: Option<&Signature>) -> String {
    let Some(signature) = signature else { return "not documented".to_owned() };
    let scheme = match signature.scheme {
        SignatureScheme::Json => "JSON",
        SignatureScheme::Form => "form",
        SignatureScheme::None => return "none to rely on".to_owned(),
    };
    let hashes = [("SHA-1", &signature.sha1), ("SHA-256", &signature.sha256)];
    let hashes: Vec<&str> =
        hashes.iter().filter(|(_, headers)| !headers.is_empty()).map(|(hash, _)| *hash).collect();
    format!("{scheme}, {}", hashes.join(" and "))
}

fn type_link(plan: &Plan, ty: Option<&Type>) -> String {
    match ty {
        Some(Type::Named(name)) if plan.types.contains_key(name) => {
            format!("[`{name}`]")
        }
        Some(_) => "a value".to_owned(),
        None => "any success".to_owned(),
    }
}

/// A name for the description of each webhook.
fn statics(plan: &Plan) -> Vec<String> {
    let mut taken = Taken::with(["WEBHOOKS", "EVENT"]);
    plan.webhooks
        .all
        .iter()
        .map(|webhook| taken.claim(value_name(&webhook.name).to_shouty_snake_case()))
        .collect()
}

/// The payloads that are objects, with the webhook that sends each: the first, if several do.
fn payloads(plan: &Plan) -> Vec<(usize, String)> {
    let mut seen = BTreeSet::new();
    let all = plan.webhooks.all.iter().enumerate();
    let objects = all.filter_map(|(index, webhook)| match &webhook.payload {
        Type::Named(name) if !matches!(plan.types.get(name)?.kind, Kind::Enum(_)) => {
            Some((index, name.clone()))
        }
        _ => None,
    });
    objects.filter(|(_, name)| seen.insert(name.clone())).collect()
}

fn description(webhook: &Webhook, name: &str) -> TokenStream {
    let ident = format_ident!("{name}");
    let mut paragraphs: Vec<String> = Vec::new();
    paragraphs.extend(webhook.summary.as_deref().map(|text| docs::sentence(&docs::prose(text))));
    paragraphs.extend(webhook.description.as_deref().map(|text| docs::sentence(&docs::prose(text))));
    paragraphs
        .extend(webhook.source.as_deref().map(|source| format!("Documentation: {}.", docs::page(source))));
    if paragraphs.is_empty() {
        paragraphs.push(format!("The webhook `{}`.", webhook.name.replace('`', "'")));
    }
    let documented = docs::attributes(&paragraphs);
    let wire = &webhook.name;
    let encodings = webhook.encodings.iter().map(|encoding| match encoding {
        Encoding::Form => quote!(Encoding::Form),
        _ => quote!(Encoding::Json),
    });
    let signature = signature(webhook.signature.as_ref());
    quote! {
        #documented
        pub static #ident: Webhook = Webhook::new(#wire, &[#(#encodings),*], &[#signature]);
    }
}

fn signature(signature: Option<&Signature>) -> Option<TokenStream> {
    let Signature { scheme, sha1, sha256, user_info } = signature?;
    let scheme = match scheme {
        SignatureScheme::Json => quote!(Signature::json()),
        SignatureScheme::Form => quote!(Signature::form()),
        SignatureScheme::None => quote!(Signature::unreliable()),
    };
    let sha1 = (!sha1.is_empty()).then(|| quote!(.sha1(&[#(#sha1),*])));
    let sha256 = (!sha256.is_empty()).then(|| quote!(.sha256(&[#(#sha256),*])));
    let user_info = user_info.map(|signed| quote!(.user_info(#signed)));
    Some(quote!(#scheme #sha1 #sha256 #user_info))
}

fn payload(webhook: &Webhook, name: &str, ty: &str, scope: &mut Scope) -> TokenStream {
    let (description, ty) = (format_ident!("{name}"), scope.generated(ty));
    let reply = webhook.reply.as_ref().map_or_else(|| quote!(()), |reply| rust_type(reply, scope));
    quote! {
        impl Payload for #ty {
            type Reply = #reply;

            fn webhook() -> &'static Webhook {
                &#description
            }
        }
    }
}

/// One enum of all payloads, for an address that several webhooks are sent to.
fn event(plan: &Plan, payloads: &[(usize, String)], scope: &mut Scope) -> Option<TokenStream> {
    if payloads.is_empty() {
        return None;
    }
    let (impl_union, value) = (scope.runtime("impl_union"), scope.runtime("Value"));
    let mut taken = Taken::with(["Unknown"]);
    let mut variants = Vec::new();
    let mut table = Vec::new();
    for (number, (index, name)) in payloads.iter().enumerate() {
        let (variant, ty) = (format_ident!("{}", taken.claim(name.clone())), scope.generated(name));
        let webhook = plan.webhooks.all.get(*index).map_or("", |webhook| webhook.name.as_str());
        let text = format!(" The payload of `{}`.", webhook.replace('`', "'"));
        variants.push(quote!(#[doc = #text] #variant(Box<#ty>),));
        let number = Literal::usize_unsuffixed(number);
        table.push(quote!(#number #variant(Box<#ty>);));
    }
    let signatures = signatures(plan);
    let event = format_ident!("{EVENT}");
    Some(quote! {
        /// The payload of any webhook, told by its fields. One that fits none of the documented types is kept.
        ///
        /// A request is only read as this type if it has a valid signature.
        #[non_exhaustive]
        pub enum #event {
            #(#variants)*
            /// A payload of none of the documented types, as it came.
            Unknown(#value),
        }

        #impl_union! { #event or Unknown { #(#table)* } }

        impl Default for #event {
            fn default() -> Self {
                Self::Unknown(#value::Null)
            }
        }

        static EVENT: Webhook = Webhook::new("event", &[Encoding::Json, Encoding::Form], &[#(#signatures),*]);

        impl Payload for #event {
            type Reply = #value;

            fn webhook() -> &'static Webhook {
                &EVENT
            }
        }
    })
}

/// The ways in which webhooks are signed that a receiver can rely on, each once.
fn signatures(plan: &Plan) -> Vec<TokenStream> {
    let signed = plan.webhooks.all.iter().filter_map(|webhook| webhook.signature.as_ref());
    let mut all: Vec<Signature> = Vec::new();
    for signed in signed.filter(|signature| signature.scheme != SignatureScheme::None) {
        let any = Signature { user_info: None, ..signed.clone() };
        if !all.contains(&any) {
            all.push(any);
        }
    }
    all.iter().filter_map(|one| signature(Some(one))).collect()
}

/// The types that nothing but webhooks uses, and those of their payloads and replies.
fn exported_types(plan: &Plan) -> Vec<syn::Ident> {
    let own = plan
        .modules
        .values()
        .filter(|module| module.features.iter().eq([WEBHOOKS]))
        .flat_map(|module| &module.types);
    let outer = plan.webhooks.all.iter().flat_map(|webhook| [Some(&webhook.payload), webhook.reply.as_ref()]);
    let outer = outer.flatten().filter_map(Type::named).filter_map(|name| plan.types.get_key_value(name));
    let names: BTreeSet<&String> = own.chain(outer.map(|(name, _)| name)).collect();
    let free = names.into_iter().filter(|name| !RUNTIME.contains(&name.as_str()) && *name != EVENT);
    free.map(|name| format_ident!("{name}")).collect()
}
