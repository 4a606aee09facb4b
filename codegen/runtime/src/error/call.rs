//! The call that failed, as far as an error needs to know it.

use std::borrow::Cow;

use http::Method;

use crate::operation::Scopes;
use crate::redactor::Redactor;

/// The call that failed. It contains no value of the request.
#[derive(Clone)]
pub(crate) struct FailedCall {
    pub operation: Option<&'static str>,
    pub method: Method,
    /// The template of the operation, or the path of a raw request without its query.
    pub path: Cow<'static, str>,
    pub host: String,
    pub port: Option<u16>,
    pub scopes: Scopes,
    pub documentation: Option<&'static str>,
}

impl FailedCall {
    /// Returns the id of the operation; of a raw request, its method and path.
    pub(super) fn name(&self) -> Cow<'_, str> {
        match self.operation {
            Some(operation) => Cow::Borrowed(operation),
            None => format!("{} {}", self.method, self.path).into(),
        }
    }

    /// Returns the host, with the port.
    pub(super) fn server(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Hides the path of a raw request if the caller wrote a credential into it.
    pub(super) fn redact(&mut self, redactor: &Redactor) {
        if self.operation.is_none() && redactor.holds_credential(self.path.as_bytes()) {
            self.path = Cow::Borrowed("/…");
        }
    }
}
