//! Every call has a span with OpenTelemetry's names. Neither the span nor the most verbose logs of the libraries below
//! contain a secret.
//!
//! A separate test binary, because the subscriber of spans is global to the process.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use signalwire_rest::types::SipCredentialCreate;
use simulator::{Fault, FaultKind};
use tests::raw::{Raw, Step};
use tests::setup;
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
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let (running, client) = setup().await.unwrap();
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
        "error.type=\"404\"",
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    for secret in ["planted", tests::TOKEN, tests::PROJECT, made.id().as_str(), "00000000-0000-4000"] {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

/// What is logged through the crate `log`.
static LOGGED: Logged = Logged(Mutex::new(Vec::new()));

struct Logged(Mutex<Vec<String>>);

impl log::Log for Logged {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().unwrap().push(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn the_libraries_below_log_no_secret() {
    log::set_logger(&LOGGED).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let (running, client) = setup().await.unwrap();
    let proxy = Raw::new([Step::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec())]).await;
    let through = proxy.url().replace("http://", "http://planted-user:planted-proxy@");
    let fronted = tests::builder(&running).proxy(&through).build().unwrap();
    let tunnelled =
        tests::builder(&running).base_url("https://api.example.com").proxy(through).build().unwrap();
    for fault in [FaultKind::Status(500), FaultKind::ResetAfterRead, FaultKind::Truncate] {
        running.fault(Fault::once(fault));
        for client in [&client, &fronted, &tunnelled] {
            let sip = client.fabric().sip_endpoints();
            let create = SipCredentialCreate::new("c3p0", "planted-password");
            let _ = sip.create(create).header("x-secret", "planted-header").retries(0).await;
            let _ = client.fabric().sip_addresses().list().page_token("planted-query").retries(0).await;
            let _ = sip.get("planted-id").retries(0).await;
        }
    }
    let lines = LOGGED.0.lock().unwrap().clone();
    assert!(lines.iter().any(|line| line.starts_with("reqwest")), "somebody logs: {lines:?}");
    let sent = running.requests()[0].headers.clone();
    let (_, credentials) = sent.iter().find(|(name, _)| name == "authorization").unwrap();
    let pair = credentials.trim_start_matches("Basic ");
    // `planted-user:planted-proxy`, as HTTP Basic writes it.
    let proxy_pair = "cGxhbnRlZC11c2VyOnBsYW50ZWQtcHJveHk";
    for line in &lines {
        for secret in ["planted", proxy_pair, tests::TOKEN, tests::PROJECT, pair] {
            assert!(!line.contains(secret), "{secret} is in {line}");
        }
    }
}
