use calls::{Recorder, SERVER, pairs};
use corpus_forms::types::{Form, FormFlat, FormJson, FormObject, Small};
use corpus_forms::{Client, ClientBuilder, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

fn form() -> Form {
    let form = Form::new("a b").odd_name("ä&=").flag(true).list(["x,y", "z"]).pipes([1, 2]);
    let form = form.object(FormObject::new().x(1).y(2)).flat(FormFlat::new().p("p").q("q"));
    form.json(FormJson::new().deep([1, 2]))
}

/// The fields of the only request, sorted.
#[track_caller]
fn fields(recorder: &Recorder) -> Vec<String> {
    let sent = recorder.sent();
    assert!(sent.contains("\ncontent-type: application/x-www-form-urlencoded\n"), "{sent}");
    pairs(sent.split("\n\n").nth(1).unwrap())
}

/// Without an encoding, the items of a list repeat its name, and an object is JSON.
#[tokio::test]
async fn forms_of_which_nothing_is_said() {
    let recorder = Recorder::default();
    api(&recorder).plain(form()).await.unwrap();
    let expected = [
        "flag=true",
        "flat=%7B%22p%22%3A%22p%22%2C%22q%22%3A%22q%22%7D",
        "json=%7B%22deep%22%3A%5B1%2C2%5D%7D",
        "list=x%2Cy",
        "list=z",
        "object=%7B%22x%22%3A1%2C%22y%22%3A2%7D",
        "odd%20name=%C3%A4%26%3D",
        "pipes=1",
        "pipes=2",
        "text=a%20b",
    ];
    assert_eq!(fields(&recorder), expected);
}

#[tokio::test]
async fn fields_with_a_style_of_their_own() {
    let recorder = Recorder::default();
    api(&recorder).encoded(form()).await.unwrap();
    let expected = [
        "flag=true",
        "json=%7B%22deep%22%3A%5B1%2C2%5D%7D",
        "list=x%2Cy,z",
        "object%5Bx%5D=1",
        "object%5By%5D=2",
        "odd%20name=%C3%A4%26%3D",
        "p=p",
        "pipes=1%7C2",
        "q=q",
        "text=a%20b",
    ];
    assert_eq!(fields(&recorder), expected);
}

#[tokio::test]
async fn forms_may_be_maps_and_may_be_left_out() {
    let recorder = Recorder::responding([(200, "application/x-www-form-urlencoded", "a=b")]);
    let map = corpus_forms::Map::from([("a".to_owned(), "b c".to_owned())]);
    assert_eq!(api(&recorder).map(map).await.unwrap().as_slice(), b"a=b");
    assert_eq!(fields(&recorder), ["a=b%20c"]);
    api(&recorder).map(None).await.unwrap();
    assert!(recorder.sent().ends_with("\n\n"));
}

#[tokio::test]
async fn json_is_preferred() {
    let recorder = Recorder::default();
    api(&recorder).form_or_json(Small::new("x")).await.unwrap();
    let expected = "POST /form-or-json\naccept: */*\ncontent-type: application/json\n\n{\"a\":\"x\"}";
    assert_eq!(recorder.sent(), expected);
}
