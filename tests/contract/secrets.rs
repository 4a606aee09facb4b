//! A planted secret appears nowhere.

use signalwire_rest::types::*;
use signalwire_rest::{Client, ErrorKind};
use simulator::{Fault, FaultKind};

use super::setup;

const PLANTED: &str = "hunter2-planted-secret";

#[tokio::test]
async fn no_secret_shows() {
    let (running, client) = setup().await;
    let mut shown = vec![format!("{client:?}")];
    shown.push(format!("{:?}", Client::builder().project("p").token(PLANTED).bearer_token(PLANTED)));
    let url = format!("https://user:{PLANTED}@example.com");
    shown.push(format!("{:?}", Client::builder().base_url(&url)));
    shown.push(format!("{:#?}", Client::builder().space(&url).proxy(&url)));
    shown.push(format!("{:?}", signalwire_rest_runtime::Client::builder().base_url(&url).proxy(&url)));
    let create = SipCredentialCreate::new("c3p0", PLANTED);
    shown.push(format!("{create:?}"));
    let call = client.fabric().sip_endpoints().create(create.clone()).header("x-secret", PLANTED);
    shown.push(format!("{call:?}"));
    let addresses = client.fabric().sip_addresses().list().page_token(PLANTED);
    shown.push(format!("{addresses:?}"));
    for fault in
        [FaultKind::Status(500), FaultKind::ResetAfterRead, FaultKind::Html(200), FaultKind::Truncate]
    {
        running.fault(Fault::once(fault));
        let error = client.fabric().sip_endpoints().create(create.clone()).await.unwrap_err();
        shown.extend(chain(&error));
    }
    // The server repeats what it was sent.
    let error = client
        .fabric()
        .sip_addresses()
        .create(SipAddressCreate::new(PLANTED.to_uppercase(), PLANTED))
        .await
        .unwrap_err();
    shown.extend(chain(&error));
    let unreachable = Client::builder()
        .base_url("http://127.0.0.1:1")
        .allow_plain_http(true)
        .project("p")
        .token(PLANTED)
        .build()
        .unwrap();
    let error = unreachable.fabric().sip_addresses().list().page_token(PLANTED).retries(0).await.unwrap_err();
    shown.extend(chain(&error));
    let error =
        Client::builder().base_url(format!("https://user:{PLANTED}@example.com")).build().unwrap_err();
    shown.extend(chain(&error));
    let with_break =
        Client::builder().base_url("https://example.com").project("p").token(format!("{PLANTED}\n")).build();
    let error = with_break.unwrap_err();
    assert!(error.to_string().starts_with("`token` contains a line break"), "{error}");
    shown.extend(chain(&error));
    let error = Client::builder()
        .base_url("https://example.com")
        .bearer_token(format!("{PLANTED}\n"))
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    shown.extend(chain(&error));
    for text in shown {
        assert!(!text.to_lowercase().contains(PLANTED), "{text}");
        assert!(!text.contains(tests::TOKEN), "{text}");
    }
}

/// Display and Debug of an error and all its causes.
fn chain(error: &signalwire_rest::Error) -> Vec<String> {
    let mut texts = vec![
        format!("{error}"),
        format!("{error:?}"),
        format!("{error:#?}"),
        format!("{:?}", error.errors()),
        error.report(),
    ];
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(inner) = cause {
        texts.extend([format!("{inner}"), format!("{inner:?}")]);
        cause = inner.source();
    }
    texts
}
