//! The settings of a client, shared by all its clones and every call.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;
use url::Url;

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
    pub basic: Option<HeaderValue>,
    pub bearer: Option<HeaderValue>,
    /// Where bearer tokens come from, instead of the one that is given.
    pub tokens: Option<Tokens>,
    /// The keys of the schemes that the client has one for.
    pub keys: Vec<(Scheme, Secret)>,
    /// `Authorization` of operations whose document names no scheme for it.
    pub authorization: Option<HeaderValue>,
    pub auth_help: AuthHelp,
    pub user_agent: HeaderValue,
    pub timeout: Duration,
    pub deadline: Duration,
    pub retries: u32,
    pub retry_budget: RetryBudget,
    pub max_body_bytes: usize,
    /// One for each request that may be under way.
    pub slots: Semaphore,
    /// The credentials that were given, in every form in which they are sent.
    pub given_secrets: Vec<Secret>,
    pub transport: Arc<dyn Transport>,
}

impl Config {
    /// The credentials, in every form in which they are sent.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let tokens = self.tokens.as_ref().map(Tokens::secrets).unwrap_or_default();
        self.given_secrets.iter().cloned().chain(tokens).collect()
    }
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
