use calls::{Recorder, SERVER, pairs};
use corpus_references::types::{ABC, Problem, Thing};
use corpus_references::{Client, ClientBuilder, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

const JSON: &str = "application/json";

#[tokio::test]
async fn what_is_shared_counts_where_it_is_used() {
    let recorder = Recorder::responding([(200, JSON, r#"{"id": 1, "kind": "x"}"#), (500, JSON, r#"{"id": 2, "why": "w"}"#)]);
    let thing = api(&recorder).put_b(7, Thing::new(3).kind(ABC::Y)).size(5).filter(ABC::X).await.unwrap();
    assert_eq!((thing.id, thing.kind), (1, Some(ABC::X)));
    let sent = recorder.sent();
    let (line, body) = (sent.lines().next().unwrap(), sent.split("\n\n").nth(1).unwrap());
    assert_eq!(pairs(line.strip_prefix("PUT /b/7?").unwrap()), ["filter=x", "size=5"]);
    assert_eq!(body, r#"{"id":3,"kind":"y"}"#);
    let error = api(&recorder).put_b(7, Thing::new(3)).await.unwrap_err();
    let problem = error.body_as::<Problem>().unwrap();
    assert_eq!((problem.id, problem.why.as_deref()), (2, Some("w")));
}

#[tokio::test]
async fn paths_and_parts_of_responses_may_be_references() {
    let thing = r#"{"id": 1}"#;
    let recorder = Recorder::responding([(200, JSON, thing), (200, JSON, thing)]);
    assert_eq!(api(&recorder).get_a().await.unwrap().id, 1);
    assert_eq!(recorder.line_and("accept"), ("GET /a".to_owned(), Some(JSON.to_owned())));
    assert_eq!(api(&recorder).get_c(2).filter(ABC::Y).await.unwrap().id, 1);
    assert_eq!(recorder.line_and("accept").0, "GET /c/2?filter=y");
}
