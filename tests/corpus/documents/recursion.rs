use calls::{Recorder, SERVER};
use corpus_recursion::types::*;
use corpus_recursion::{Client, ClientBuilder, api::Api};
use serde_json::{Value, json};

/// The client, but for what it talks to.
pub fn builder() -> ClientBuilder {
    Client::builder().retries(0)
}

fn api(recorder: &Recorder) -> Api {
    builder().base_url(SERVER).transport(recorder.clone()).build().unwrap().api()
}

fn body(recorder: &Recorder) -> Value {
    serde_json::from_str(&recorder.body()).unwrap()
}

const JSON: &str = "application/json";

#[tokio::test]
async fn trees_go_both_ways() {
    let deep = r#"{"name": "a", "parent": {"name": "b", "children": [{"name": "c"}]}, "leaf": {"next": {"color": "x"}}}"#;
    let recorder = Recorder::responding([(200, JSON, deep)]);
    let named = [("k".to_owned(), Tree::new("n"))].into_iter().collect();
    let tree = Tree::new("a").parent(Tree::new("p")).children([Tree::new("c")]).named(named);
    let tree = api(&recorder).plant(tree).await.unwrap();
    let expected = json!({"name": "a", "parent": {"name": "p"}, "children": [{"name": "c"}], "named": {"k": {"name": "n"}}});
    assert_eq!(body(&recorder), expected);
    assert_eq!(tree.parent.unwrap().children.unwrap()[0].name, "c");
    assert_eq!(tree.leaf.unwrap().next.unwrap().color.as_deref(), Some("x"));
}

#[tokio::test]
async fn pointers_into_operations_and_schemas_are_followed() {
    let recorder = Recorder::default();
    let inner = PartsPostRequestBody::new().name("b").parts([PartsPostRequestBody::new()]);
    let part = PartBody::new().name("a").parts([inner]).leaf(TreeLeaf::new().color("c"));
    api(&recorder).part(part).await.unwrap();
    let expected = json!({"name": "a", "parts": [{"name": "b", "parts": [{}]}], "leaf": {"color": "c"}});
    assert_eq!(body(&recorder), expected);
}

#[tokio::test]
async fn unions_that_contain_themselves() {
    let recorder = Recorder::responding([(200, JSON, r#"{"a": ["x", {"b": "y"}]}"#)]);
    let sum = Sum::new(Expression::Number(1.5), Expression::ExpressionList(vec![Expression::Number(2.5)]));
    let json = api(&recorder).evaluate(sum).await.unwrap();
    assert_eq!(body(&recorder), json!({"left": 1.5, "right": [2.5]}));
    let Json::Map(map) = json else { panic!("{json:?}") };
    let Json::List(list) = &map["a"] else { panic!("{map:?}") };
    assert!(matches!(&list[0], Json::Text(text) if text == "x"), "{list:?}");
    assert!(matches!(&list[1], Json::Map(inner) if inner.contains_key("b")), "{list:?}");
}

#[tokio::test]
async fn what_contains_itself_by_way_of_others() {
    let egg = r#"{"name": "n", "friend": {"egg": {"inside": {"name": "m"}}}}"#;
    let recorder = Recorder::responding([(200, JSON, egg)]);
    let chicken = api(&recorder).hatch().await.unwrap();
    assert_eq!(chicken.friend.unwrap().egg.unwrap().inside.unwrap().name.as_deref(), Some("m"));
}
