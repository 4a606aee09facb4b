//! A client: a handle to shared settings and connections.

use std::fmt;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

use crate::call::Call;
use crate::config::Config;
use crate::model::Model;
use crate::operation::Operation;
use crate::request_parts::RequestParts;

/// The core of a generated client. Cheap to clone; calls need a Tokio runtime.
#[derive(Clone)]
pub struct Client(Arc<Config>);

impl Client {
    pub(crate) fn new(config: Config) -> Self {
        Self(Arc::new(config))
    }

    /// Starts a call of an operation.
    pub fn call<T: Model + Default>(&self, operation: &'static Operation) -> Call<T> {
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
