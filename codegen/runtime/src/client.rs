//! A client: settings and connections, shared by all its clones.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::url::Url;
use http::{HeaderValue, Method};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::model::Model;
use crate::operation::Operation;
use crate::parts::Parts;
use crate::secret::Secret;
use crate::transport::Transport;

/// What generated clients are made of. Cheap to clone; calls need a Tokio runtime.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

/// What all clones of a client share.
pub(crate) struct Shared {
    pub base: Url,
    pub basic: Option<HeaderValue>,
    pub bearer: Option<HeaderValue>,
    pub advice: Advice,
    pub user_agent: HeaderValue,
    pub timeout: Duration,
    pub deadline: Duration,
    pub retries: u32,
    pub max_body_bytes: usize,
    /// One for each request that may be under way.
    pub slots: Semaphore,
    /// Whatever must not show anywhere, in every form in which it is sent.
    pub secrets: Vec<Secret>,
    pub transport: Arc<dyn Transport>,
}

/// Where a caller can give what a call lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Advice {
    pub basic: &'static str,
    pub bearer: &'static str,
}

impl Default for Advice {
    fn default() -> Self {
        Self { basic: "set `basic_auth` on the builder", bearer: "set `bearer_token` on the builder" }
    }
}

impl Client {
    pub(crate) fn of(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }

    /// Starts a client with the settings of your choice.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Starts a call of an operation.
    pub fn call<T: Model + Default>(&self, operation: &'static Operation) -> Call<T> {
        Call::new(Parts::of(self.clone(), operation))
    }

    /// Starts a call of any path on this server.
    pub fn request(&self, method: Method, path: &str) -> Call<Value> {
        Call::new(Parts::raw(self.clone(), method, path))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.0.base.host_str()).finish_non_exhaustive()
    }
}
