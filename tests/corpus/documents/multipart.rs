use std::io::Cursor;

use calls::{Recorder, SERVER};
use corpus_multipart::types::{OptionalBody, Upload, UploadMeta, UploadRowsItem};
use corpus_multipart::{Client, FilePart, StatusCode, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> corpus_multipart::ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    Client::builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

/// The request with `B` for its boundary.
fn sent(recorder: &Recorder) -> String {
    let text = recorder.sent();
    let boundary = text.split("boundary=").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert!(boundary.len() > 20);
    text.replace(&boundary, "B")
}

const HEAD: &str = "POST /up\naccept: */*\ncontent-type: multipart/form-data; boundary=B\n\n";

fn part(head: &str, content: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

#[tokio::test]
async fn fields_are_parts() {
    let recorder = Recorder::default();
    let body = Upload::new(FilePart::bytes("one"))
        .picture(FilePart::bytes("PNG").file_name("a.png"))
        .more([FilePart::bytes("x"), FilePart::bytes("y").file_name("y.txt").media_type("text/plain")])
        .note("ä")
        .count(2)
        .tags(["t", "u"])
        .meta(UploadMeta::new().a(1))
        .rows([UploadRowsItem::new().b(1), UploadRowsItem::new().b(2)]);
    api(&recorder).up(body).await.unwrap();
    let octets = "Content-Type: application/octet-stream";
    let json = "Content-Type: application/json";
    let parts = [
        part(&format!("name=\"file\"; filename=\"file\"\r\n{octets}"), "one"),
        part("name=\"picture\"; filename=\"a.png\"\r\nContent-Type: image/png", "PNG"),
        part(&format!("name=\"more\"; filename=\"more\"\r\n{octets}"), "x"),
        part("name=\"more\"; filename=\"y.txt\"\r\nContent-Type: text/plain", "y"),
        part("name=\"note\"\r\nContent-Type: text/markdown", "ä"),
        part("name=\"count\"", "2"),
        part("name=\"tags\"", "t"),
        part("name=\"tags\"", "u"),
        part(&format!("name=\"meta\"\r\n{json}"), "{\"a\":1}"),
        part(&format!("name=\"rows\"\r\n{json}"), "{\"b\":1}"),
        part(&format!("name=\"rows\"\r\n{json}"), "{\"b\":2}"),
    ];
    assert_eq!(sent(&recorder), format!("{HEAD}{}--B--\r\n", parts.concat()));
}

#[tokio::test]
async fn a_body_that_may_be_left_out_is() {
    let recorder = Recorder::default();
    api(&recorder).optional(None).await.unwrap();
    assert_eq!(recorder.sent(), "POST /optional\naccept: */*\n\n");
    api(&recorder).optional(OptionalBody::new().n("1")).await.unwrap();
    assert!(sent(&recorder).ends_with(&format!("\n\n{}--B--\r\n", part("name=\"n\"", "1"))));
}

#[tokio::test]
async fn paths_and_readers_are_streamed() {
    let recorder = Recorder::default();
    let path = std::env::temp_dir().join(format!("corpus-multipart-{}.txt", std::process::id()));
    std::fs::write(&path, "from a path").unwrap();
    let octets = "Content-Type: application/octet-stream";
    api(&recorder).up(Upload::new(FilePart::path(&path))).await.unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let expected = part(&format!("name=\"file\"; filename=\"{name}\"\r\n{octets}"), "from a path");
    assert_eq!(sent(&recorder), format!("{HEAD}{expected}--B--\r\n"));
    std::fs::remove_file(&path).unwrap();
    let reader = FilePart::reader(Cursor::new("from a reader"));
    api(&recorder).up(Upload::new(reader)).await.unwrap();
    let expected = part(&format!("name=\"file\"; filename=\"file\"\r\n{octets}"), "from a reader");
    assert_eq!(sent(&recorder), format!("{HEAD}{expected}--B--\r\n"));
    let error = api(&recorder).up(Upload::new(FilePart::path("/no/such/file"))).await.unwrap_err();
    assert!(error.to_string().contains("a file of the body cannot be read"), "{error}");
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn only_what_can_be_sent_twice_is_sent_again() {
    let busy = (429, "", "");
    let recorder = Recorder::responding([busy, (204, "", "")]);
    api(&recorder).up(Upload::new(FilePart::bytes("again"))).await.unwrap();
    assert_eq!(recorder.count(), 2);
    let recorder = Recorder::responding([busy, (204, "", "")]);
    let reader = FilePart::reader(Cursor::new("once"));
    let error = api(&recorder).up(Upload::new(reader)).await.unwrap_err();
    assert_eq!((error.status(), recorder.count()), (Some(StatusCode::TOO_MANY_REQUESTS), 1));
}

#[tokio::test]
async fn other_kinds_of_parts_are_written_by_the_caller() {
    let recorder = Recorder::default();
    let call = api(&recorder).mixed(*b"--x--").header("Content-Type", "multipart/mixed; boundary=x");
    call.await.unwrap();
    let head = "POST /mixed\naccept: */*\ncontent-type: multipart/mixed; boundary=x\n\n";
    assert_eq!(recorder.sent(), format!("{head}--x--"));
}
