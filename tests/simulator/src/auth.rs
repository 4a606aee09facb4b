//! Authentication by the document's security requirements.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use document::security::{Requirement, SchemeKind};
use document::{Document, Operation};

use crate::parameters::cookies;

/// The accepted credentials. Without them, any user, password and token is accepted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accepted {
    pub basic: Option<(String, String)>,
    pub bearer: Option<String>,
}

/// Where a request may carry its credentials.
pub(crate) struct Credentials<'r> {
    pub headers: &'r HeaderMap,
    pub query: &'r [(String, String)],
}

impl Accepted {
    /// Whether a request may call an operation.
    pub(crate) fn allows(
        &self,
        document: &Document,
        operation: &Operation,
        credentials: &Credentials<'_>,
    ) -> bool {
        !operation.needs_credentials()
            || operation.security.iter().any(|requirement| self.meets(document, requirement, credentials))
    }

    fn meets(&self, document: &Document, requirement: &Requirement, credentials: &Credentials<'_>) -> bool {
        let authorization = credentials.headers.get(header::AUTHORIZATION);
        let given = authorization.and_then(|value| value.to_str().ok()).unwrap_or_default();
        requirement.keys().all(|name| match document.scheme(name).map(|scheme| &scheme.kind) {
            Some(SchemeKind::Basic) => self.is_basic(given),
            Some(SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect) => {
                self.is_bearer(given)
            }
            Some(SchemeKind::ApiKey { location, name }) => credentials.has_key(location, name),
            Some(SchemeKind::Http(_) | SchemeKind::Signature(_) | SchemeKind::Other) | None => true,
        })
    }

    fn is_basic(&self, given: &str) -> bool {
        let decoded = given.strip_prefix("Basic ").and_then(|text| STANDARD.decode(text).ok());
        let pair = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        let Some((user, password)) = pair.as_deref().and_then(|pair| pair.split_once(':')) else {
            return false;
        };
        match &self.basic {
            Some((accepted_user, accepted_password)) => {
                user == accepted_user && password == accepted_password
            }
            None => !user.is_empty() && !password.is_empty(),
        }
    }

    fn is_bearer(&self, given: &str) -> bool {
        let Some(token) = given.strip_prefix("Bearer ") else { return false };
        self.bearer.as_ref().map_or(!token.is_empty(), |accepted| accepted == token)
    }
}

impl Credentials<'_> {
    /// Whether an API key is present; any value is accepted.
    fn has_key(&self, location: &str, name: &str) -> bool {
        match location {
            "query" => self.query.iter().any(|(given, key)| given == name && !key.is_empty()),
            "cookie" => cookies(self.headers).iter().any(|(given, key)| given == name && !key.is_empty()),
            _ => self.headers.get(name).is_some_and(|key| !key.is_empty()),
        }
    }
}
