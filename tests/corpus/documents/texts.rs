use calls::{Recorder, SERVER};
use corpus_texts::types::{Text, TextKind};
use corpus_texts::{Client, ClientBuilder};
use serde_json::{Value, json};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

#[tokio::test]
async fn odd_letters_reach_the_wire_as_they_are() {
    let recorder = Recorder::responding([(200, "application/json", r#"{"a\"b": "x", "kind": "\u0007"}"#)]);
    let client = builder().base_url(SERVER).transport(recorder.clone()).build().unwrap();
    let body = Text::new("x").back_slash("b").line_break("c").rightleft("d").kind(TextKind::AnySlash);
    let text = client.texts().send("\u{202E}\"\n", body).await.unwrap();
    let sent = recorder.sent();
    assert!(sent.starts_with("POST /texts?q=%E2%80%AE%22%0A\n"), "{sent}");
    let body: Value = serde_json::from_str(sent.split("\n\n").nth(1).unwrap()).unwrap();
    let expected = json!({
        "a\"b": "x", "back\\slash": "b", "line\nbreak": "c", "right\u{202E}left": "d", "kind": "*/",
    });
    assert_eq!(body, expected);
    assert_eq!(text.a_b, "x");
    assert_eq!(text.kind.unwrap().as_str(), "\u{7}");
}
