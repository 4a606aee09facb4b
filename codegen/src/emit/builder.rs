//! The builder of the client: its settings, and how one signs in.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::output::Options;
use super::scope::Scope;
use super::{docs, security};
use crate::plan::{Credential, Credentials, KeyPlace, Plan};

/// The struct and its methods.
pub(super) fn item(plan: &Plan, options: &Options, scope: &mut Scope) -> TokenStream {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let credentials = &plan.api.credentials;
    if !credentials.has_authorization() || credentials.all().next().is_some() {
        scope.runtime("Secret");
    }
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
    let credential_setters = credential_setters(credentials, &runtime);
    let (user_field, user_init, user_finish) = basic_parts(credentials);
    let auth_help = auth_help(credentials);
    let server = server(plan, &runtime);
    // An address that the caller sets is that of every operation.
    let has_own = plan.operations.iter().any(|operation| operation.server.is_some());
    let own = has_own.then(|| quote!(let uses_own_servers = self.base_url.is_none();));
    let own_servers = has_own.then(|| quote!(.documented_servers(uses_own_servers)));
    let user_agent = quote!(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
    let forwarded = forwarded(&runtime);
    quote! {
        /// The settings of a [`Client`].
        #[must_use = "call `build` for a client"]
        pub struct ClientBuilder {
            inner: #runtime::ClientBuilder,
            base_url: Option<String>,
            #(#variables: Option<String>,)*
            #user_field
        }

        impl ClientBuilder {
            fn new() -> Self {
                let inner = #runtime::Client::builder().user_agent(#user_agent) #auth_help;
                Self { inner, base_url: None, #(#variables: None,)* #user_init }
            }

            #(#variable_setters)*
            #credential_setters

            /// Sets the whole address of the server, such as that of a simulator.
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.base_url = Some(url.into());
                self
            }

            #forwarded

            /// Returns the client.
            ///
            /// # Errors
            ///
            /// Returns an error when a setting is missing or invalid.
            pub fn build(self) -> crate::Result<Client> {
                #own
                #server
                let inner = self.inner.base_url(base_url) #own_servers;
                #user_finish
                Ok(Client { inner: inner.build()? })
            }
        }

        impl std::fmt::Debug for ClientBuilder {
            /// Omits the base URL, which may contain credentials.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.inner.fmt(f)
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
        ("timeout", quote!(std::time::Duration), "Sets the time-out of one attempt; 30 seconds by default."),
        (
            "connect_timeout",
            quote!(std::time::Duration),
            "Sets the time-out of connecting; 10 seconds by default.",
        ),
        (
            "deadline",
            quote!(std::time::Duration),
            "Sets the deadline of a call, with all its attempts and waits; 2 minutes by default.",
        ),
        ("retries", quote!(u32), "Sets how often a failed call is retried; 2 by default."),
        (
            "retry_statuses",
            quote!(impl IntoIterator<Item = u16>),
            "Sets the statuses after which a call is retried; 429, 500, 502, 503 and 504 by default. After 429 every call is retried, after the others only one that may arrive twice.",
        ),
        (
            "max_body_bytes",
            quote!(usize),
            "Sets the size of the largest response body that is read, in bytes; 10 MiB by default.",
        ),
        (
            "max_connections",
            quote!(usize),
            "Sets the largest number of concurrent requests; 100 by default. Further calls wait for their turn.",
        ),
        (
            "proxy",
            quote!(impl Into<String>),
            "Sends every request through the proxy at this URL. Without a proxy, the environment is not consulted.",
        ),
        ("root_certificate", quote!(Vec<u8>), "Trusts an additional root certificate, in PEM."),
        (
            "allow_plain_http",
            quote!(bool),
            "Allows a base URL without TLS: for a simulator on this machine, never for the real API.",
        ),
        (
            "sign_with",
            quote!(impl Fn(&mut #runtime::TransportRequest) + Send + Sync + 'static),
            "Changes every request right before it is sent, for ways to sign in that the client does not implement. It is called again for each attempt.",
        ),
        (
            "transport",
            quote!(impl #runtime::Transport),
            "Sends requests through a transport of your own instead of the network. The settings of connections do not apply to it.",
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
        /// Records every exchange to this sink, one line of JSON each, with secrets masked.
        #[cfg(feature = "record")]
        pub fn record(mut self, sink: impl std::io::Write + Send + 'static) -> Self {
            self.inner = self.inner.record(sink);
            self
        }
    };
    let proxy_from_env = quote! {
        /// Sends requests through the proxy that the environment names: `HTTPS_PROXY`, for plain HTTP `HTTP_PROXY`, or
        /// `ALL_PROXY`, except for the hosts in `NO_PROXY`. A proxy that is set by [`ClientBuilder::proxy`] goes first.
        pub fn proxy_from_env(mut self) -> Self {
            self.inner = self.inner.proxy_from_env();
            self
        }
    };
    let wrap_transport = quote! {
        /// Puts a transport of your own around the one that the client would use, to count, trace or change what goes
        /// through it. It sees each attempt by itself, credentials included. Of several, the last is outermost.
        pub fn wrap_transport<T: #runtime::Transport>(
            mut self,
            wrap: impl FnOnce(std::sync::Arc<dyn #runtime::Transport>) -> T + Send + 'static,
        ) -> Self {
            self.inner = self.inner.wrap_transport(wrap);
            self
        }
    };
    methods.chain([proxy_from_env, wrap_transport, record]).collect()
}

/// Setters of the credentials: a user and a password are kept until both are known.
fn credential_setters(credentials: &Credentials, runtime: &syn::Ident) -> TokenStream {
    let setter = |credential: &Credential, text: &str, body: TokenStream| {
        let name = format_ident!("{}", credential.name);
        let docs = docs::attributes(&[text.to_owned(), found_in(credential)]);
        quote! {
            #docs
            pub fn #name(mut self, #name: impl Into<Secret>) -> Self {
                #body
                self
            }
        }
    };
    let kept = |credential: &Credential, text: &str| {
        let name = format_ident!("{}", credential.name);
        setter(credential, text, quote!(self.#name = Some(#name.into());))
    };
    let basic = credentials.basic.iter().map(|(user, password)| {
        let user = kept(user, "Sets the user of HTTP Basic authentication.");
        let password = kept(password, "Sets the password of HTTP Basic authentication.");
        quote! { #user #password }
    });
    let bearer = credentials.bearer.iter().map(|token| {
        let name = format_ident!("{}", token.name);
        let text = "Sets the token of operations that want `Authorization: Bearer`.";
        let provider = format_ident!("{}_provider", token.name);
        let token = setter(token, text, quote!(self.inner = self.inner.bearer_token(#name);));
        quote! {
            #token

            /// Takes that token from a provider, such as a function that refreshes it: when there is none yet, when the last
            /// one is about to expire, and when the server refuses it with 401.
            pub fn #provider(mut self, provider: impl #runtime::TokenProvider) -> Self {
                self.inner = self.inner.bearer_token_provider(provider);
                self
            }
        }
    });
    let keys = credentials.keys.iter().enumerate().map(|(index, key)| {
        let name = format_ident!("{}", key.credential.name);
        let place = match key.place {
            KeyPlace::Header => "header",
            KeyPlace::Query => "query parameter",
            KeyPlace::Cookie => "cookie",
        };
        let text = format!("Sets the key that is sent as the {place} `{}`.", key.wire);
        let described = key.description.as_deref().map(|text| docs::sentence(&docs::prose(text)));
        let text = described.map_or(text.clone(), |described| format!("{text} {described}"));
        let scheme = security::key_constant(credentials, index);
        setter(&key.credential, &text, quote!(self.inner = self.inner.key(crate::security::#scheme, #name);))
    });
    let authorization = (!credentials.has_authorization()).then(|| {
        quote! {
            /// Sets the header `Authorization` of every request, such as `Bearer …`: the document names no scheme for it.
            pub fn authorization(mut self, value: impl Into<Secret>) -> Self {
                self.inner = self.inner.authorization(value);
                self
            }
        }
    });
    basic.chain(bearer).chain(keys).chain(authorization).collect()
}

fn found_in(credential: &Credential) -> String {
    let env = credential.env.as_ref();
    env.map_or_else(String::new, |env| format!("[`Client::from_env`] takes it from `{env}`."))
}

/// The fields that hold a user and a password, their first values, and what becomes of them.
fn basic_parts(credentials: &Credentials) -> (TokenStream, TokenStream, TokenStream) {
    let Some((username, password)) = &credentials.basic else {
        return (TokenStream::new(), TokenStream::new(), TokenStream::new());
    };
    let (user, word) = (format_ident!("{}", username.name), format_ident!("{}", password.name));
    (
        quote!(#user: Option<Secret>, #word: Option<Secret>,),
        quote!(#user: None, #word: None,),
        quote! {
            let inner = match (self.#user, self.#word) {
                (Some(#user), Some(#word)) => inner.basic_auth(#user, #word),
                _ => inner,
            };
        },
    )
}

/// The help texts for calls that lack credentials.
fn auth_help(credentials: &Credentials) -> TokenStream {
    let basic = credentials.basic.iter().map(|(user, password)| {
        let text = help_text(&[user, password]);
        let [user, password] = [user, password].map(|credential| format!("`{}`", credential.name));
        quote!(.basic_help(#text).basic_names(#user, #password))
    });
    let bearer = credentials.bearer.iter().map(|token| {
        let text = help_text(&[token]);
        quote!(.bearer_help(#text))
    });
    basic.chain(bearer).collect()
}

/// `set `project` and `token` on the builder, or `A` and `B` in the environment`.
pub(super) fn help_text(credentials: &[&Credential]) -> String {
    let names: Vec<String> = credentials.iter().map(|credential| format!("`{}`", credential.name)).collect();
    let setters = format!("set {} on the builder", names.join(" and "));
    let envs: Option<Vec<String>> =
        credentials.iter().map(|credential| credential.env.as_ref().map(|env| format!("`{env}`"))).collect();
    match envs {
        Some(envs) => format!("{setters}, or {} in the environment", envs.join(" and ")),
        None => setters,
    }
}

fn server(plan: &Plan, runtime: &syn::Ident) -> TokenStream {
    let Some(template) = &plan.api.server else {
        return quote! { let base_url = self.base_url.unwrap_or_default(); };
    };
    let pairs = plan.api.variables.iter().map(|variable| {
        let (wire, name) = (&variable.wire, format_ident!("{}", variable.name));
        match variable.default.as_deref() {
            None | Some("") => quote!((#wire, self.#name.as_deref().unwrap_or_default())),
            Some(default) => quote!((#wire, self.#name.as_deref().unwrap_or(#default))),
        }
    });
    quote! {
        let base_url = match self.base_url {
            Some(url) => url,
            None => #runtime::expand_server(#template, &[#(#pairs),*])?,
        };
    }
}
