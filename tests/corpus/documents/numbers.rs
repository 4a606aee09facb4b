use calls::{Recorder, SERVER, pairs};
use corpus_numbers::types::Numbers;
use corpus_numbers::{Client, ClientBuilder, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

#[tokio::test]
async fn numbers_keep_every_digit() {
    let response = r#"{"big": 18446744073709551615, "long": -9223372036854775808, "double": 0.1, "level": 2, "money": "1.10"}"#;
    let recorder = Recorder::responding([(200, "application/json", response)]);
    let body = Numbers::new().big(u64::MAX).long(i64::MIN).double(1e300).small(-1).money("1.10").ratio(0.5);
    let numbers = api(&recorder).put(u64::MAX, i64::MIN, body).ratio(0.1).level(-3).await.unwrap();
    let sent = recorder.sent();
    let path = "PUT /numbers/18446744073709551615/-9223372036854775808?";
    assert_eq!(pairs(sent.lines().next().unwrap().strip_prefix(path).unwrap()), ["level=-3", "ratio=0.1"]);
    let expected = r#"{"big":18446744073709551615,"small":-1,"long":-9223372036854775808,"double":1e+300,"money":"1.10","ratio":0.5}"#;
    assert_eq!(sent.split("\n\n").nth(1).unwrap(), expected);
    assert_eq!((numbers.big, numbers.long), (Some(u64::MAX), Some(i64::MIN)));
    assert_eq!((numbers.double, numbers.level, numbers.money.as_deref()), (Some(0.1), Some(2), Some("1.10")));
}

#[tokio::test]
async fn what_does_not_fit_is_an_error_with_its_place() {
    let recorder = Recorder::responding([(200, "application/json", r#"{"big": -1}"#)]);
    let error = api(&recorder).put(1, 1, Numbers::new()).await.unwrap_err();
    assert_eq!(error.field_path(), Some("big"));
}
