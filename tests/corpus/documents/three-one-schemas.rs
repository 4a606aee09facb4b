use calls::{Recorder, SERVER};
use corpus_three_one_schemas::types::{Other, Thing, ThingEither};
use corpus_three_one_schemas::{Client, ClientBuilder, api::Api};
use serde_json::{Value, json};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

#[tokio::test]
async fn schemas_mean_what_json_schema_says() {
    let response = r#"{
        "kind": "thing", "id": "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11", "note": null, "either": 7, "maybe": null,
        "described": {"n": 1}, "pair": ["a", 1], "all": [null], "count": 3, "any_of": 1, "x-y": "z"
    }"#;
    let recorder = Recorder::responding([(200, "application/json", response)]);
    let thing = Thing::new("9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11").note("n").either("e".to_owned()).maybe(Other::new().n(1));
    let thing = api(&recorder).add_thing(thing.count(1)).size(3).await.unwrap();
    let sent = recorder.sent();
    assert!(sent.starts_with("POST /things?size=3\n"), "{sent}");
    let body: Value = serde_json::from_str(sent.split("\n\n").nth(1).unwrap()).unwrap();
    let expected = json!({
        "kind": "thing", "id": "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11", "note": "n", "either": "e", "maybe": {"n": 1},
        "count": 1,
    });
    assert_eq!(body, expected);
    assert_eq!(thing.kind, "thing");
    assert!(matches!(thing.either, Some(ThingEither::Integer(7))));
    assert_eq!(thing.described.unwrap().n, Some(1));
    assert_eq!(thing.pair.unwrap(), [json!("a"), json!(1)]);
    assert_eq!(thing.all, Some(json!([null])));
    assert_eq!(thing.extra.get("x-y"), Some(&json!("z")));
}

#[tokio::test]
async fn media_types_without_a_schema_are_bytes() {
    let recorder = Recorder::responding([(200, "image/png", "PNG")]);
    assert_eq!(api(&recorder).put_file(*b"abc").await.unwrap().as_slice(), b"PNG");
    let expected = "PUT /files\naccept: image/png\ncontent-type: application/octet-stream\n\nabc";
    assert_eq!(recorder.sent(), expected);
}
