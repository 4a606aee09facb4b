use calls::{Recorder, SERVER};
use corpus_formats::types::{Change, User};
use corpus_formats::{Client, ClientBuilder, Patch, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

/// `readOnly` fields are required of responses alone, and `writeOnly` ones of requests.
#[tokio::test]
async fn what_goes_one_way_does_not_go_the_other() {
    let made = r#"{"id": "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11", "created": "2020-01-31T00:00:00Z", "name": "n"}"#;
    let recorder = Recorder::responding([(201, "application/json", made)]);
    let user = User::new("n", "secret").born("2020-01-31").picture("QQ==").unknown("?");
    let made = api(&recorder).add_user("hidden", user).await.unwrap();
    let sent = recorder.sent();
    assert!(sent.starts_with("POST /users?token=hidden\n"), "{sent}");
    let expected = r#"{"name":"n","password":"secret","born":"2020-01-31","picture":"QQ==","unknown":"?"}"#;
    assert_eq!(sent.split("\n\n").nth(1).unwrap(), expected);
    assert_eq!(made.id.unwrap().to_string(), "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11");
    assert!(made.created.is_some() && made.password.is_none());
}

#[tokio::test]
async fn null_clears_and_secrets_stay_hidden() {
    let recorder = Recorder::default();
    let change = Change::new().name(Patch::Null).password("secret").tags(Patch::Null);
    assert!(!format!("{change:?}").contains("secret"), "{change:?}");
    api(&recorder).change_user(change).await.unwrap();
    assert_eq!(recorder.body(), r#"{"name":null,"password":"secret","tags":null}"#);
}
