//! What the runtime needs to know of an operation.

use http::Method;

/// One operation of the API, as generated code describes it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`; where it takes many commands, with the command: `send(play)`.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path, with a `{name}` for each path parameter.
    pub path: &'static str,
    /// How it wants to be signed in to.
    pub auth: Auth,
    /// The scopes a token needs for it.
    pub scopes: Scopes,
    /// How its answer is read.
    pub answer: Answer,
}

/// How an operation wants to be signed in to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    None,
    /// With a user and a password.
    Basic,
    /// With a bearer token.
    Bearer,
    /// Either way.
    BasicOrBearer,
}

/// The scopes a token needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// None are documented.
    None,
    /// Any one of these.
    AnyOf(&'static [&'static str]),
    /// Each of these.
    AllOf(&'static [&'static str]),
}

/// How an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// Not at all, whatever comes.
    Empty,
}

impl Scopes {
    /// The scopes in words, such as `one of the scopes Voice, Fax`.
    pub(crate) fn in_words(self) -> Option<String> {
        match self {
            Self::None | Self::AnyOf([]) | Self::AllOf([]) => None,
            Self::AnyOf([only]) | Self::AllOf([only]) => Some(format!("the scope {only}")),
            Self::AnyOf(names) => Some(format!("one of the scopes {}", names.join(", "))),
            Self::AllOf(names) => Some(format!("the scopes {}", names.join(" and "))),
        }
    }
}
