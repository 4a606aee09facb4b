use calls::{Recorder, SERVER};
use corpus_three_one::types::PutThingBody;
use corpus_three_one::{Client, FilePart};

/// The client, but for what it talks to.
pub fn builder() -> corpus_three_one::ClientBuilder {
    Client::builder().retries(0)
}

#[tokio::test]
async fn a_document_of_3_1_says_the_same() {
    let recorder = Recorder::responding([(200, "application/hal+json", r#"{"n": null}"#)]);
    let client = Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0).build().unwrap();
    let body = PutThingBody::new(FilePart::bytes("PNG").file_name("a.png"));
    let thing = client.api().put_thing(7, body).sort(["a", "b"]).await.unwrap();
    assert_eq!(thing.n, None);
    let sent = recorder.sent();
    assert!(sent.starts_with("PUT /things/.7?sort=a,b\naccept: application/hal+json\n"), "{sent}");
    let part = "Content-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n";
    assert!(sent.contains(part), "{sent}");
}
