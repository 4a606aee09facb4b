//! One recorded exchange, and why some are skipped.

use serde_json::Value;

use crate::finding::Origin;

/// A request and its response.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// The method, in capitals.
    pub method: String,
    /// The webhook that it is a delivery of: a request of the API to a program.
    pub webhook: Option<String>,
    /// The URL, absolute or a path.
    pub url: String,
    /// The status of the response.
    pub status: u16,
    /// The body of the request.
    pub request: Content,
    /// The body of the response.
    pub response: Content,
}

/// A body.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// There was none.
    Absent,
    /// It was JSON.
    Json(Value),
    /// Its media type is JSON, its content is not.
    Malformed,
    /// It was something else.
    Other,
    /// It was not recorded.
    Unknown,
}

impl Content {
    /// The body, when it is JSON.
    pub fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) => Some(value),
            _ => None,
        }
    }
}

/// Why an exchange is skipped. The text is for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// It went to a host that is not the API.
    OtherHost,
    /// It is a preflight of a browser, or a `HEAD`.
    Preflight,
    /// Its response is not JSON.
    NotJson,
    /// It never got a response.
    Unanswered,
    /// Its response came from a cache.
    NotModified,
}

impl Skip {
    /// The reason in a few words.
    pub fn reason(self) -> &'static str {
        match self {
            Self::OtherHost => "other hosts (see --host)",
            Self::Preflight => "OPTIONS and HEAD requests",
            Self::NotJson => "responses that are not JSON",
            Self::Unanswered => "requests without a response",
            Self::NotModified => "responses from a cache (304)",
        }
    }

    /// A name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::OtherHost => "other_host",
            Self::Preflight => "preflight",
            Self::NotJson => "not_json",
            Self::Unanswered => "unanswered",
            Self::NotModified => "not_modified",
        }
    }
}

/// What a reader found in a file.
#[derive(Debug)]
pub(crate) enum Item {
    Exchange(Exchange, Origin),
    Skipped(Skip),
    /// Why a line or entry is no exchange, without quoting it.
    Bad(String, Origin),
}

/// Takes what readers find.
pub(crate) type Sink<'s> = dyn FnMut(Item) + 's;
