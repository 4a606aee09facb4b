//! The description of an operation.

use http::Method;

/// One operation of the API, as generated code describes it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`; of one that takes several commands, with the command: `send(play)`.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path, with a `{name}` for each path parameter.
    pub path: &'static str,
    /// How it is authenticated.
    pub auth: Auth,
    /// The scopes that a token needs for it.
    pub scopes: Scopes,
    /// The address of its documentation.
    pub documentation: Option<&'static str>,
    /// The format of its response body.
    pub response: ResponseFormat,
}

/// The authentication of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// None.
    None,
    /// HTTP Basic: a user and a password.
    Basic,
    /// A bearer token.
    Bearer,
    /// Either.
    BasicOrBearer,
}

/// The scopes that a token needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// None are documented.
    None,
    /// Any one of these.
    AnyOf(&'static [&'static str]),
    /// Each of these.
    AllOf(&'static [&'static str]),
}

/// The format of a response body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseFormat {
    /// JSON.
    Json,
    /// Text.
    Text,
    /// Bytes of any other kind.
    Bytes,
    /// None: a body is ignored.
    Empty,
    /// As its status tells.
    ByStatus,
}

impl Scopes {
    /// Returns the scopes as a phrase, such as `one of the scopes Voice, Fax`.
    pub(crate) fn phrase(self) -> Option<String> {
        match self {
            Self::None | Self::AnyOf([]) | Self::AllOf([]) => None,
            Self::AnyOf([only]) | Self::AllOf([only]) => Some(format!("the scope {only}")),
            Self::AnyOf(names) => Some(format!("one of the scopes {}", names.join(", "))),
            Self::AllOf(names) => Some(format!("the scopes {}", names.join(" and "))),
        }
    }
}
