use calls::{Recorder, SERVER};
use corpus_oauth::{Client, ClientBuilder, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0).bearer_token("t").tenant("acme").app("a").username("user").password("word")
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

const AUTHORIZATION: &str = "authorization";

#[tokio::test]
async fn a_requirement_of_two_schemes() {
    let recorder = Recorder::default();
    api(&recorder).usual().await.unwrap();
    assert_eq!(recorder.sent(), "GET /usual\naccept: */*\nauthorization: Bearer t\nx-tenant: acme\n\n");
    api(&recorder).two_keys().await.unwrap();
    assert_eq!(recorder.sent(), "GET /two-keys\naccept: */*\ncookie: app=a\nx-tenant: acme\n\n");
    // One of them alone is not enough.
    let client = Client::builder().base_url(SERVER).transport(recorder.clone()).tenant("acme").build().unwrap();
    let error = client.api().usual().await.unwrap_err().to_string();
    assert!(error.contains("bearer_token"), "{error}");
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn an_operation_replaces_the_requirement_of_the_document() {
    let recorder = Recorder::default();
    api(&recorder).open().await.unwrap();
    assert_eq!(recorder.sent(), "GET /open\naccept: */*\n\n");
    api(&recorder).by_id().await.unwrap();
    assert_eq!(recorder.sent(), "GET /id\naccept: */*\nauthorization: Bearer t\n\n");
}

#[tokio::test]
async fn the_first_alternative_that_can_be_met() {
    let recorder = Recorder::default();
    api(&recorder).either().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Basic dXNlcjp3b3Jk");
    let client = || Client::builder().base_url(SERVER).transport(recorder.clone());
    client().bearer_token("t").build().unwrap().api().either().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Bearer t");
    client().tenant("acme").build().unwrap().api().perhaps().await.unwrap();
    assert_eq!(recorder.line_and("x-tenant").1.unwrap(), "acme");
    client().build().unwrap().api().perhaps().await.unwrap();
    assert_eq!(recorder.line_and("x-tenant").1, None);
}
