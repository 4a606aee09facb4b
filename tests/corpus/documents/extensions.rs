use calls::{Recorder, SERVER};
use corpus_extensions::types::Sort;
use corpus_extensions::{Client, ClientBuilder};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

#[tokio::test]
async fn what_is_meant_for_others_changes_nothing() {
    let thing = r#"{"id": "t", "$ref": "r", "enum": ["e"], "x-y": 3, "sort": "desc"}"#;
    let recorder = Recorder::responding([(200, "application/json", thing)]);
    let client = builder().base_url(SERVER).transport(recorder.clone()).build().unwrap();
    let thing = client.things().get_thing("a").sort(Sort::Asc).await.unwrap();
    assert_eq!(recorder.sent(), "GET /things/a?sort=asc\naccept: application/json\n\n");
    assert_eq!((thing.id.as_deref(), thing.ref_.as_deref()), (Some("t"), Some("r")));
    assert_eq!((thing.enum_.unwrap(), thing.x_y, thing.sort), (vec!["e".to_owned()], Some(3), Some(Sort::Desc)));
}
