//! The settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;

use crate::auth::header_value;
use crate::client::Client;
use crate::config::{AuthHelp, Config};
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind};
use crate::operation::Scheme;
#[cfg(feature = "record")]
use crate::record::Recorder;
use crate::retry::{self, RetryBudget};
use crate::secret::Secret;
use crate::token::{TokenProvider, Tokens};
use crate::transport::{HttpTransport, Settings, Signing, Timed, Transport, TransportRequest};
use crate::url;

/// Puts a transport around another.
type Wrapper = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send>;

/// The settings of a [`Client`].
#[must_use = "call `build` for a client"]
pub struct ClientBuilder {
    base_url: String,
    uses_documented_servers: bool,
    allow_plain_http: bool,
    basic: Option<(Secret, Secret)>,
    bearer: Option<Secret>,
    tokens: Option<Arc<Tokens>>,
    keys: Vec<(Scheme, Secret)>,
    authorization: Option<Secret>,
    auth_help: AuthHelp,
    user_agent: String,
    timeout: Duration,
    deadline: Duration,
    retries: u32,
    retry_statuses: Arc<[u16]>,
    max_body_bytes: usize,
    network: Settings,
    transport: Option<Arc<dyn Transport>>,
    wrappers: Vec<Wrapper>,
    #[cfg(feature = "record")]
    sink: Option<Box<dyn std::io::Write + Send>>,
}

impl Client {
    /// Returns a builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }
}

impl ClientBuilder {
    fn new() -> Self {
        Self {
            base_url: String::new(),
            uses_documented_servers: false,
            allow_plain_http: false,
            basic: None,
            bearer: None,
            tokens: None,
            keys: Vec::new(),
            authorization: None,
            auth_help: AuthHelp::default(),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(120),
            retries: 2,
            retry_statuses: Arc::new(retry::STATUSES),
            max_body_bytes: 10 * 1024 * 1024,
            network: Settings {
                connect_timeout: Some(Duration::from_secs(10)),
                max_connections: 100,
                ..Settings::default()
            },
            transport: None,
            wrappers: Vec::new(),
            #[cfg(feature = "record")]
            sink: None,
        }
    }

    /// Sets the address of the server.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Sends operations to servers of their own, where the document has them, instead of to the base URL.
    #[doc(hidden)]
    pub fn documented_servers(mut self, uses: bool) -> Self {
        self.uses_documented_servers = uses;
        self
    }

    /// Allows a base URL without TLS.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Authenticates with a user and a password (HTTP Basic).
    pub fn basic_auth(mut self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.basic = Some((user.into(), password.into()));
        self
    }

    /// Authenticates with a bearer token where an operation accepts one.
    pub fn bearer_token(mut self, token: impl Into<Secret>) -> Self {
        self.bearer = Some(token.into());
        self
    }

    /// Authenticates with the bearer tokens of a provider, such as a function that refreshes an OAuth 2 token: it is asked
    /// when there is no token yet, when the last one is about to expire, and when the server refuses it with 401.
    pub fn bearer_token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.tokens = Some(Arc::new(Tokens::new(provider)));
        self
    }

    /// Authenticates with a key where an operation accepts one.
    pub fn key(mut self, scheme: Scheme, key: impl Into<Secret>) -> Self {
        self.keys.retain(|(other, _)| *other != scheme);
        self.keys.push((scheme, key.into()));
        self
    }

    /// Sets `Authorization` of all operations whose document names no scheme for it.
    pub fn authorization(mut self, value: impl Into<Secret>) -> Self {
        self.authorization = Some(value.into());
        self
    }

    /// Changes every request right before it is sent, for schemes that the client does not implement, such as a signature
    /// over the whole request. It is called again for each attempt.
    pub fn sign_with(mut self, sign: impl Fn(&mut TransportRequest) + Send + Sync + 'static) -> Self {
        self.wrappers.push(Box::new(|inner| Arc::new(Signing { inner, sign: Box::new(sign) })));
        self
    }

    /// Sets the help text of a call that lacks a user and a password.
    #[doc(hidden)]
    pub fn basic_help(mut self, text: &'static str) -> Self {
        self.auth_help.basic = text;
        self
    }

    /// Sets the help text of a call that lacks a token.
    #[doc(hidden)]
    pub fn bearer_help(mut self, text: &'static str) -> Self {
        self.auth_help.bearer = text;
        self
    }

    /// Sets what the user and the password are called in errors.
    #[doc(hidden)]
    pub fn basic_names(mut self, user: &'static str, password: &'static str) -> Self {
        self.auth_help.names = [user, password];
        self
    }

    /// Sets the `User-Agent`.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// Sets the time-out of one attempt; 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time-out of connecting; 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = Some(timeout);
        self
    }

    /// Sets the deadline of a call, with all its attempts and waits; 2 minutes by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how often a failed call is retried; 2 by default.
    ///
    /// When very many calls of a client and its clones fail, they are no longer retried until others succeed: a client
    /// has 500 tokens, of which a retry costs 5, and 10 after a time-out. A success returns them.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the statuses after which a call is retried; 429, 500, 502, 503 and 504 by default.
    ///
    /// After 429 the server has done nothing, so every call is retried; after the others only a call that may arrive twice:
    /// GET, PUT and DELETE, and what has an idempotency key. A success is never retried.
    ///
    /// ```
    /// let builder = signalwire_rest_runtime::Client::builder().retry_statuses([429, 503]);
    /// ```
    pub fn retry_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.retry_statuses = statuses.into_iter().collect();
        self
    }

    /// Sets the size of the largest response body that is read, in bytes; 10 MiB by default.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Sets the largest number of concurrent requests, each on a connection of its own; 100 by default.
    ///
    /// Further calls wait for their turn until their deadline; the time-out of an attempt begins when it is sent. The
    /// same number of connections may be open and idle.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.network.max_connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Sends every request through this proxy. Without a proxy, the environment is not consulted.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.network.proxy = Some(url.into());
        self
    }

    /// Sends requests through the proxy that the environment names: `HTTPS_PROXY`, for plain HTTP `HTTP_PROXY`, or
    /// `ALL_PROXY`, except for the hosts in `NO_PROXY`. A proxy that is set by [`ClientBuilder::proxy`] goes first.
    pub fn proxy_from_env(mut self) -> Self {
        self.network.proxy_from_env = true;
        self
    }

    /// Trusts an additional root certificate, in PEM.
    pub fn root_certificate(mut self, pem: Vec<u8>) -> Self {
        self.network.root_certificates.push(pem);
        self
    }

    /// Sends requests through this transport instead of the network. The settings of connections do not apply to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Puts a transport of your own around the one that the client would use, to count, trace or change what goes through
    /// it. It sees each attempt by itself, credentials included. Of several, the last is outermost.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use signalwire_rest_runtime::{
    ///     BoxFuture, Client, HeaderValue, Transport, TransportError, TransportRequest, TransportResponse,
    /// };
    ///
    /// struct Traced(Arc<dyn Transport>);
    ///
    /// impl Transport for Traced {
    ///     fn send(&self, mut request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
    ///         request.headers.insert("traceparent", HeaderValue::from_static("00-0af7-b7ad-01"));
    ///         Box::pin(async move {
    ///             let response = self.0.send(request).await?;
    ///             println!("{}", response.status);
    ///             Ok(response)
    ///         })
    ///     }
    /// }
    ///
    /// let client = Client::builder().base_url("https://api.example.com").wrap_transport(Traced).build()?;
    /// # Ok::<(), signalwire_rest_runtime::Error>(())
    /// ```
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.wrappers.push(Box::new(|inner| Arc::new(wrap(inner))));
        self
    }

    /// Records every exchange to this sink, one line of JSON each, with secrets masked.
    #[cfg(feature = "record")]
    pub fn record(mut self, sink: impl std::io::Write + Send + 'static) -> Self {
        self.sink = Some(Box::new(sink));
        self
    }

    /// Returns the client.
    ///
    /// # Errors
    ///
    /// Returns an error when a setting is missing or invalid.
    pub fn build(mut self) -> Result<Client, Error> {
        let base = url::base(&self.base_url, self.allow_plain_http)?;
        self.network.is_plain = base.scheme() == "http";
        let authorization = self.authorization.as_ref();
        let authorization =
            authorization.map(|value| header_value(value.expose(), "`Authorization`")).transpose()?;
        if self.keys.iter().any(|(_, key)| key.expose().is_empty()) {
            return Err(Error::new(ErrorKind::Configuration, "a key is empty"));
        }
        let Credentials { user, basic, bearer, mut secrets } =
            Credentials::new(self.basic.as_ref(), self.bearer.as_ref(), self.auth_help.names)?;
        secrets.extend(self.keys.iter().map(|(_, key)| key).chain(&self.authorization).cloned());
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| invalid("the user agent"))?;
        let is_custom = self.transport.is_some() || !self.wrappers.is_empty();
        let innermost = match self.transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::with_settings(&self.network)?),
        };
        let transport = self.wrappers.into_iter().fold(innermost, |inner, wrap| wrap(inner));
        let transport = if is_custom { Arc::new(Timed(transport)) } else { transport };
        #[cfg(feature = "record")]
        let transport = match self.sink {
            Some(sink) => Arc::new(Recorder::of(transport, sink, &secrets)),
            None => transport,
        };
        Ok(Client::new(Config {
            base,
            uses_documented_servers: self.uses_documented_servers,
            allows_plain_http: self.allow_plain_http,
            user,
            basic,
            bearer,
            tokens: self.tokens,
            keys: self.keys,
            authorization,
            auth_help: self.auth_help,
            user_agent,
            timeout: self.timeout,
            deadline: self.deadline,
            retries: self.retries,
            retry_statuses: self.retry_statuses,
            retry_budget: RetryBudget::default(),
            max_body_bytes: self.max_body_bytes,
            slots: Arc::new(Semaphore::new(self.network.max_connections)),
            given_secrets: secrets,
            transport,
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("timeout", &self.timeout)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

fn invalid(what: &str) -> Error {
    Error::new(
        ErrorKind::Configuration,
        format!("{what} contains characters that are not allowed in a header"),
    )
}
