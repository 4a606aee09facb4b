use calls::Recorder;
use corpus_servers::{Client, ClientBuilder};

/// The client, but for what it talks to.
pub fn builder() -> corpus_servers::ClientBuilder {
    Client::builder().retries(0)
}

fn recording(recorder: &Recorder) -> ClientBuilder {
    Client::builder().transport(recorder.clone()).retries(0)
}

async fn lines(recorder: &Recorder, builder: ClientBuilder) -> [String; 4] {
    let api = builder.build().unwrap().api();
    let mut lines = [const { String::new() }; 4];
    api.usual().await.unwrap();
    lines[0] = recorder.line_and("x").0;
    api.of_path().await.unwrap();
    lines[1] = recorder.line_and("x").0;
    api.of_operation().await.unwrap();
    lines[2] = recorder.line_and("x").0;
    api.relative().await.unwrap();
    lines[3] = recorder.line_and("x").0;
    lines
}

#[tokio::test]
async fn operations_go_to_the_servers_of_the_document() {
    let recorder = Recorder::default();
    let expected = [
        "GET https://eu.example.com:8443/v1/api/usual",
        "GET https://uploads.example.com/v2/uploads",
        "POST https://files.example.com/uploads",
        "GET https://eu.example.com:8443/v3/relative",
    ];
    assert_eq!(lines(&recorder, recording(&recorder)).await, expected);
    let mine = recording(&recorder).region("us").port("443").base("v9");
    let lines = lines(&recorder, mine).await;
    assert_eq!(lines[0], "GET https://us.example.com/v9/usual");
}

#[tokio::test]
async fn an_address_of_the_callers_is_that_of_every_operation() {
    let recorder = Recorder::default();
    let lines = lines(&recorder, recording(&recorder).base_url("https://simulator.test/x")).await;
    let expected = ["GET https://simulator.test/x/usual", "GET https://simulator.test/x/uploads"];
    assert_eq!(lines[..2], expected);
    assert_eq!(lines[2], "POST https://simulator.test/x/uploads");
}

#[test]
fn a_variable_cannot_name_another_host() {
    let recorder = Recorder::default();
    for wrong in ["evil.com/", "a@b", ".."] {
        assert!(recording(&recorder).region(wrong).build().is_err(), "{wrong}");
    }
    assert!(recording(&recorder).base("../x").build().is_err());
}
