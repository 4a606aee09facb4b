use calls::{Recorder, SERVER};
use corpus_errors::types::{Failure, GetDefaultError, Problem};
use corpus_errors::{Client, ClientBuilder, Error};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

async fn error(status: u16, media_type: &'static str, body: &'static str) -> Error {
    let recorder = Recorder::responding([(status, media_type, body)]);
    let client = builder().base_url(SERVER).transport(recorder).build().unwrap();
    client.api().get("a").await.unwrap_err()
}

const JSON: &str = "application/json";
const PROBLEM: &str = r#"{"title": "t", "status": 400}"#;

#[tokio::test]
async fn errors_have_the_body_of_their_status() {
    let wrong = error(400, "application/problem+json", PROBLEM).await;
    let problem = wrong.body_as::<Problem>().unwrap();
    assert_eq!((problem.title.as_str(), problem.status), ("t", Some(400)));
    let taken = error(409, JSON, r#"[{"title": "a"}, {"title": "b"}]"#).await;
    assert_eq!(taken.body_as::<Vec<Problem>>().unwrap()[1].title, "b");
    let failed = error(503, JSON, r#"{"trace": "x"}"#).await;
    assert_eq!(failed.body_as::<Failure>().unwrap().trace, "x");
    let other = error(418, JSON, PROBLEM).await;
    let body = other.body_as::<GetDefaultError>().unwrap();
    assert!(matches!(&body, GetDefaultError::Problem(problem) if problem.title == "t"), "{body:?}");
}

#[tokio::test]
async fn errors_without_a_typed_body() {
    let missing = error(404, "text/plain", "none").await;
    assert!(missing.is_not_found());
    assert_eq!(missing.body(), b"none");
    assert!(error(401, "", "").await.is_unauthorized());
    // Neither a success nor an error of the client, but nothing that could be read as a thing.
    assert_eq!(error(304, "", "").await.status().map(|status| status.as_u16()), Some(304));
    // A body that is no JSON is an error of its own, and not a panic.
    assert!(error(503, "text/html", "<html>").await.body_as::<Failure>().is_err());
}
