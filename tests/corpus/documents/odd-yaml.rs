use calls::{Recorder, SERVER, pairs};
use corpus_odd_yaml::types::{Odd4XxError, OddBody, OddOn, OddResponse};
use corpus_odd_yaml::{Client, ClientBuilder};
use serde_json::{Value, json};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn client(recorder: &Recorder) -> Client {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap()
}

const JSON: &str = "application/json";

#[tokio::test]
async fn keys_that_are_no_text_are_names() {
    let recorder =
        Recorder::responding([(200, JSON, r#"{"id": 1}"#), (204, "", ""), (404, JSON, r#"{"why": "w"}"#)]);
    let body = || OddBody::new("x", true).null("n").value_1_5(2.5).y(1).id(7);
    let call = client(&recorder).api().odd(body()).on(OddOn::Yes).value_404(2).when("2020-01-01");
    assert!(matches!(call.await.unwrap(), OddResponse::Ok(ok) if ok.id == Some(1)));
    let sent = recorder.sent();
    let query = sent.lines().next().unwrap().strip_prefix("POST /odd?").unwrap();
    assert_eq!(pairs(query), ["404=2", "on=yes", "when=2020-01-01"]);
    let sent: Value = serde_json::from_str(sent.split("\n\n").nth(1).unwrap()).unwrap();
    assert_eq!(sent, json!({"200": "x", "true": true, "null": "n", "1.5": 2.5, "y": 1, "id": 7}));
    assert_eq!(client(&recorder).api().odd(body()).await.unwrap(), OddResponse::NoContent);
    let error = client(&recorder).api().odd(body()).await.unwrap_err();
    assert_eq!(error.body_as::<Odd4XxError>().unwrap().why.as_deref(), Some("w"));
}

#[tokio::test]
async fn tags_that_are_numbers() {
    let recorder = Recorder::default();
    client(&recorder).value_1().folded().await.unwrap();
    assert_eq!(recorder.sent(), "GET /folded\naccept: */*\n\n");
}
