use calls::{Recorder, SERVER};
use corpus_media::types::{FormBody, StyledFormBody, Thing};
use corpus_media::{Client, api::Api};

fn api(recorder: &Recorder) -> Api {
    Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0).build().unwrap().api()
}

fn thing() -> Thing {
    Thing::new().id(1)
}

const JSON: (u16, &str, &str) = (200, "application/json", r#"{"id":2}"#);
const TEXT: (u16, &str, &str) = (200, "text/plain", "<a/>");

#[tokio::test]
async fn json_by_other_names() {
    let recorder = Recorder::responding([JSON]);
    assert_eq!(api(&recorder).vendor(thing()).await.unwrap().id, Some(2));
    let vendor = "application/vnd.thing.v2+json";
    let expected = format!("POST /vendor\naccept: {vendor}\ncontent-type: {vendor}\n\n{{\"id\":1}}");
    assert_eq!(recorder.sent(), expected);
    api(&recorder).patch(thing()).await.unwrap();
    let expected = "PATCH /patch\naccept: */*\ncontent-type: application/merge-patch+json\n\n{\"id\":1}";
    assert_eq!(recorder.sent(), expected);
    // Without a body there is nothing that would have a type.
    api(&recorder).patch(None).await.unwrap();
    assert_eq!(recorder.sent(), "PATCH /patch\naccept: */*\n\n");
}

#[tokio::test]
async fn any_media_type_is_what_its_schema_is() {
    let recorder = Recorder::responding([JSON, TEXT]);
    assert_eq!(api(&recorder).anything(thing()).await.unwrap().id, Some(2));
    let accept = "application/json, */*;q=0.1";
    let expected = format!("PUT /anything\naccept: {accept}\ncontent-type: application/json\n\n{{\"id\":1}}");
    assert_eq!(recorder.sent(), expected);
    assert_eq!(api(&recorder).anything_text("t").await.unwrap(), "<a/>");
    assert_eq!(recorder.sent(), "PUT /anything-text\naccept: */*\ncontent-type: text/plain\n\nt");
}

#[tokio::test]
async fn text_and_xml_are_text() {
    let recorder = Recorder::responding([TEXT, TEXT]);
    let text: String = api(&recorder).text("ä").await.unwrap();
    assert_eq!(text, "<a/>");
    let expected = "PUT /text\naccept: text/csv\ncontent-type: text/plain; charset=utf-8\n\nä";
    assert_eq!(recorder.sent(), expected);
    let xml: String = api(&recorder).xml("<b/>").await.unwrap();
    assert_eq!(xml, "<a/>");
    let expected = "PUT /xml\naccept: application/atom+xml\ncontent-type: application/xml\n\n<b/>";
    assert_eq!(recorder.sent(), expected);
}

#[tokio::test]
async fn only_what_is_read_is_asked_for() {
    let recorder = Recorder::responding([JSON]);
    assert_eq!(api(&recorder).xml_beside_json().await.unwrap().id, Some(2));
    assert_eq!(recorder.sent(), "GET /xml-beside-json\naccept: application/json\n\n");
}

#[tokio::test]
async fn files_are_bytes() {
    let recorder = Recorder::responding([(200, "application/pdf", "%PDF"), (200, "image/png", "PNG")]);
    assert_eq!(api(&recorder).bytes(*b"abc").await.unwrap().as_slice(), b"%PDF");
    let expected = "PUT /bytes\naccept: application/pdf\ncontent-type: application/octet-stream\n\nabc";
    assert_eq!(recorder.sent(), expected);
    // A range is no media type; the caller knows which one it is.
    api(&recorder).image(*b"abc").header("Content-Type", "image/webp").await.unwrap();
    let expected = "PUT /image\naccept: image/png, image/jpeg\ncontent-type: image/webp\n\nabc";
    assert_eq!(recorder.sent(), expected);
}

#[tokio::test]
async fn forms() {
    let recorder = Recorder::default();
    api(&recorder).form(FormBody::new().a("b c&d").list([1, 2])).await.unwrap();
    let head = "POST /form\naccept: */*\ncontent-type: application/x-www-form-urlencoded\n\n";
    assert_eq!(recorder.sent(), format!("{head}a=b%20c%26d&list=1&list=2"));
}

/// The properties of a form are written as `encoding` declares it.
#[tokio::test]
async fn forms_with_styles() {
    let recorder = Recorder::default();
    let body = StyledFormBody::new()
        .expand(["a", "b&c"])
        .row(thing())
        .ids([1, 2])
        .path("a/b:c")
        .meta(thing())
        .usual(["d", "e"]);
    api(&recorder).styled_form(body).await.unwrap();
    let sent = recorder.sent();
    let (head, body) = sent.split_once("\n\n").unwrap();
    let expected_head = "POST /styled-form\naccept: */*\ncontent-type: application/x-www-form-urlencoded";
    assert_eq!(head, expected_head);
    let mut pairs: Vec<&str> = body.split('&').collect();
    pairs.sort_unstable();
    let expected = [
        "expand%5B0%5D=a",
        "expand%5B1%5D=b%26c",
        "ids=1,2",
        "meta=%7B%22id%22%3A1%7D",
        "path=a/b:c",
        "row%5Bid%5D=1",
        "usual=d",
        "usual=e",
    ];
    assert_eq!(pairs, expected);
}

/// A name that comes twice in a path has one value; one that is not declared is a string.
#[tokio::test]
async fn paths_that_are_declared_carelessly() {
    let recorder = Recorder::default();
    api(&recorder).twice(1, "x/y").await.unwrap();
    assert_eq!(recorder.sent(), "GET /twice/1/x%2Fy/1\naccept: */*\n\n");
}
