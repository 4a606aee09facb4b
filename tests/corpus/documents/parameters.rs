use calls::{Recorder, SERVER, pairs};
use corpus_parameters::types::{DeepFilter, DeepFilterRange, ReplacedLimit, Sort};
use corpus_parameters::{Client, ClientBuilder, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

/// The query of the only request, sorted.
#[track_caller]
fn query(recorder: &Recorder, path: &str) -> Vec<String> {
    let line = recorder.line_and("x").0;
    pairs(line.strip_prefix(path).unwrap_or_else(|| panic!("{line}")))
}

#[tokio::test]
async fn an_operation_replaces_what_its_path_says() {
    let recorder = Recorder::default();
    api(&recorder).replaced("a b", ReplacedLimit::Few, "t").await.unwrap();
    assert_eq!(recorder.line_and("x-tenant"), ("GET /things/a%20b?limit=few".to_owned(), Some("t".to_owned())));
    api(&recorder).inherited("a", "t").limit(3).await.unwrap();
    assert_eq!(recorder.line_and("x-tenant"), ("PUT /things/a?limit=3".to_owned(), Some("t".to_owned())));
}

#[tokio::test]
async fn one_name_in_every_place() {
    let recorder = Recorder::default();
    api(&recorder).same(1, true).id_3(2.5).id_4("c").await.unwrap();
    assert_eq!(recorder.sent(), "GET /same/1?id=true\naccept: */*\ncookie: id=c\nid: 2.5\n\n");
}

#[tokio::test]
async fn values_of_every_type() {
    let recorder = Recorder::default();
    let call = api(&recorder).values().empty("").day("2020-01-31").at("2020-01-31T00:00:00Z").ratio(1.5);
    let call = call.key("9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11").levels([1, 2]).either(true).untyped("u");
    call.odd_name(["p", "q"]).sort(Sort::Desc).nullable("null").await.unwrap();
    let expected = [
        "at=2020-01-31T00%3A00%3A00Z",
        "day=2020-01-31",
        "either=true",
        "empty=",
        "key=9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11",
        "levels=1,2",
        "nullable=null",
        "odd%20name%5B%5D%26%3D=p",
        "odd%20name%5B%5D%26%3D=q",
        "ratio=1.5",
        "sort=desc",
        "untyped=u",
    ];
    assert_eq!(query(&recorder, "GET /values?"), expected);
}

/// OpenAPI leaves open how a list within an object is written: its items repeat the name.
#[tokio::test]
async fn objects_within_objects_and_maps() {
    let recorder = Recorder::default();
    let filter = DeepFilter::new().name("n").range(DeepFilterRange::new().from(1).to(2)).tags(["a", "b"]);
    api(&recorder).deep().filter(filter).await.unwrap();
    let expected = [
        "filter%5Bname%5D=n",
        "filter%5Brange%5D%5Bfrom%5D=1",
        "filter%5Brange%5D%5Bto%5D=2",
        "filter%5Btags%5D=a",
        "filter%5Btags%5D=b",
    ];
    assert_eq!(query(&recorder, "GET /deep?"), expected);
    let page = [("size".to_owned(), 5), ("number".to_owned(), 2)].into_iter().collect();
    api(&recorder).deep().page(page).await.unwrap();
    assert_eq!(query(&recorder, "GET /deep?"), ["number=2", "size=5"]);
}

#[tokio::test]
async fn headers_are_text() {
    let recorder = Recorder::default();
    api(&recorder).headers(true).x_sort(Sort::Asc).if_none_match("\"e\"").user_agent("own").await.unwrap();
    let expected = "GET /headers\naccept: */*\nif-none-match: \"e\"\nx-flag: true\nx-sort: asc\n\n";
    assert_eq!(recorder.sent(), expected);
}
