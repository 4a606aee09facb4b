use calls::{Recorder, SERVER};
use corpus_responses::types::{CreatedOrNotResponse, ManyResponse, Many4XxError, Problem, Thing};
use corpus_responses::{Client, Error};

/// The client, but for what it talks to.
pub fn builder() -> corpus_responses::ClientBuilder {
    Client::builder().retries(0)
}

const JSON: &str = "application/json";

fn client<const N: usize>(responses: [(u16, &'static str, &'static str); N]) -> Client {
    Client::builder().base_url(SERVER).transport(Recorder::responding(responses)).retries(0).build().unwrap()
}

#[tokio::test]
async fn a_success_without_a_body_beside_default_is_a_success() {
    let nothing: () = client([(204, "", "")]).api().bodyless_beside_default().await.unwrap();
    assert_eq!(nothing, ());
    let failed = client([(500, JSON, r#"{"code": 7}"#)]).api().bodyless_beside_default().await;
    let error: Error = failed.unwrap_err();
    assert_eq!(error.body_as::<Problem>().unwrap().code, 7);
    assert!(error.body_as::<Thing>().is_err());
}

#[tokio::test]
async fn default_is_a_success_where_no_other_is_documented() {
    let thing: Thing = client([(200, JSON, r#"{"id": 1}"#)]).api().only_default().await.unwrap();
    assert_eq!(thing.id, 1);
    let thing: Thing = client([(201, JSON, r#"{"id": 2}"#)]).api().default_beside_errors().await.unwrap();
    assert_eq!(thing.id, 2);
    let error = client([(404, JSON, r#"{"code": 4}"#)]).api().default_beside_errors().await.unwrap_err();
    assert_eq!(error.body_as::<Problem>().unwrap().code, 4);
}

#[tokio::test]
async fn a_success_is_read_by_its_status() {
    let made = client([(201, JSON, r#"{"id": 1}"#)]).api().created_or_not().await.unwrap();
    assert!(matches!(&made, CreatedOrNotResponse::Created(thing) if thing.id == 1), "{made:?}");
    let there = client([(204, "", "")]).api().created_or_not().await.unwrap();
    assert_eq!(there, CreatedOrNotResponse::NoContent);
    let other = client([(202, "text/plain", "later")]).api().created_or_not().await.unwrap();
    assert!(matches!(&other, CreatedOrNotResponse::Other(202, body) if body.as_slice() == b"later"), "{other:?}");
    let error = client([(422, JSON, r#"{"code": 5}"#)]).api().created_or_not().await.unwrap_err();
    assert_eq!(error.body_as::<Problem>().unwrap().code, 5);
    // A body that is not what its status promises is an error with the place.
    let error = client([(201, JSON, r#"{"id": "x"}"#)]).api().created_or_not().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.field_path(), Some("id"));
}

#[tokio::test]
async fn successes_of_one_type_are_that_type() {
    for status in [200, 201] {
        let thing: Thing = client([(status, JSON, r#"{"id": 1}"#)]).api().one_type().await.unwrap();
        assert_eq!(thing.id, 1);
    }
}

#[tokio::test]
async fn every_kind_of_body_has_its_variant() {
    let one = async |status, media_type, body| {
        client([(status, media_type, body)]).api().many().await.unwrap()
    };
    assert!(matches!(one(200, JSON, r#"{"id": 1}"#).await, ManyResponse::Ok(thing) if thing.id == 1));
    assert!(matches!(one(202, JSON, r#"{"job": "j"}"#).await, ManyResponse::Accepted(job) if job.job == "j"));
    assert!(matches!(one(203, "text/plain", "t").await, ManyResponse::NonAuthoritative(text) if text == "t"));
    assert!(
        matches!(one(206, "", "\u{1}").await, ManyResponse::PartialContent(bytes) if bytes.as_slice() == [1])
    );
    assert!(matches!(one(299, JSON, "[1, 2]").await, ManyResponse::Success(list) if list == [1, 2]));
    let response = client([(202, JSON, r#"{"job": "j"}"#)]).api().many().with_response().await.unwrap();
    assert_eq!(response.status().as_u16(), 202);
    let error = client([(418, JSON, r#"{"why": "tea"}"#)]).api().many().await.unwrap_err();
    assert_eq!(error.body_as::<Many4XxError>().unwrap().why.as_deref(), Some("tea"));
}

#[tokio::test]
async fn what_http_forbids_to_have_a_body_has_none() {
    let nothing: () = client([(200, JSON, "")]).api().head_only().await.unwrap();
    assert_eq!(nothing, ());
    let nothing: () = client([(204, "", "")]).api().contradiction().await.unwrap();
    assert_eq!(nothing, ());
    let nothing: () = client([(200, "", "")]).api().only_errors().await.unwrap();
    assert_eq!(nothing, ());
}
