//! The settings of a client, shared by all its clones and every call.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;
use url::Url;

use crate::credentials::Credentials;
use crate::operation::Scheme;
use crate::retry::RetryBudget;
use crate::secret::Secret;
use crate::token::Tokens;
use crate::transport::Transport;

/// What every call needs to know of its client.
pub(crate) struct Config {
    pub base: Url,
    /// Whether operations go to servers of their own, where the document has them.
    pub uses_documented_servers: bool,
    pub allows_plain_http: bool,
    /// The user of HTTP Basic; empty without one.
    pub user: String,
    pub basic: Option<HeaderValue>,
    pub bearer: Option<HeaderValue>,
    /// Where bearer tokens come from, instead of the one that is given.
    pub tokens: Option<Arc<Tokens>>,
    /// The keys of the schemes that the client has one for.
    pub keys: Vec<(Scheme, Secret)>,
    /// `Authorization` of operations whose document names no scheme for it.
    pub authorization: Option<HeaderValue>,
    pub auth_help: AuthHelp,
    pub user_agent: HeaderValue,
    pub timeout: Duration,
    pub deadline: Duration,
    pub retries: u32,
    /// The statuses after which a call is retried.
    pub retry_statuses: Arc<[u16]>,
    pub retry_budget: RetryBudget,
    pub max_body_bytes: usize,
    /// One for each request that may be under way.
    pub slots: Arc<Semaphore>,
    /// The credentials that were given, in every form in which they are sent.
    pub given_secrets: Vec<Secret>,
    pub transport: Arc<dyn Transport>,
}

impl Config {
    /// The credentials, in every form in which they are sent.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let tokens = self.tokens.as_ref().map(|tokens| tokens.secrets()).unwrap_or_default();
        self.given_secrets.iter().cloned().chain(tokens).collect()
    }

    /// The same settings, connections and limits with other credentials. The budget for retries is not shared: a tenant
    /// whose calls fail takes none from another.
    pub(crate) fn with_credentials(&self, credentials: Credentials) -> Self {
        let Credentials { user, basic, bearer, secrets } = credentials;
        let keys = self.keys.iter().map(|(_, key)| key.clone());
        Self {
            base: self.base.clone(),
            user,
            basic,
            bearer,
            tokens: None,
            keys: self.keys.clone(),
            authorization: None,
            uses_documented_servers: self.uses_documented_servers,
            allows_plain_http: self.allows_plain_http,
            auth_help: self.auth_help,
            user_agent: self.user_agent.clone(),
            timeout: self.timeout,
            deadline: self.deadline,
            retries: self.retries,
            retry_statuses: Arc::clone(&self.retry_statuses),
            retry_budget: RetryBudget::default(),
            max_body_bytes: self.max_body_bytes,
            slots: Arc::clone(&self.slots),
            given_secrets: secrets.into_iter().chain(keys).collect(),
            transport: Arc::clone(&self.transport),
        }
    }
}

/// How a caller can provide the credentials that a call lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuthHelp {
    pub basic: &'static str,
    pub bearer: &'static str,
    /// What the user and the password are called.
    pub names: [&'static str; 2],
}

impl Default for AuthHelp {
    fn default() -> Self {
        Self {
            basic: "set `basic_auth` on the builder",
            bearer: "set `bearer_token` on the builder",
            names: ["the user", "the password"],
        }
    }
}
