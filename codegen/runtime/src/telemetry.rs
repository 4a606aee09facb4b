//! A span for every call, with OpenTelemetry's names; nothing at all without the feature `tracing`.
//!
//! A span never holds a body, a header, an id or a value of the query.

use crate::error::Error;
use crate::parts::Parts;
use crate::transport::TransportResponse;

type Outcome = Result<(TransportResponse, u32), Error>;

/// The span of one call.
#[cfg(feature = "tracing")]
pub(crate) struct Span(tracing::Span);

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn of(parts: &Parts) -> Self {
        use tracing::field::Empty;
        let template = if parts.operation.is_some() { &*parts.template } else { "(raw)" };
        Self(tracing::info_span!(
            "http.client.request",
            otel.name = parts.operation.unwrap_or("request"),
            otel.kind = "client",
            http.request.method = parts.method.as_str(),
            url.template = template,
            server.address = parts.client.shared().base.host_str().unwrap_or_default(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.r#type = Empty,
        ))
    }

    pub(crate) async fn around<F: Future<Output = Outcome>>(&self, call: F) -> Outcome {
        use tracing::Instrument as _;
        call.instrument(self.0.clone()).await
    }

    pub(crate) fn end(&self, outcome: &Outcome) {
        let (status, attempts) = match outcome {
            Ok((answer, attempts)) => (Some(answer.status), *attempts),
            Err(error) => (error.status(), error.attempts()),
        };
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        self.0.record("http.request.resend_count", attempts.saturating_sub(1));
        if let Err(error) = outcome {
            self.0.record("error.type", tracing::field::debug(error.kind()));
        }
    }
}

/// No span.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn of(_: &Parts) -> Self {
        Self
    }

    pub(crate) async fn around<F: Future<Output = Outcome>>(&self, call: F) -> Outcome {
        call.await
    }

    pub(crate) fn end(&self, _: &Outcome) {}
}
