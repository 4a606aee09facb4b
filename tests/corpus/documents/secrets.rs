use calls::{Recorder, SERVER};
use corpus_secrets::types::*;
use corpus_secrets::{Client, secrets::Secrets};

/// The client, but for what it talks to.
pub fn builder() -> corpus_secrets::ClientBuilder {
    Client::builder().retries(0)
}

fn secrets(recorder: &Recorder) -> Secrets {
    Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0).build().unwrap().secrets()
}

#[tokio::test]
async fn both_successes_are_successes() {
    let recorder = Recorder::responding([(201, "application/json", "{}"), (204, "", "")]);
    let body = || SecretsCreateOrUpdateBody::new(SecretsCreateOrUpdateBodyVisibility::All);
    let made = secrets(&recorder).create_or_update("o", "s", body()).await.unwrap();
    assert!(matches!(made, SecretsCreateOrUpdateResponse::Created(_)), "{made:?}");
    let expected = "PUT /orgs/o/secrets/s\naccept: application/json\ncontent-type: application/json\n\n{\"visibility\":\"all\"}";
    assert_eq!(recorder.sent(), expected);
    let updated = secrets(&recorder).create_or_update("o", "s", body()).await.unwrap();
    assert_eq!(updated, SecretsCreateOrUpdateResponse::NoContent);
}

#[tokio::test]
async fn a_result_may_have_to_be_waited_for() {
    let recorder = Recorder::responding([(202, "application/json", "{}"), (200, "application/json", "[1]")]);
    let waiting = secrets(&recorder).statistics_get().await.unwrap();
    assert!(matches!(waiting, StatisticsGetResponse::Accepted(_)), "{waiting:?}");
    let there = secrets(&recorder).statistics_get().await.unwrap();
    assert!(matches!(&there, StatisticsGetResponse::Ok(numbers) if *numbers == [1]), "{there:?}");
    assert_eq!(secrets(&recorder).statistics_get().await.unwrap(), StatisticsGetResponse::NoContent);
}
