use calls::{Recorder, SERVER};
use corpus_petstore::types::{ErrorModel, Pet};
use corpus_petstore::{Client, pets::Pets};

/// The client, but for what it talks to.
pub fn builder() -> corpus_petstore::ClientBuilder {
    Client::builder().retries(0)
}

fn pets(recorder: &Recorder) -> Pets {
    let base = format!("{SERVER}/v1");
    Client::builder().base_url(base).transport(recorder.clone()).retries(0).build().unwrap().pets()
}

const JSON: &str = "application/json";

#[tokio::test]
async fn a_list_a_creation_and_an_error() {
    let recorder = Recorder::responding([
        (200, JSON, r#"[{"id": 1, "name": "Rex"}]"#),
        (201, "", ""),
        (404, JSON, r#"{"code": 7, "message": "no such pet"}"#),
    ]);
    let list: Vec<Pet> = pets(&recorder).list_pets().limit(10).await.unwrap();
    assert_eq!(list[0].name, "Rex");
    assert_eq!(recorder.sent(), "GET /v1/pets?limit=10\naccept: application/json\n\n");
    let nothing: () = pets(&recorder).create_pets(Pet::new(2, "Ada")).await.unwrap();
    assert_eq!(nothing, ());
    let head = "POST /v1/pets\naccept: */*\ncontent-type: application/json\n\n";
    assert_eq!(recorder.sent(), format!("{head}{{\"id\":2,\"name\":\"Ada\"}}"));
    let error = pets(&recorder).show_pet_by_id("a/b").await.unwrap_err();
    assert_eq!(recorder.sent(), "GET /v1/pets/a%2Fb\naccept: application/json\n\n");
    assert_eq!(error.body_as::<ErrorModel>().unwrap().message, "no such pet");
}
