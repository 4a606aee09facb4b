use calls::{Recorder, SERVER};
use corpus_multipart_encoding::types::{Files, SendBody, SendBodyKind, SendBodyMeta};
use corpus_multipart_encoding::{Client, ClientBuilder, FilePart, api::Api};
use serde_json::json;

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

/// The body of the only request, with `B` for its boundary.
#[track_caller]
fn body(recorder: &Recorder) -> String {
    let text = recorder.sent();
    let boundary = text.split("boundary=").nth(1).unwrap().lines().next().unwrap().to_owned();
    text.replace(&boundary, "B").split("\n\n").nth(1).unwrap().to_owned()
}

fn part(head: &str, content: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

#[tokio::test]
async fn parts_have_their_documented_media_types() {
    let recorder = Recorder::responding([(201, "application/json", r#"{"id": "i"}"#)]);
    let file = FilePart::bytes("P").file_name("p \"1\".pdf").media_type("application/pdf");
    let body_of = SendBody::new(SendBodyMeta::new(1), SendBodyKind::A).say_hi("x").list([1, 2]).encoded("QQ==");
    let body_of = body_of.wild(file).xml("<a/>").flag(true).free(json!({"a": 1}));
    assert_eq!(api(&recorder).send(body_of).dry(true).await.unwrap().id.as_deref(), Some("i"));
    let parts = [
        part("name=\"meta\"\r\nContent-Type: application/vnd.meta+json", "{\"n\":1}"),
        part("name=\"kind\"", "a"),
        part("name=\"say %22hi%22\"", "x"),
        part("name=\"list\"", "1"),
        part("name=\"list\"", "2"),
        part("name=\"encoded\"", "QQ=="),
        part("name=\"wild\"; filename=\"p %221%22.pdf\"\r\nContent-Type: application/pdf", "P"),
        part("name=\"xml\"\r\nContent-Type: text/xml; charset=utf-8", "<a/>"),
        part("name=\"flag\"", "true"),
        part("name=\"free\"\r\nContent-Type: application/json", "{\"a\":1}"),
    ];
    assert_eq!(body(&recorder), format!("{}--B--\r\n", parts.concat()));
}

#[tokio::test]
async fn every_file_of_a_list_is_a_part() {
    let recorder = Recorder::default();
    let files = Files::new([FilePart::bytes("1"), FilePart::bytes("2").file_name("b.png")]).title("t");
    api(&recorder).files(files).await.unwrap();
    let parts = [
        part("name=\"files\"; filename=\"files\"\r\nContent-Type: image/png", "1"),
        part("name=\"files\"; filename=\"b.png\"\r\nContent-Type: image/png", "2"),
        part("name=\"title\"", "t"),
    ];
    assert_eq!(body(&recorder), format!("{}--B--\r\n", parts.concat()));
}
