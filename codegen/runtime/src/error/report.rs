//! An error in several lines, for whoever has to find out what happened.

use std::error::Error as _;
use std::fmt::{self, Write as _};

use super::{ApiError, Error};

impl Error {
    /// Returns several lines for an operator: the request, the messages of the server, the scopes, the attempts, the
    /// causes, and the address of the documentation.
    ///
    /// It contains no secret: what a message of the server repeats from the request is replaced by `…`. But unlike
    /// `Display`, it contains texts that the server wrote.
    pub fn report(&self) -> String {
        let mut text = self.to_string();
        let mut line = |name: &str, value: fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = write!(text, "\n  {name}: {value}");
        };
        if let Some(call) = self.call() {
            line("request", format_args!("{} {} on {}", call.method, call.path, call.server()));
        }
        if let Some(status) = self.status() {
            let reason = status.canonical_reason().unwrap_or("unknown status");
            line("status", format_args!("{} {reason}", status.as_u16()));
        }
        for error in self.errors().iter().map(ApiError::reported).filter(|text| !text.is_empty()) {
            line("error", format_args!("{error}"));
        }
        if let Some(scopes) = self.scopes().phrase() {
            line("scopes", format_args!("the token needs {scopes}"));
        }
        if let Some(id) = self.shown_id() {
            line("request id", format_args!("{id}"));
        }
        if self.attempts() > 0 {
            let again = if self.is_retryable() { "; the call may be repeated" } else { "" };
            line("attempts", format_args!("{}{again}", self.attempts()));
        }
        if let Some(wait) = self.retry_after() {
            line("retry after", format_args!("{} seconds", wait.as_secs()));
        }
        let mut cause = self.source();
        while let Some(inner) = cause {
            line("cause", format_args!("{inner}"));
            cause = inner.source();
        }
        if let Some(address) = self.documentation() {
            line("documentation", format_args!("{address}"));
        }
        text
    }
}
