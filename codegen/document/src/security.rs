//! Security schemes and what operations demand of them.

use indexmap::IndexMap;
use serde_json::Value;

use crate::place::Place;

/// Schemes that must all be met, each with the scopes it is asked for. Empty: nothing is needed.
pub type Requirement = IndexMap<String, Vec<String>>;

/// A security scheme, references followed.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub place: Place,
    /// `description`.
    pub description: Option<String>,
    /// How one signs in.
    pub kind: SchemeKind,
    /// What the client calls each credential (`x-credentials`), by its role.
    pub credentials: IndexMap<String, WrittenCredential>,
    /// Everything that decides how one signs in, as it is written, for comparisons.
    pub facts: Value,
    /// Every extension by its name.
    pub extensions: IndexMap<String, Value>,
}

/// How one signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// HTTP Basic with a user and a password.
    Basic,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// Another scheme of HTTP, by its name.
    Http(String),
    /// A key in the query, a header or a cookie.
    ApiKey {
        /// Where it goes: `query`, `header` or `cookie`.
        location: String,
        /// The name of the parameter.
        name: String,
    },
    /// A signature over the request that is written as a key, by the extension that says so.
    Signature(String),
    /// A token of OAuth 2.
    OAuth2,
    /// A token of OpenID Connect.
    OpenIdConnect,
    /// No type that OpenAPI knows.
    Other,
}

/// A credential as `x-credentials` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCredential {
    /// Where it is written.
    pub place: Place,
    /// Name of the builder's setter, and where it is written.
    pub setter: Option<(String, crate::source::Location)>,
    /// Environment variable that holds it.
    pub env: Option<String>,
}

impl SchemeKind {
    /// What one signs in with, as `x-credentials` calls it.
    pub fn roles(&self) -> &'static [&'static str] {
        match self {
            Self::Basic => &["username", "password"],
            Self::Bearer | Self::OAuth2 | Self::OpenIdConnect => &["token"],
            Self::ApiKey { .. } => &["key"],
            Self::Http(_) | Self::Signature(_) | Self::Other => &[],
        }
    }
}
