//! The crate's root and its client: how one signs in, and the top-level namespaces.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::namespaces::{module_name, spelled, struct_ident};
use super::scope::Scope;
use super::types::gate;
use super::{Content, Options};
use crate::plan::{Credential, Plan, Scheme};

/// `src/lib.rs`.
pub(super) fn root(plan: &Plan, options: &Options) -> Content {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let modules = tops(plan).map(|(name, features)| {
        let (gate, module) = (gate(&features), format_ident!("{}", module_name(name)));
        quote! { #gate pub mod #module; }
    });
    let macros = quote! {
        pub use #runtime::{
            ApiError, Call, Error, ErrorKind, Extra, HeaderMap, Items, Map, MaybeArray, Method, OpenEnum, Page, Pages, Patch,
            Response, Scopes, Secret, StatusCode, Timestamp, Transport, TransportError, TransportRequest,
            TransportResponse, Uuid, Value, WithResponse,
        };
        #[cfg(feature = "record")]
        pub use #runtime::record::Recorder;
    };
    let items = quote! {
        mod client;
        #[cfg(feature = "conformance")]
        pub mod conformance;
        #(#modules)*
        pub mod types;

        pub use client::{Client, ClientBuilder};
        #macros

        /// The outcome of a call.
        pub type Result<T, E = Error> = std::result::Result<T, E>;
    };
    Content::Rust { docs: root_docs(plan), items }
}

fn root_docs(plan: &Plan) -> Vec<String> {
    let mut paragraphs =
        vec![format!("A typed client for the {}, version {}.", plan.api.title, plan.api.version)];
    paragraphs.extend(plan.api.description.as_deref().map(|text| docs::sentence(&docs::prose(text))));
    paragraphs
        .push("Start with a [`Client`]; every operation is a method of one of its namespaces:".to_owned());
    let mut lines = vec!["| namespace | operations |".to_owned(), "|---|---|".to_owned()];
    for (path, space) in &plan.namespaces {
        let module = path.iter().map(|name| module_name(name)).collect::<Vec<_>>().join("::");
        if !space.methods.is_empty() {
            let methods: Vec<String> = space.methods.iter().map(|method| method.name.clone()).collect();
            lines.push(format!(
                "| [`{}`]({module}) | {} |",
                spelled(path, space),
                methods.join(", ").replace('_', "\\_")
            ));
        }
    }
    paragraphs.push(lines.join("\n"));
    paragraphs
}

/// Top-level namespaces with the features that bring them.
pub(super) fn tops(plan: &Plan) -> impl Iterator<Item = (&str, Vec<String>)> {
    plan.namespaces.keys().filter(|path| path.len() == 1).map(|path| {
        let name = path[0].as_str();
        (name, plan.api.feature_of(name).map(str::to_owned).into_iter().collect())
    })
}

/// `src/client.rs`.
pub(super) fn module(plan: &Plan, options: &Options) -> Content {
    let mut scope = Scope::default();
    let client = client(plan, options);
    let builder = builder(plan, options, &mut scope);
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
    let accessors = tops(plan).map(|(name, features)| {
        let gate = gate(&features);
        let path = vec![name.to_owned()];
        let (method, module, ty) =
            (format_ident!("{name}"), format_ident!("{}", module_name(name)), struct_ident(&path));
        let described = plan
            .namespaces
            .get(&path)
            .and_then(|space| space.description.as_deref())
            .filter(|_| features.is_empty());
        let feature = features
            .first()
            .and_then(|feature| plan.api.features.get(feature))
            .map(|feature| feature.description.as_str());
        let text = described.or(feature).filter(|text| !text.is_empty());
        let text = text
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
    quote! {
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
            pub fn request(&self, method: #runtime::Method, path: &str) -> #runtime::Call<#runtime::Value> {
                self.inner.request(method, path)
            }

            #(#accessors)*
        }
    }
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
            if let Ok(#name) = std::env::var(#env) { builder = builder.#setter(#name); }
        });
    }
    for credential in credentials(plan) {
        let Some(env) = &credential.env else { continue };
        let name = format_ident!("{}", credential.name);
        lines.push(format!("* `{env}`: see [`ClientBuilder::{name}`]."));
        steps.push(quote! {
            if let Ok(#name) = std::env::var(#env) { builder = builder.#name(#name); }
        });
    }
    let docs = docs::attributes(&[
        "A client with the settings of the environment:".to_owned(),
        lines.join("\n"),
        "What is not set is left out; a call that needs it says so before anything is sent.".to_owned(),
    ]);
    (!steps.is_empty()).then(|| {
        quote! {
            #docs
            pub fn from_env() -> crate::Result<Self> {
                let mut builder = Self::builder();
                #(#steps)*
                builder.build()
            }
        }
    })
}

/// What one signs in with, each name once.
fn credentials(plan: &Plan) -> Vec<&Credential> {
    let mut found: Vec<&Credential> = Vec::new();
    for scheme in plan.api.schemes.values() {
        let told: Vec<&Credential> = match scheme {
            Scheme::Basic { username, password } => vec![username, password],
            Scheme::Bearer { token } => vec![token],
            Scheme::Other => Vec::new(),
        };
        for credential in told {
            if !found.iter().any(|known| known.name == credential.name) {
                found.push(credential);
            }
        }
    }
    found
}

fn builder(plan: &Plan, options: &Options, scope: &mut Scope) -> TokenStream {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let secret = match credentials(plan).is_empty() {
        true => format_ident!("Secret"),
        false => scope.runtime("Secret"),
    };
    let variables: Vec<_> =
        plan.api.variables.iter().map(|variable| format_ident!("{}", variable.name)).collect();
    let variable_setters = plan.api.variables.iter().map(|variable| {
        let name = format_ident!("{}", variable.name);
        let text = variable.description.as_deref().map_or_else(
            || format!("Sets `{}` in the server's address.", variable.wire),
            |text| docs::sentence(&docs::prose(text)),
        );
        let docs = docs::attributes(&[text]);
        quote! {
            #docs
            pub fn #name(mut self, #name: impl Into<String>) -> Self {
                self.#name = Some(#name.into());
                self
            }
        }
    });
    let scheme_setters = scheme_setters(plan);
    let (user_field, user_init, user_finish) = basic_parts(plan, &secret);
    let server = server(plan, &runtime);
    let user_agent = quote!(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
    let forwarded = forwarded(&runtime);
    quote! {
        /// The settings of a [`Client`].
        #[derive(Debug)]
        #[must_use = "call `build` for a client"]
        pub struct ClientBuilder {
            inner: #runtime::ClientBuilder,
            base_url: Option<String>,
            #(#variables: Option<String>,)*
            #user_field
        }

        impl ClientBuilder {
            fn new() -> Self {
                let inner = #runtime::Client::builder().user_agent(#user_agent);
                Self { inner, base_url: None, #(#variables: None,)* #user_init }
            }

            #(#variable_setters)*
            #scheme_setters

            /// Sets the whole address of the server, such as that of a simulator.
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.base_url = Some(url.into());
                self
            }

            #forwarded

            /// The client.
            ///
            /// # Errors
            ///
            /// When a setting is missing or has no meaning.
            pub fn build(self) -> crate::Result<Client> {
                #server
                let inner = self.inner.base_url(base_url);
                #user_finish
                Ok(Client { inner: inner.build()? })
            }
        }
    }
}

/// Settings that the runtime has for every API.
fn forwarded(runtime: &syn::Ident) -> TokenStream {
    let setters = [
        (
            "user_agent",
            quote!(impl Into<String>),
            "Sets the `User-Agent`; the default names this crate and its version.",
        ),
        (
            "timeout",
            quote!(std::time::Duration),
            "Sets how long one attempt may take; 30 seconds by default.",
        ),
        (
            "connect_timeout",
            quote!(std::time::Duration),
            "Sets how long it may take to connect; 10 seconds by default.",
        ),
        (
            "deadline",
            quote!(std::time::Duration),
            "Sets how long a call may take with all its attempts and waits; 2 minutes by default.",
        ),
        ("retries", quote!(u32), "Sets how often a failed call is tried again; 2 by default."),
        (
            "max_body_bytes",
            quote!(usize),
            "Sets the largest answer that is read, in bytes; 10 MiB by default.",
        ),
        ("proxy", quote!(impl Into<String>), "Sends every request through the proxy at this URL."),
        ("root_certificate", quote!(Vec<u8>), "Trusts one more root certificate, in PEM."),
        (
            "allow_plain_http",
            quote!(bool),
            "Allows a base URL without TLS: for a simulator on this machine, never for the real API.",
        ),
        (
            "transport",
            quote!(impl #runtime::Transport),
            "Sends requests through a transport of your own instead of the network.",
        ),
    ];
    let methods = setters.into_iter().map(|(name, ty, text)| {
        let name = format_ident!("{name}");
        let docs = docs::attributes(&[text.to_owned()]);
        quote! {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                self.inner = self.inner.#name(#name);
                self
            }
        }
    });
    let record = quote! {
        /// Writes every exchange to this, one line of JSON each, with secrets masked.
        #[cfg(feature = "record")]
        pub fn record(mut self, sink: impl std::io::Write + Send + 'static) -> Self {
            self.inner = self.inner.record(sink);
            self
        }
    };
    methods.chain([record]).collect()
}

/// Setters of the credentials: a user and a password are kept until both are known.
fn scheme_setters(plan: &Plan) -> TokenStream {
    let setters = credentials(plan).into_iter().map(|credential| {
        let name = format_ident!("{}", credential.name);
        let is_bearer = plan
            .api
            .schemes
            .values()
            .any(|scheme| matches!(scheme, Scheme::Bearer { token } if token == credential));
        let text = match is_bearer {
            true => "Sets the token of operations that want `Authorization: Bearer`.".to_owned(),
            false => format!(
                "Sets the {} of HTTP Basic authentication.",
                if is_username(plan, credential) { "user" } else { "password" }
            ),
        };
        let docs = docs::attributes(&[text]);
        let body = match is_bearer {
            true => quote!(self.inner = self.inner.bearer_token(#name);),
            false => quote!(self.#name = Some(#name.into());),
        };
        quote! {
            #docs
            pub fn #name(mut self, #name: impl Into<Secret>) -> Self {
                #body
                self
            }
        }
    });
    setters.collect()
}

fn is_username(plan: &Plan, credential: &Credential) -> bool {
    plan.api
        .schemes
        .values()
        .any(|scheme| matches!(scheme, Scheme::Basic { username, .. } if username == credential))
}

/// The fields that hold a user and a password, their first values, and what becomes of them.
fn basic_parts(plan: &Plan, secret: &syn::Ident) -> (TokenStream, TokenStream, TokenStream) {
    let basic = plan.api.schemes.values().find_map(|scheme| match scheme {
        Scheme::Basic { username, password } => Some((username, password)),
        _ => None,
    });
    let Some((username, password)) = basic else {
        return (TokenStream::new(), TokenStream::new(), TokenStream::new());
    };
    let (user, word) = (format_ident!("{}", username.name), format_ident!("{}", password.name));
    (
        quote!(#user: Option<#secret>, #word: Option<#secret>,),
        quote!(#user: None, #word: None,),
        quote! {
            let inner = match (self.#user, self.#word) {
                (Some(#user), Some(#word)) => inner.basic_auth(#user, #word),
                _ => inner,
            };
        },
    )
}

fn server(plan: &Plan, runtime: &syn::Ident) -> TokenStream {
    let Some(template) = &plan.api.server else {
        return quote! { let base_url = self.base_url.unwrap_or_default(); };
    };
    let pairs = plan.api.variables.iter().map(|variable| {
        let (wire, name) = (&variable.wire, format_ident!("{}", variable.name));
        quote!((#wire, self.#name.as_deref().unwrap_or_default()))
    });
    quote! {
        let base_url = match self.base_url {
            Some(url) => url,
            None => #runtime::expand_server(#template, &[#(#pairs),*])?,
        };
    }
}
