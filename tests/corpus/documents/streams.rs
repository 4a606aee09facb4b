use calls::{Recorder, SERVER};
use corpus_streams::types::{Chunk, EitherBody};
use corpus_streams::{ByteStream, Client, EventStream, JsonLines, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> corpus_streams::ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0).build().unwrap().api()
}

const EVENTS: &str = "event: add\ndata: {\"n\": 1}\n\n: alive\n\ndata: {\"n\":\ndata: 2}\n\ndata: [DONE]\n\n";

#[tokio::test]
async fn events_are_items() {
    let recorder = Recorder::responding([(200, "text/event-stream", EVENTS), (200, "", EVENTS)]);
    let mut events: EventStream<Chunk> = api(&recorder).events().await.unwrap();
    assert_eq!(recorder.sent(), "GET /events\naccept: text/event-stream\n\n");
    assert_eq!(events.try_next().await.unwrap().unwrap().n, 1);
    assert_eq!(events.try_next().await.unwrap().unwrap().n, 2);
    assert!(events.try_next().await.unwrap().is_none());
    let mut events = api(&recorder).events().await.unwrap();
    let event = events.try_next_event().await.unwrap().unwrap();
    assert_eq!((event.name.as_deref(), event.data.n), (Some("add"), 1));
    // Data that is a text needs no quotes.
    let recorder = Recorder::responding([(200, "text/event-stream", "data: a \"b\"\n\n")]);
    let mut texts: EventStream<String> = api(&recorder).texts().await.unwrap();
    assert_eq!(texts.try_next().await.unwrap().unwrap(), "a \"b\"");
}

#[tokio::test]
async fn json_lines_are_items() {
    let recorder = Recorder::responding([(200, "application/x-ndjson", "{\"n\":1}\n{\"n\":\"x\"}\n{\"n\":3}")]);
    let mut lines: JsonLines<Chunk> = api(&recorder).lines().since(5).await.unwrap();
    assert_eq!(recorder.sent(), "GET /lines?since=5\naccept: application/x-ndjson\n\n");
    assert_eq!(lines.try_next().await.unwrap().unwrap().n, 1);
    let error = lines.try_next().await.unwrap_err();
    assert_eq!(error.field_path(), Some("n"));
    assert_eq!(lines.try_next().await.unwrap().unwrap().n, 3);
}

#[tokio::test]
async fn a_response_that_may_stream_is_asked_for_either_way() {
    let recorder =
        Recorder::responding([(200, "application/json", r#"{"whole": "w"}"#), (200, "text/event-stream", EVENTS)]);
    let whole = api(&recorder).either(EitherBody::new()).await.unwrap();
    assert_eq!(whole.whole.as_deref(), Some("w"));
    assert_eq!(recorder.line_and("accept").1.unwrap(), "application/json");
    let call = api(&recorder).either(EitherBody::new().stream(true)).events::<Chunk>();
    let mut events = call.await.unwrap();
    assert_eq!(recorder.line_and("accept").1.unwrap(), "text/event-stream");
    assert_eq!(events.try_next().await.unwrap().unwrap().n, 1);
}

#[tokio::test]
async fn bytes_come_whole_or_piece_by_piece() {
    let recorder = Recorder::responding([(200, "", "abc"), (200, "", "abc"), (404, "text/plain", "none")]);
    assert_eq!(api(&recorder).file().await.unwrap().as_slice(), b"abc");
    let response = api(&recorder).file().stream().with_response().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    let mut bytes: ByteStream = response.into_body();
    assert_eq!(bytes.try_next().await.unwrap().unwrap().as_slice(), b"abc");
    assert!(bytes.try_next().await.unwrap().is_none());
    // An error is an error, with its body.
    let error = api(&recorder).file().stream().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.body(), b"none");
}
