use calls::{Recorder, SERVER};
use corpus_methods::types::{PatchModelBodyItem, Thing};
use corpus_methods::{Client, ClientBuilder, Map, api::Api};
use serde_json::json;

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

const JSON: &str = "application/json";

#[tokio::test]
async fn every_method_is_the_documented_one() {
    let recorder = Recorder::responding([(200, JSON, "\"text\""), (200, "", ""), (204, "", ""), (204, "", "")]);
    assert_eq!(api(&recorder).get().await.unwrap(), "text");
    assert_eq!(recorder.line_and("accept"), ("GET /thing".to_owned(), Some(JSON.to_owned())));
    api(&recorder).head().await.unwrap();
    assert_eq!(recorder.line_and("accept").0, "HEAD /thing");
    api(&recorder).options().await.unwrap();
    assert_eq!(recorder.line_and("accept").0, "OPTIONS /thing");
    api(&recorder).trace().await.unwrap();
    assert_eq!(recorder.line_and("accept").0, "TRACE /thing");
}

#[tokio::test]
async fn bodies_of_every_type() {
    let recorder = Recorder::responding([
        (200, JSON, "7"),
        (200, JSON, r#"[{"id": 2}]"#),
        (200, JSON, r#"{"k": {"id": 3}}"#),
        (200, JSON, "[null]"),
        (200, JSON, "1.5"),
    ]);
    assert_eq!(api(&recorder).put("a\"b".to_owned()).await.unwrap(), 7);
    assert_eq!(recorder.body(), r#""a\"b""#);
    assert_eq!(api(&recorder).post(vec![Thing::new(1)]).await.unwrap(), [Thing::new(2)]);
    assert_eq!(recorder.body(), r#"[{"id":1}]"#);
    let things = api(&recorder).map(Map::from([("a".to_owned(), 1)])).await.unwrap();
    assert_eq!((recorder.body().as_str(), things["k"].id), (r#"{"a":1}"#, 3));
    assert_eq!(api(&recorder).free(json!([1, null])).await.unwrap(), json!([null]));
    assert_eq!(recorder.body(), "[1,null]");
    assert_eq!(api(&recorder).number(0.5).await.unwrap(), 1.5);
    assert_eq!(recorder.body(), "0.5");
}

#[tokio::test]
async fn bodies_where_few_expect_one() {
    let recorder = Recorder::responding([(200, JSON, "true"), (200, JSON, "false"), (200, JSON, "{}")]);
    assert!(api(&recorder).delete(None).await.unwrap());
    assert_eq!(recorder.sent(), "DELETE /thing\naccept: application/json\n\n");
    assert!(!api(&recorder).delete(Thing::new(1)).await.unwrap());
    let expected = "DELETE /thing\naccept: application/json\ncontent-type: application/json\n\n{\"id\":1}";
    assert_eq!(recorder.sent(), expected);
    api(&recorder).get_with_body(Thing::new(1)).await.unwrap();
    let expected = "GET /query\naccept: application/json\ncontent-type: application/json\n\n{\"id\":1}";
    assert_eq!(recorder.sent(), expected);
}

#[tokio::test]
async fn a_response_may_be_null() {
    let recorder = Recorder::responding([(200, JSON, "null"), (200, JSON, r#"{"id": 1}"#)]);
    let patch = || vec![PatchModelBodyItem::new("add", "/a").value(1), PatchModelBodyItem::new("remove", "/b")];
    assert_eq!(api(&recorder).patch(patch()).await.unwrap(), None);
    let (head, body) = (recorder.sent(), r#"[{"op":"add","path":"/a","value":1},{"op":"remove","path":"/b"}]"#);
    assert_eq!(head, format!("PATCH /thing\naccept: {JSON}\ncontent-type: application/json-patch+json\n\n{body}"));
    assert_eq!(api(&recorder).patch(patch()).await.unwrap(), Some(Thing::new(1)));
}
