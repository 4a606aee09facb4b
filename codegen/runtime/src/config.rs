//! The settings of a client, shared by all its clones and every call.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;
use url::Url;

use crate::retry::RetryBudget;
use crate::secret::Secret;
use crate::transport::Transport;

/// What every call needs to know of its client.
pub(crate) struct Config {
    pub base: Url,
    /// The user of HTTP Basic; empty without one.
    pub user: String,
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
    pub slots: Semaphore,
    /// The credentials, in every form in which they are sent.
    pub secrets: Vec<Secret>,
    pub transport: Arc<dyn Transport>,
}

/// How a caller can provide the credentials that a call lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuthHelp {
    pub basic: &'static str,
    pub bearer: &'static str,
}

impl Default for AuthHelp {
    fn default() -> Self {
        Self { basic: "set `basic_auth` on the builder", bearer: "set `bearer_token` on the builder" }
    }
}
