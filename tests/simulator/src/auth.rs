//! Signing in, as the document's security requirements say.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::document::{Document, Operation};

/// Who may sign in. Without them, any user with any password may, and any token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accepted {
    pub basic: Option<(String, String)>,
    pub bearer: Option<String>,
}

impl Accepted {
    /// Whether a request may call an operation.
    pub(crate) fn allows(&self, document: &Document, operation: &Operation, headers: &HeaderMap) -> bool {
        let requirements = operation.node["security"].as_array();
        let Some(requirements) = requirements.filter(|list| !list.is_empty()) else { return true };
        let given =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        requirements.iter().any(|requirement| self.meets(document, requirement, given))
    }

    fn meets(&self, document: &Document, requirement: &Value, given: &str) -> bool {
        let names = requirement.as_object().into_iter().flat_map(|all| all.keys());
        names.into_iter().all(|name| {
            let scheme = &document.root["components"]["securitySchemes"][name.as_str()];
            let protocol = scheme["scheme"].as_str().map(str::to_ascii_lowercase);
            match (scheme["type"].as_str(), protocol.as_deref()) {
                (_, Some("basic")) => self.is_basic(given),
                (_, Some("bearer")) | (Some("oauth2" | "openIdConnect"), _) => self.is_bearer(given),
                _ => true,
            }
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
