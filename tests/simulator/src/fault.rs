//! Faults on request.

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};

/// The largest body that a fault makes.
pub const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;
/// The longest text of a fault, which goes into a header or a link.
const MAX_TEXT_BYTES: usize = 8 * 1024;
/// The longest latency: an hour, in milliseconds.
const MAX_LATENCY: u64 = 60 * 60 * 1_000;
/// The most faults that wait.
const MAX_FAULTS: usize = 1_000;

/// A fault, and the requests that it affects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub fault: FaultKind,
    /// How many requests it affects; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Only requests of this operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Only requests with this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

/// What can go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The response is this many milliseconds late.
    Latency(u64),
    /// The response has this status, 200 to 999, and the operation is skipped.
    Status(u16),
    /// 429 with `Retry-After`: seconds, or an HTTP date when the text is one.
    RateLimit(String),
    /// The connection is reset before the request is read.
    ResetBeforeRead,
    /// The request is read, and the connection reset without a response.
    ResetAfterRead,
    /// Half of the body is sent.
    Truncate,
    /// A page of HTML comes with this status.
    Html(u16),
    /// 200 without a body.
    Empty,
    /// A body of this many bytes, at most [`MAX_BODY_BYTES`].
    Oversize(usize),
    /// Every text with documented values is one that is not documented.
    UnknownEnum,
    /// Every object has a field that is not documented.
    UnknownField,
    /// All optional fields are left out.
    MissingOptional,
    /// Every nullable value is null.
    Nulls,
    /// Unions return the variant with this number.
    Variant(usize),
    /// A redirect to this location.
    Redirect(String),
    /// The link to the next page is this; `self` is the page itself.
    Link(String),
}

impl FaultKind {
    /// Every fault's name.
    pub const NAMES: [&str; 16] = [
        "latency",
        "status",
        "rate-limit",
        "reset-before-read",
        "reset-after-read",
        "truncate",
        "html",
        "empty",
        "oversize",
        "unknown-enum",
        "unknown-field",
        "missing-optional",
        "nulls",
        "variant",
        "redirect",
        "link",
    ];

    /// `name` or `name=value`, as a header carries it; `None` if it is no fault, or one that cannot be.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        let json = match value {
            None => serde_json::json!(name.trim()),
            Some(value) => {
                let value = value.trim();
                let number = value.parse::<u64>().map(serde_json::Value::from);
                let wants_text = matches!(name.trim(), "rate-limit" | "redirect" | "link");
                let value = number.ok().filter(|_| !wants_text).unwrap_or_else(|| value.into());
                serde_json::json!({ name.trim(): value })
            }
        };
        serde_json::from_value(json).ok().filter(|kind: &Self| !kind.is_impossible())
    }

    /// Whether the fault would take more memory or time than a test needs, or is nothing that HTTP can carry.
    fn is_impossible(&self) -> bool {
        match self {
            Self::Oversize(bytes) => *bytes > MAX_BODY_BYTES,
            Self::RateLimit(text) | Self::Redirect(text) => {
                text.len() > MAX_TEXT_BYTES || HeaderValue::from_str(text).is_err()
            }
            Self::Link(text) => text.len() > MAX_TEXT_BYTES,
            Self::Latency(milliseconds) => *milliseconds > MAX_LATENCY,
            // Below are those that announce another response.
            Self::Status(status) | Self::Html(status) => !(200..1_000).contains(status),
            _ => false,
        }
    }
}

impl Fault {
    /// A fault that affects the next request only.
    pub fn once(fault: FaultKind) -> Self {
        Self { fault, times: Some(1), operation: None, method: None }
    }

    /// A fault that affects every request.
    pub fn always(fault: FaultKind) -> Self {
        Self { fault, times: None, operation: None, method: None }
    }

    /// The same fault for one operation only.
    #[must_use]
    pub fn of(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }

    fn befalls(&self, operation: &str, method: &str) -> bool {
        let operation_fits = self.operation.as_ref().is_none_or(|wanted| wanted == operation);
        let method_fits = self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        operation_fits && method_fits && self.times != Some(0)
    }
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault, unless it cannot be or there are too many.
    pub(crate) fn add(&mut self, fault: Fault) -> bool {
        self.0.retain(|fault| fault.times != Some(0));
        let is_added = self.0.len() < MAX_FAULTS && !fault.fault.is_impossible();
        if is_added {
            self.0.push(fault);
        }
        is_added
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults that affect this request; each counts this use.
    pub(crate) fn take(&mut self, operation: &str, method: &str) -> Vec<FaultKind> {
        let mut taken = Vec::new();
        for fault in self.0.iter_mut().filter(|fault| fault.befalls(operation, method)) {
            // A connection breaks in one way only.
            if fault.fault == FaultKind::ResetBeforeRead
                || taken.iter().any(|kind| same_kind(kind, &fault.fault))
            {
                continue;
            }
            fault.times = fault.times.map(|times| times - 1);
            taken.push(fault.fault.clone());
        }
        taken
    }

    /// Whether the next connection is to be reset before anything is read.
    pub(crate) fn take_reset_before_read(&mut self) -> bool {
        let waiting =
            |fault: &&mut Fault| fault.fault == FaultKind::ResetBeforeRead && fault.times != Some(0);
        let Some(fault) = self.0.iter_mut().find(waiting) else { return false };
        fault.times = fault.times.map(|times| times - 1);
        true
    }
}

fn same_kind(a: &FaultKind, b: &FaultKind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}
