//! The settings of a client, shared by all its clones and every call.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;
use url::Url;

use crate::credentials::Credentials;
use crate::retry::RetryBudget;
use crate::secret::Secret;
use crate::transport::Transport;

/// What every call needs to know of its client.
pub(crate) struct Config {
    pub base: Url,
    pub basic: Option<HeaderValue>,
    pub bearer: Option<HeaderValue>,
    pub auth_help: AuthHelp,
    pub user_agent: HeaderValue,
    pub timeout: Duration,
    pub deadline: Duration,
    pub retries: u32,
    pub retry_budget: RetryBudget,
    pub max_body_bytes: usize,
    /// One for each request that may be under way.
    pub slots: Arc<Semaphore>,
    /// The credentials, in every form in which they are sent.
    pub secrets: Vec<Secret>,
    pub transport: Arc<dyn Transport>,
}

impl Config {
    /// The same settings, connections and limits with other credentials. The budget for retries is not shared: a tenant
    /// whose calls fail takes none from another.
    pub(crate) fn with_credentials(&self, credentials: Credentials) -> Self {
        let Credentials { basic, bearer, secrets } = credentials;
        Self {
            base: self.base.clone(),
            basic,
            bearer,
            auth_help: self.auth_help,
            user_agent: self.user_agent.clone(),
            timeout: self.timeout,
            deadline: self.deadline,
            retries: self.retries,
            retry_budget: RetryBudget::default(),
            max_body_bytes: self.max_body_bytes,
            slots: Arc::clone(&self.slots),
            secrets,
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
