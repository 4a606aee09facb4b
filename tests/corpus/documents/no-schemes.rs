use calls::{Recorder, SERVER};
use corpus_no_schemes::types::MakeThingBody;
use corpus_no_schemes::{Client, ClientBuilder};

/// The client, but for what it talks to.
pub fn builder() -> corpus_no_schemes::ClientBuilder {
    Client::builder().retries(0)
}

fn recording(recorder: &Recorder) -> ClientBuilder {
    Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0)
}

const JSON: (u16, &str, &str) = (200, "application/json", "{}");

#[tokio::test]
async fn ignored_header_parameters_are_no_arguments() {
    let recorder = Recorder::responding([JSON]);
    let client = recording(&recorder).build().unwrap();
    client.api().make_thing(MakeThingBody::new().a(1)).x_trace("t").await.unwrap();
    let expected = "POST /things\naccept: application/json\ncontent-type: application/json\nx-trace: t\n\n{\"a\":1}";
    assert_eq!(recorder.sent(), expected);
}

#[tokio::test]
async fn authorization_can_be_set_for_all_calls_and_for_one() {
    let recorder = Recorder::responding([JSON, JSON]);
    let client = recording(&recorder).authorization("Token abc").build().unwrap();
    client.api().make_thing(MakeThingBody::new()).await.unwrap();
    assert_eq!(recorder.line_and("authorization").1.unwrap(), "Token abc");
    let client = recording(&recorder).build().unwrap();
    client.api().make_thing(MakeThingBody::new()).header("Authorization", "Token xyz").await.unwrap();
    assert_eq!(recorder.line_and("authorization").1.unwrap(), "Token xyz");
}
