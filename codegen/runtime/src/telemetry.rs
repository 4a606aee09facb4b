//! A span for every call, with OpenTelemetry's names; nothing at all without the feature `tracing`.
//!
//! A span never contains a body, a header, an id or a value of the query.

use http::StatusCode;

use crate::error::ErrorKind;
use crate::request_parts::RequestParts;

/// The span of one call.
#[cfg(feature = "tracing")]
pub(crate) struct Span(tracing::Span);

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn new(parts: &RequestParts) -> Self {
        use tracing::field::Empty;
        let template = if parts.operation.is_some() { &*parts.template } else { "(raw)" };
        Self(tracing::info_span!(
            "http.client.request",
            otel.name = parts.operation.unwrap_or("request"),
            otel.kind = "client",
            http.request.method = parts.method.as_str(),
            url.template = template,
            server.address = parts.config.base.host_str().unwrap_or_default(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.r#type = Empty,
        ))
    }

    pub(crate) async fn around<F: Future>(&self, call: F) -> F::Output {
        use tracing::Instrument as _;
        call.instrument(self.0.clone()).await
    }

    pub(crate) fn end(&self, status: Option<StatusCode>, attempts: u32, error: Option<ErrorKind>) {
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        self.0.record("http.request.resend_count", attempts.saturating_sub(1));
        // By the conventions of OpenTelemetry, the type of an error that a status tells is the status.
        match (error, status.filter(|status| !status.is_success())) {
            (Some(_), Some(status)) => drop(self.0.record("error.type", status.as_str())),
            (Some(kind), None) => drop(self.0.record("error.type", tracing::field::debug(kind))),
            (None, _) => {}
        }
    }
}

/// No span.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn new(_: &RequestParts) -> Self {
        Self
    }

    pub(crate) async fn around<F: Future>(&self, call: F) -> F::Output {
        call.await
    }

    pub(crate) fn end(&self, _: Option<StatusCode>, _: u32, _: Option<ErrorKind>) {}
}
