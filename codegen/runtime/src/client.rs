//! A client: a handle to shared settings and connections.

use std::fmt;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

use crate::call::Call;
use crate::config::Config;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::model::Model;
use crate::operation::Operation;
use crate::request_parts::RequestParts;
use crate::secret::Secret;
use crate::transport::Transport;

/// The core of a generated client. Cheap to clone; calls need a Tokio runtime.
#[derive(Clone)]
pub struct Client(Arc<Config>);

impl Client {
    pub(crate) fn new(config: Config) -> Self {
        Self(Arc::new(config))
    }

    /// Returns a client with another user and password (HTTP Basic), and with nothing else to authenticate with.
    ///
    /// It shares everything that is expensive: the connections, the trusted certificates and the limit of concurrent
    /// requests. So a service has one client for each tenant, made from one that they have in common.
    ///
    /// # Errors
    ///
    /// Returns an error when the user or the password is empty or contains characters that are not allowed.
    pub fn with_basic_auth(
        &self,
        user: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Result<Self, Error> {
        self.with(Some(&(user.into(), password.into())), None)
    }

    /// Returns a client with another bearer token, as [`Client::with_basic_auth`] does.
    ///
    /// # Errors
    ///
    /// Returns an error when the token is empty or contains characters that are not allowed.
    pub fn with_bearer_token(&self, token: impl Into<Secret>) -> Result<Self, Error> {
        self.with(None, Some(&token.into()))
    }

    fn with(&self, basic: Option<&(Secret, Secret)>, bearer: Option<&Secret>) -> Result<Self, Error> {
        let credentials = Credentials::new(basic, bearer, self.0.auth_help.names)?;
        Ok(Self::new(self.0.with_credentials(credentials)))
    }

    /// Returns the transport of this client, for another client that shares its connections.
    pub fn transport(&self) -> Arc<dyn Transport> {
        Arc::clone(&self.0.transport)
    }

    /// Starts a call of an operation.
    pub fn call<T: Model>(&self, operation: &'static Operation) -> Call<T> {
        Call::new(RequestParts::of(Arc::clone(&self.0), operation))
    }

    /// Returns the user of HTTP Basic, which some APIs want in their paths as well; empty without one.
    pub fn user(&self) -> &str {
        &self.0.user
    }

    /// Starts a call of any path on this server.
    pub fn request(&self, method: Method, path: &str) -> Call<Value> {
        Call::new(RequestParts::raw(Arc::clone(&self.0), method, path))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.0.base.host_str()).finish_non_exhaustive()
    }
}
