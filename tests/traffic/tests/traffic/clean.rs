//! The responses of the simulator are as documented: neither recording of it shows a finding.

use document::Document;
use document::media::MediaKind;
use serde_json::Value;
use signalwire_rest::{Client, Method};
use simulator::{Fault, FaultKind, Simulator, SimulatorBuilder};
use traffic::{Traffic, report};

use super::{Shared, specification};

const TOKEN: &str = "PTplanted-secret-token";

pub(crate) struct Operation {
    pub id: String,
    pub method: Method,
    pub template: String,
    /// Whether its body is a form.
    pub is_form: bool,
}

pub(crate) fn operations(document: &Document) -> impl Iterator<Item = Operation> {
    document.operations.iter().map(|operation| Operation {
        id: operation.id.clone(),
        method: Method::from_bytes(operation.method.as_str().as_bytes()).unwrap(),
        template: operation.path.clone(),
        is_form: operation.body.as_ref().is_some_and(|body| {
            body.content.iter().any(|media| MediaKind::of(&media.name) == MediaKind::Form)
        }),
    })
}

/// The path with something that exists in the place of each parameter.
fn concrete(running: &Simulator, template: &str) -> String {
    let mut path = String::new();
    for part in template.split('/').skip(1) {
        let value = match part.starts_with('{') {
            true => running.seed(&path, serde_json::json!({})),
            false => part.to_owned(),
        };
        path = format!("{path}/{value}");
    }
    path
}

/// Calls every operation, with the faults that are as documented as none; gives the client's and the server's recording.
pub(crate) async fn recordings(faults: &[FaultKind]) -> (Shared, Shared) {
    let document = specification();
    let (of_client, of_server) = (Shared::default(), Shared::default());
    let running = SimulatorBuilder::of(document.clone()).record(of_server.clone()).start().await.unwrap();
    let client = |token: &str| {
        let builder = Client::builder().base_url(running.url()).allow_plain_http(true).retries(0);
        builder.project("99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10").token(token).record(of_client.clone()).build()
    };
    let client = client(TOKEN).unwrap();
    for operation in operations(&document) {
        running.reset();
        let path = concrete(&running, &operation.template);
        faults.iter().for_each(|fault| running.fault(Fault::always(fault.clone())));
        let mut call = client.request(operation.method.clone(), &path);
        if let Some(body) = running.example_body(&operation.id) {
            call = if operation.is_form { call.form(&body) } else { call.json(&body) };
        }
        // Whether it succeeds is for other tests: here it counts what is recorded.
        let _ = call.await;
    }
    (of_client, of_server)
}

#[tokio::test]
async fn every_operation_passes() {
    let document = specification();
    let styles = [
        vec![],
        vec![FaultKind::Variant(1)],
        vec![FaultKind::MissingOptional, FaultKind::Nulls],
        vec![FaultKind::Status(401)],
    ];
    for style in styles {
        let (of_client, of_server) = recordings(&style).await;
        for recording in [of_client, of_server] {
            let text = recording.text();
            // The simulator says so itself when a response of its own is not as documented.
            assert!(!text.contains("the simulator's own response is not valid"), "{style:?}\n{text}");
            let mut traffic = Traffic::new(&document);
            traffic.input("recording", text.as_bytes()).unwrap();
            assert!(traffic.judged >= 240, "{}", traffic.judged);
            assert!(traffic.findings.is_empty(), "{style:?}\n{}", report::text(&traffic, false));
            assert!(traffic.skipped.is_empty() && traffic.unreadable == 0);
            assert!(!text.contains(TOKEN), "credentials");
            let urls = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["url"].clone());
            urls.for_each(|url| assert!(url.as_str().unwrap().starts_with("/api/"), "{url}"));
        }
    }
}
