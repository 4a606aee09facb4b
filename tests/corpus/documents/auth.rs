use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use calls::{Recorder, SERVER};
use corpus_auth::{AccessToken, Client, ClientBuilder, HeaderMap, Method};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    let builder = Client::builder().retries(0);
    let builder = builder.header_key("h").query_key("q&1").cookie_key("c;1").bearer_token("t");
    builder.username("user").password("word").sign_with(|_| {})
}

fn bare(recorder: &Recorder) -> ClientBuilder {
    Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0)
}

fn with_everything(recorder: &Recorder) -> Client {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap()
}

const AUTHORIZATION: &str = "authorization";

#[tokio::test]
async fn keys_go_where_the_document_says() {
    let recorder = Recorder::default();
    let api = with_everything(&recorder).api();
    api.header().await.unwrap();
    assert_eq!(recorder.line_and("x-api-key"), ("GET /header".to_owned(), Some("h".to_owned())));
    api.query().await.unwrap();
    assert_eq!(recorder.line_and("x-api-key"), ("GET /query?api%20key=q%261".to_owned(), None));
    api.query_and_parameter("b").await.unwrap();
    assert_eq!(recorder.line_and("x"), ("GET /query-and-parameter?a=b&api%20key=q%261".to_owned(), None));
    // There is one header for all cookies.
    api.cookie("dark", [1, 2]).await.unwrap();
    let cookies = "theme=dark; sizes=1,2; session=c%3B1".to_owned();
    assert_eq!(recorder.line_and("cookie"), ("GET /cookie".to_owned(), Some(cookies)));
}

#[tokio::test]
async fn http_schemes_go_into_authorization() {
    let recorder = Recorder::default();
    let api = with_everything(&recorder).api();
    api.basic().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Basic dXNlcjp3b3Jk");
    api.bearer().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Bearer t");
    api.oauth().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Bearer t");
    api.none().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1, None);
}

#[tokio::test]
async fn all_schemes_of_an_alternative_are_met() {
    let recorder = Recorder::default();
    let api = with_everything(&recorder).api();
    api.both().await.unwrap();
    assert_eq!(recorder.line_and("x-api-key"), ("GET /both?api%20key=q%261".to_owned(), Some("h".to_owned())));
    api.either().await.unwrap();
    let sent = recorder.sent();
    assert!(sent.contains("x-api-key: h\n") && sent.contains("cookie: session=c%3B1\n"), "{sent}");
    assert!(!sent.contains("authorization"), "{sent}");
    // Without one of the keys, the other alternative is met.
    let client = bare(&recorder).header_key("h").bearer_token("t").build().unwrap();
    client.api().either().await.unwrap();
    let sent = recorder.sent();
    assert!(!sent.contains("x-api-key") && sent.contains("authorization: Bearer t\n"), "{sent}");
    // Without all of them, nothing is sent.
    let error = bare(&recorder).build().unwrap().api().either().await.unwrap_err().to_string();
    assert!(error.contains("set `header_key` on the builder"), "{error}");
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn optional_credentials_are_sent_when_there_are_any() {
    let recorder = Recorder::default();
    with_everything(&recorder).api().optional().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Bearer t");
    bare(&recorder).build().unwrap().api().optional().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1, None);
}

#[tokio::test]
async fn what_the_client_does_not_implement_is_added_by_the_caller() {
    let recorder = Recorder::default();
    let sign = |headers: &mut HeaderMap| headers.insert(AUTHORIZATION, "AWS4-HMAC-SHA256 x".parse().unwrap());
    let client = bare(&recorder).sign_with(move |request| drop(sign(&mut request.headers))).build().unwrap();
    client.api().signed().await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "AWS4-HMAC-SHA256 x");
    // It is the last resort.
    let client = bare(&recorder).header_key("h").build().unwrap();
    client.api().signed_or_key().await.unwrap();
    assert_eq!(recorder.line_and("x-api-key").1.unwrap(), "h");
    let client = bare(&recorder).build().unwrap();
    client.api().digest().header("Authorization", "Digest x").await.unwrap();
    assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Digest x");
}

#[tokio::test]
async fn a_provider_gives_tokens_until_they_expire_or_are_refused() {
    let recorder = Recorder::responding([(204, "", ""), (204, "", ""), (401, "", ""), (204, "", ""), (401, "", "")]);
    let fetched = Arc::new(AtomicU32::new(0));
    let count = fetched.clone();
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            let token = AccessToken::new(format!("token-{number}")).expires_in(Duration::from_secs(3600));
            Ok::<_, std::io::Error>(token)
        }
    };
    let client = bare(&recorder).bearer_token_provider(provider).build().unwrap();
    for _ in 0..2 {
        client.api().bearer().await.unwrap();
        assert_eq!(recorder.line_and(AUTHORIZATION).1.unwrap(), "Bearer token-0");
    }
    // 401 says that nothing was done, so that even a POST is sent again, once.
    client.api().oauth().await.unwrap();
    assert_eq!(recorder.count(), 2);
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
    let refusing = Recorder::responding([(401, "", ""), (401, "", ""), (401, "", "")]);
    let failing = || async { Ok::<_, std::io::Error>(AccessToken::new("secret-token")) };
    let client = bare(&refusing).bearer_token_provider(failing).build().unwrap();
    let error = client.api().bearer().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(refusing.count(), 2);
    let broken = || async { Err::<AccessToken, _>(std::io::Error::other("no token today")) };
    let client = bare(&refusing).bearer_token_provider(broken).build().unwrap();
    let error = client.api().bearer().await.unwrap_err();
    assert!(error.to_string().contains("the token provider failed"), "{error}");
}

#[tokio::test]
async fn a_request_of_any_path_has_all_credentials() {
    let recorder = Recorder::responding([(200, "application/json", "{}")]);
    with_everything(&recorder).request(Method::GET, "/x").await.unwrap();
    let sent = recorder.sent();
    assert!(sent.starts_with("GET /x?api%20key=q%261\n"), "{sent}");
    assert!(sent.contains("authorization: Basic dXNlcjp3b3Jk\n") && sent.contains("x-api-key: h\n"), "{sent}");
}

#[test]
fn no_key_shows() {
    let client = with_everything(&Recorder::default());
    assert!(!format!("{client:?}").contains("q&1"));
    assert!(Client::builder().header_key("").base_url(SERVER).build().is_err());
}
