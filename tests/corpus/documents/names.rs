use calls::{Recorder, SERVER, pairs};
use corpus_names::types::{OptionModel, OptionModelType, StringModel};
use corpus_names::{Client, ClientBuilder};
use serde_json::{Value, json};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn client(recorder: &Recorder) -> Client {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap()
}

#[tokio::test]
async fn tags_and_operations_of_other_scripts_have_ascii_names() {
    let recorder = Recorder::responding([(200, "application/json", r#"{"größe": 3, ",": "x"}"#)]);
    let index = client(&recorder).grunstrom_index().list().await.unwrap();
    assert_eq!((index.grosse, index.comma.as_deref()), (Some(3), Some("x")));
    assert_eq!(recorder.line_and("x").0, "GET /index");
    client(&recorder).ri_ben_yu().qu_de().await.unwrap();
    assert_eq!(recorder.line_and("x").0, "GET /japanese");
    client(&recorder).tada().rocket().await.unwrap();
    assert_eq!(recorder.line_and("x").0, "GET /emoji");
}

#[tokio::test]
async fn a_method_does_not_repeat_its_tag() {
    let recorder = Recorder::default();
    client(&recorder).issues().add_labels("a/b").await.unwrap();
    assert_eq!(recorder.line_and("x").0, "POST /issues/a%2Fb/labels");
}

#[tokio::test]
async fn parameters_have_their_names_on_the_wire() {
    let recorder = Recorder::default();
    let call = client(&recorder).type_().match_(7).type_("a").send_("x");
    let call = call.date_created_before("2").date_created_after("1")._2fa(true).filter_name("n").top(3);
    call.user_id("u-").user_id_2("u_").user_id_3("h").await.unwrap();
    let (line, header) = recorder.line_and("user-id");
    let expected = [
        "%24top=3",
        "2fa=true",
        "DateCreated%3C=2",
        "DateCreated%3E=1",
        "filter%5Bname%5D=n",
        "fn=7",
        "send=x",
        "type=a",
        "user-id=u-",
        "user_id=u_",
    ];
    assert_eq!(pairs(line.strip_prefix("GET /keyword?").unwrap()), expected);
    assert_eq!(header.unwrap(), "h");
}

#[tokio::test]
async fn fields_and_types_have_their_names_on_the_wire() {
    let response = r#"{"Ok": {"self": "s", "Vec": {}, "type": "ok?"}, "err": {"status": 4}, "client": {"builder": "b"}}"#;
    let recorder = Recorder::responding([(200, "application/json", response)]);
    let body = OptionModel::new("s", StringModel::new().box_(1)).new_(true).type_(OptionModelType::Self2);
    let result = client(&recorder).type_().self_(body.a_b(1).a_b_2(2).a_b_3(3)).await.unwrap();
    let sent: Value = serde_json::from_str(&recorder.body()).unwrap();
    let expected = json!({
        "self": "s", "Vec": {"box": 1}, "new": true, "type": "Self", "a-b": 1, "a_b": 2, "aB": 3,
    });
    assert_eq!(sent, expected);
    let ok = result.ok.unwrap();
    assert_eq!((ok.self_.as_str(), ok.type_), ("s", Some(OptionModelType::Ok2)));
    assert_eq!(result.err.unwrap().status, Some(4));
    assert_eq!(result.client.unwrap().builder.as_deref(), Some("b"));
}
