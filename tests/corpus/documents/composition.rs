use calls::{Recorder, SERVER};
use corpus_composition::types::{Cat, Dog, Loose, Open, Pet, ShapeModel};
use corpus_composition::{Client, ClientBuilder, Patch, api::Api};
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
async fn a_discriminator_says_which_variant_it_is() {
    let dog = r#"{"petType": "dog", "name": "rex", "bark": "w", "owner": null}"#;
    let recorder = Recorder::responding([(200, JSON, dog), (200, JSON, r#"{"petType": "bird"}"#)]);
    let pet = api(&recorder).add_pet(Cat::new("kitty", 9)).await.unwrap();
    assert_eq!(recorder.body(), r#"{"petType":"kitty","lives":9}"#);
    assert!(matches!(&pet, Pet::Dog(dog) if dog.name == "rex" && dog.owner == Patch::Null), "{pet:?}");
    let pet = api(&recorder).add_pet(Dog::new("dog", "rex")).await.unwrap();
    assert!(matches!(&pet, Pet::Unknown(value) if value["petType"] == "bird"), "{pet:?}");
}

#[tokio::test]
async fn names_of_schemas_discriminate_without_a_mapping() {
    let shapes = r#"[{"kind": "Circle", "radius": 1.5}, {"kind": "Square", "side": 2}, {"kind": "Other"}]"#;
    let recorder = Recorder::responding([(200, JSON, shapes)]);
    let shapes = api(&recorder).shapes().await.unwrap();
    assert!(matches!(&shapes[0], ShapeModel::Circle(circle) if circle.radius == 1.5), "{shapes:?}");
    assert!(matches!(&shapes[1], ShapeModel::Square(square) if square.side == 2.0), "{shapes:?}");
    assert!(matches!(&shapes[2], ShapeModel::Unknown(_)), "{shapes:?}");
}

#[tokio::test]
async fn null_and_absence_are_two_things() {
    let recorder = Recorder::responding([(200, JSON, r#"{"petType": "dog", "name": "n"}"#)]);
    let dog = api(&recorder).put_dog(Dog::new("dog", "rex").owner(Patch::Null)).await.unwrap();
    assert_eq!(recorder.body(), r#"{"petType":"dog","name":"rex","owner":null}"#);
    assert_eq!(dog.owner, Patch::Absent);
}

#[tokio::test]
async fn open_objects_keep_what_nobody_documents() {
    let recorder = Recorder::responding([(200, JSON, r#"{"id": 1, "note": null, "more": [1, 2]}"#)]);
    let open = api(&recorder).open(Open::new(1).note("n")).await.unwrap();
    assert_eq!(recorder.body(), r#"{"id":1,"note":"n"}"#);
    assert_eq!((&open.note, open.extra.get("more")), (&Patch::Null, Some(&json!([1, 2]))));
}

#[tokio::test]
async fn the_first_variant_that_fits() {
    let one = async |body: &'static str| {
        api(&Recorder::responding([(200, JSON, body)])).loose().await.unwrap()
    };
    assert!(matches!(one(r#"{"kind": "c", "radius": 2.5}"#).await, Loose::Circle(circle) if circle.radius == 2.5));
    assert!(matches!(one(r#"{"id": 1}"#).await, Loose::Open(open) if open.id == 1));
    assert!(matches!(one(r#""t""#).await, Loose::Text(text) if text == "t"));
    assert!(matches!(one("7").await, Loose::Unknown(_)));
}
