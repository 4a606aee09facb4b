use calls::{Recorder, SERVER};
use corpus_event_streams::types::{ChatBody, ChatResponse, Problem};
use corpus_event_streams::{Client, ClientBuilder, api::Api};
use serde_json::json;

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

#[tokio::test]
async fn events_of_several_types() {
    let events = "data: {\"text\": \"a\"}\r\n\r\nid: 1\rdata: {\"reason\": \"end\"}\r\rdata: {\"text\": \"cut\"}";
    let error = (400, "application/json", r#"{"code": "c"}"#);
    let recorder = Recorder::responding([(200, "text/event-stream", events), error]);
    let mut stream = api(&recorder).chat(ChatBody::new("p")).await.unwrap();
    let expected = "POST /chat\naccept: text/event-stream; charset=utf-8\ncontent-type: application/json\n\n{\"prompt\":\"p\"}";
    assert_eq!(recorder.sent(), expected);
    let first = stream.try_next().await.unwrap().unwrap();
    assert!(matches!(&first, ChatResponse::Delta(delta) if delta.text == "a"), "{first:?}");
    let second = stream.try_next().await.unwrap().unwrap();
    assert!(matches!(&second, ChatResponse::Stop(stop) if stop.reason == "end"), "{second:?}");
    // The last event needs no empty line behind it.
    assert!(matches!(stream.try_next().await.unwrap(), Some(ChatResponse::Delta(delta)) if delta.text == "cut"));
    assert!(stream.try_next().await.unwrap().is_none());
    let error = api(&recorder).chat(ChatBody::new("p")).await.unwrap_err();
    assert_eq!(error.body_as::<Problem>().unwrap().code.as_deref(), Some("c"));
}

#[tokio::test]
async fn lines_under_other_names() {
    let sequence = "\u{1e}{\"text\": \"a\"}\n\u{1e}{\"text\": \"b\"}\n";
    let recorder = Recorder::responding([(200, "", "{\"text\": \"a\"}\r\n\n{\"text\": \"b\"}"), (200, "", sequence)]);
    let mut lines = api(&recorder).jsonl().await.unwrap();
    assert_eq!(recorder.line_and("accept").1.unwrap(), "application/jsonl");
    for expected in ["a", "b"] {
        assert_eq!(lines.try_next().await.unwrap().unwrap().text, expected);
    }
    assert!(lines.try_next().await.unwrap().is_none());
    let mut lines = api(&recorder).sequence().await.unwrap();
    assert_eq!(recorder.line_and("accept").1.unwrap(), "application/json-seq");
    for expected in ["a", "b"] {
        assert_eq!(lines.try_next().await.unwrap().unwrap().text, expected);
    }
}

#[tokio::test]
async fn events_of_any_type() {
    let recorder = Recorder::responding([(200, "", "data: [1]\n\n"), (200, "", "data: 1\n\ndata: 2\n\n")]);
    let mut events = api(&recorder).untyped().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap(), json!([1]));
    let mut numbers = api(&recorder).lists().await.unwrap();
    assert_eq!(numbers.try_next().await.unwrap(), Some(1));
    assert_eq!(numbers.try_next().await.unwrap(), Some(2));
}
