//! Every call has a span with OpenTelemetry's names, and nothing in it that is nobody's business.
//!
//! A test of its own: whether anyone listens to spans is a matter of the whole process.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use signalwire_rest::types::SipCredentialCreate;
use simulator::{Fault, FaultKind};
use tests::world;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_call_is_a_span() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let (running, client) = world().await.unwrap();
    running.fault(Fault::once(FaultKind::RateLimit("0".to_owned())));
    let made = client
        .fabric()
        .sip_endpoints()
        .create(SipCredentialCreate::new("c3p0", "planted-password"))
        .await
        .unwrap();
    client
        .fabric()
        .sip_endpoints()
        .get("00000000-0000-4000-8000-000000000000")
        .header("x-secret", "planted-header")
        .await
        .unwrap_err();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in [
        "otel.name=\"create_sip_credential\"",
        "otel.kind=\"client\"",
        "http.request.method=\"POST\"",
        "url.template=\"/api/fabric/resources/sip_endpoints/{id}\"",
        "server.address=\"127.0.0.1\"",
        "http.response.status_code=200",
        "http.response.status_code=404",
        "http.request.resend_count=1",
        "error.type=Status",
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    for secret in ["planted", tests::TOKEN, tests::PROJECT, made.id().as_str(), "00000000-0000-4000"] {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}
