use calls::{Recorder, SERVER};
use corpus_styles::types::{BigBody, Color, NestedEither, NestedFiltersItem};
use corpus_styles::{Client, api::Api};

/// The client, but for what it talks to.
pub fn builder() -> corpus_styles::ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    Client::builder().base_url(SERVER).transport(recorder.clone()).retries(0).build().unwrap().api()
}

fn color() -> Color {
    Color::new().r(100).g(200)
}

/// Method and URL of the only request.
#[track_caller]
fn line(recorder: &Recorder) -> String {
    recorder.line_and("accept").0
}

#[tokio::test]
async fn form() {
    let recorder = Recorder::default();
    api(&recorder).form().text("a b&c").list(["x,y", "z"]).joined(["x,y", "z"]).await.unwrap();
    assert_eq!(line(&recorder), "GET /form?text=a%20b%26c&list=x%2Cy&list=z&joined=x%2Cy,z");
    api(&recorder).form().object(color()).flat(color()).await.unwrap();
    assert_eq!(line(&recorder), "GET /form?G=200&R=100&flat=G,200,R,100");
    api(&recorder).form().kinds(["big".into(), "small".into()]).await.unwrap();
    assert_eq!(line(&recorder), "GET /form?kinds=big&kinds=small");
}

#[tokio::test]
async fn delimited() {
    let recorder = Recorder::default();
    api(&recorder).delimited().space(["a", "b c"]).pipe([1, 2]).pipes([3, 4]).await.unwrap();
    assert_eq!(line(&recorder), "GET /delimited?space=a%20b%20c&pipe=1%7C2&pipes=3&pipes=4");
}

#[tokio::test]
async fn deep_object() {
    let recorder = Recorder::default();
    api(&recorder).deep().color(color()).expand(["a", "b"]).await.unwrap();
    let query = "color%5BG%5D=200&color%5BR%5D=100&expand%5B0%5D=a&expand%5B1%5D=b";
    assert_eq!(line(&recorder), format!("GET /deep?{query}"));
}

#[tokio::test]
async fn what_no_style_can_write_is_json() {
    let recorder = Recorder::default();
    let filters = [NestedFiltersItem::new().k("v")];
    api(&recorder).nested().filters(filters).grid([vec![1, 2], vec![3]]).await.unwrap();
    let query = "filters=%7B%22k%22%3A%22v%22%7D&grid=%5B1%2C2%5D&grid=%5B3%5D";
    assert_eq!(line(&recorder), format!("GET /nested?{query}"));
    api(&recorder).nested().either(NestedEither::IntegerList(vec![1, 2])).await.unwrap();
    assert_eq!(line(&recorder), "GET /nested?either=1&either=2");
    api(&recorder).nested().either(7).await.unwrap();
    assert_eq!(line(&recorder), "GET /nested?either=7");
}

#[tokio::test]
async fn parameters_with_a_media_type_are_json() {
    let recorder = Recorder::default();
    api(&recorder).content(color()).x_where(color()).await.unwrap();
    let (line, header) = recorder.line_and("x-where");
    assert_eq!(line, "GET /content?where=%7B%22G%22%3A200%2C%22R%22%3A100%7D");
    assert_eq!(header.unwrap(), r#"{"G":200,"R":100}"#);
}

#[tokio::test]
async fn reserved_characters_stay_where_they_are_allowed() {
    let recorder = Recorder::default();
    api(&recorder).reserved("a/b:c?d&e#f g").await.unwrap();
    assert_eq!(line(&recorder), "GET /reserved?path=a/b:c?d%26e%23f%20g");
}

#[tokio::test]
async fn paths() {
    let recorder = Recorder::default();
    api(&recorder).simple("a/b", ["c,d", "e"], color(), color()).await.unwrap();
    assert_eq!(line(&recorder), "GET /simple/a%2Fb/c%2Cd,e/G,200,R,100/G=200,R=100");
    api(&recorder).label("a", [1, 2], color()).await.unwrap();
    assert_eq!(line(&recorder), "GET /label/.a/.1,2/.G=200.R=100");
    api(&recorder).matrix("a", [1, 2], [3, 4]).await.unwrap();
    assert_eq!(line(&recorder), "GET /matrix;text=a;list=1,2;exploded=3;exploded=4");
    assert!(api(&recorder).simple("", ["a"], color(), color()).await.is_err());
    assert!(api(&recorder).label(".", [1], color()).await.is_err());
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn headers() {
    let recorder = Recorder::default();
    api(&recorder).headers().x_list([1, 2]).x_object(color()).x_exploded(color()).await.unwrap();
    let sent = recorder.sent();
    let expected = "x-exploded: G=200,R=100\nx-list: 1,2\nx-object: G,200,R,100\n";
    assert!(sent.contains(expected), "{sent}");
}

#[tokio::test]
async fn cookies_share_one_header() {
    let recorder = Recorder::default();
    let call = api(&recorder).cookies().one("a;b").many([1, 2]).flat(color());
    call.header("Cookie", "own=1").await.unwrap();
    let cookie = recorder.line_and("cookie").1.unwrap();
    assert_eq!(cookie, "one=a%3Bb; many=1; many=2; flat=G,200,R,100; own=1");
}

#[tokio::test]
async fn whole_numbers_beyond_i64() {
    let recorder = Recorder::default();
    api(&recorder).big(u64::MAX, BigBody::new(u64::MAX)).await.unwrap();
    let sent = recorder.sent();
    assert!(sent.starts_with("POST /big?offset=18446744073709551615\n"), "{sent}");
    assert!(sent.ends_with("\n\n{\"id\":18446744073709551615}"), "{sent}");
}
