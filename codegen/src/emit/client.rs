//! The client: where its settings come from, and the top-level namespaces.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::features::{gate, top_namespaces};
use super::output::{Content, Options};
use super::paths::{module_name, struct_ident};
use super::scope::Scope;
use super::{builder, docs};
use crate::plan::{Credential, Plan};

/// `src/client.rs`.
pub(super) fn module(plan: &Plan, options: &Options) -> Content {
    let mut scope = Scope::default();
    let client = client(plan, options);
    let builder = builder::item(plan, options, &mut scope);
    let imports = scope.imports(options);
    Content::Rust {
        docs: vec!["The client: how one signs in, and where the operations are.".to_owned()],
        items: quote! { #imports #client #builder },
    }
}

fn client(plan: &Plan, options: &Options) -> TokenStream {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let docs = docs::attributes(&[
        format!("A client for the {}.", plan.api.title),
        "Cheap to clone: all clones share one pool of connections. Calls need a Tokio runtime.".to_owned(),
    ]);
    let accessors = top_namespaces(plan).map(|(name, features)| {
        let gate = gate(&features);
        let path = vec![name.to_owned()];
        let (method, module, ty) =
            (format_ident!("{name}"), format_ident!("{}", module_name(name)), struct_ident(&path));
        let text = namespace_text(plan, name)
            .map_or_else(|| format!("The namespace `{name}`."), |text| docs::sentence(&docs::prose(text)));
        let docs = docs::attributes(&[text]);
        quote! {
            #docs
            #gate
            pub fn #method(&self) -> crate::#module::#ty {
                crate::#module::#ty::new(self.inner.clone())
            }
        }
    });
    let from_env = from_env(plan);
    let with_credentials = with_credentials(plan, &runtime);
    let explained = explained(plan, options);
    let import = explained.is_some().then(|| quote! { use #runtime::explain_features; });
    quote! {
        #import

        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: #runtime::Client,
        }

        impl Client {
            /// Starts a client with the settings of your choice.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            #from_env

            /// Calls any path of the server, for what the documentation does not describe: signed in, retried and
            /// read like every other call.
            ///
            /// The path begins with a slash; it never leads to another host.
            pub fn request(&self, method: #runtime::Method, path: &str) -> crate::Call<#runtime::Value> {
                crate::Call::new(self.inner.request(method, path))
            }

            #with_credentials

            /// Returns the transport of this client, for another client that shares its connections.
            pub fn transport(&self) -> std::sync::Arc<dyn #runtime::Transport> {
                self.inner.transport()
            }

            #(#accessors)*
        }

        #explained
    }
}

/// What the compiler says of a namespace whose feature is off.
fn explained(plan: &Plan, options: &Options) -> Option<TokenStream> {
    let gated =
        top_namespaces(plan).filter_map(|(name, features)| Some((name, features.into_iter().next()?)));
    let lines: Vec<TokenStream> = gated
        .map(|(name, feature)| {
            let method = format_ident!("{name}");
            let message = format!("`{name}` needs the feature `{feature}` of `{}`", options.package);
            quote!(#method #feature #message;)
        })
        .collect();
    (!lines.is_empty()).then(|| quote! { explain_features! { Client { #(#lines)* } } })
}

/// Clients for others, on the connections of one.
fn with_credentials(plan: &Plan, runtime: &syn::Ident) -> Option<TokenStream> {
    let credentials = &plan.api.credentials;
    let name = |credential: &Credential| format_ident!("{}", credential.name);
    let (arguments, call) = match (&credentials.basic, &credentials.bearer) {
        (Some((user, password)), _) => {
            let (user, password) = (name(user), name(password));
            let secret = quote!(impl Into<#runtime::Secret>);
            (quote!(#user: #secret, #password: #secret), quote!(with_basic_auth(#user, #password)))
        }
        (None, Some(token)) => {
            let token = name(token);
            (quote!(#token: impl Into<#runtime::Secret>), quote!(with_bearer_token(#token)))
        }
        (None, None) => return None,
    };
    Some(quote! {
        /// Returns a client that signs in with these credentials, and with no others.
        ///
        /// It shares everything that is expensive: the connections, the trusted certificates and the limit of
        /// concurrent requests. So a service has a client for each of its tenants, made from one that they have in
        /// common. The budget for retries is its own.
        ///
        /// # Errors
        ///
        /// Returns an error when a credential is empty or contains characters that are not allowed, such as the line
        /// break at the end of a file.
        pub fn with_credentials(&self, #arguments) -> crate::Result<Self> {
            Ok(Self { inner: self.inner.#call? })
        }
    })
}

/// What a top-level namespace is for.
pub(super) fn namespace_text<'a>(plan: &'a Plan, name: &str) -> Option<&'a str> {
    plan.namespaces.get([name.to_owned()].as_slice())?.description.as_deref()
}

fn from_env(plan: &Plan) -> Option<TokenStream> {
    let mut lines = Vec::new();
    let mut steps = Vec::new();
    for variable in &plan.api.variables {
        let Some(env) = &variable.env else { continue };
        let (name, setter) = (format_ident!("{}", variable.name), format_ident!("{}", variable.name));
        lines.push(format!(
            "* `{env}`: {}",
            variable
                .description
                .as_deref()
                .map_or_else(String::new, |text| docs::sentence(&docs::prose(text)))
        ));
        steps.push(quote! {
            if let Some(#name) = setting(#env) { builder = builder.#setter(#name); }
        });
    }
    for credential in plan.api.credentials.all() {
        let Some(env) = &credential.env else { continue };
        let name = format_ident!("{}", credential.name);
        lines.push(format!("* `{env}`: see [`ClientBuilder::{name}`]."));
        steps.push(quote! {
            if let Some(#name) = setting(#env) { builder = builder.#name(#name); }
        });
    }
    let docs = docs::attributes(&[
        "A client with the settings of the environment:".to_owned(),
        lines.join("\n"),
        "What is not set, or empty, is left out; a call that needs it says so before anything is sent."
            .to_owned(),
    ]);
    (!steps.is_empty()).then(|| {
        quote! {
            #docs
            pub fn from_env() -> crate::Result<Self> {
                let mut builder = Self::builder();
                let setting = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
                #(#steps)*
                builder.build()
            }
        }
    })
}
