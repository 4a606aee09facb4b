use calls::Recorder;
use corpus_paths::types::TypedKind;
use corpus_paths::{Client, ClientBuilder, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

/// The server is that of the document, which has a path.
fn api(recorder: &Recorder) -> Api {
    builder().transport(recorder.clone()).build().unwrap().api()
}

#[track_caller]
fn line(recorder: &Recorder) -> String {
    recorder.line_and("x").0
}

#[tokio::test]
async fn slashes_are_kept() {
    let recorder = Recorder::default();
    api(&recorder).root().await.unwrap();
    assert_eq!(line(&recorder), "GET /base/");
    api(&recorder).slash().await.unwrap();
    assert_eq!(line(&recorder), "GET /base/slash/");
    api(&recorder).letters().await.unwrap();
    assert_eq!(line(&recorder), "GET /base/gr%C3%B6%C3%9Fe/a%20b");
}

#[tokio::test]
async fn parameters_within_a_segment() {
    let recorder = Recorder::default();
    api(&recorder).ending("a b").await.unwrap();
    assert_eq!(line(&recorder), "GET /base/things/a%20b.json");
    api(&recorder).verb("x:y").await.unwrap();
    assert_eq!(line(&recorder), "POST /base/things/x%3Ay:publish");
    api(&recorder).range(1, 2).await.unwrap();
    assert_eq!(line(&recorder), "GET /base/range/1-2");
    api(&recorder).odata("k'k").await.unwrap();
    assert_eq!(line(&recorder), "GET /base/odata/Things('k%27k')");
}

#[tokio::test]
async fn values_cannot_leave_their_segment() {
    let recorder = Recorder::default();
    api(&recorder).fixed_me().await.unwrap();
    assert_eq!(line(&recorder), "GET /base/fixed/me");
    api(&recorder).fixed_id("../me?x#y").await.unwrap();
    assert_eq!(line(&recorder), "GET /base/fixed/..%2Fme%3Fx%23y");
    assert!(api(&recorder).fixed_id("..").await.is_err());
    assert_eq!(recorder.count(), 0);
    api(&recorder).typed("2020-01-31", true, TypedKind::AB).await.unwrap();
    assert_eq!(line(&recorder), "GET /base/day/2020-01-31/true/a%2Fb");
}
