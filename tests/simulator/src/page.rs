//! Pages of lists, and the links between them.

use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::server::Links;

/// Which page is asked for.
pub(crate) struct Window {
    pub number: usize,
    pub size: usize,
}

impl Window {
    pub(crate) fn of(query: &[(String, String)]) -> Self {
        let number = |name: &str| {
            query.iter().find(|(given, _)| given == name).and_then(|(_, value)| value.parse().ok())
        };
        Self { number: number("page_number").unwrap_or(0), size: number("page_size").unwrap_or(50).max(1) }
    }

    /// The items of this page.
    pub(crate) fn cut<T: Clone>(&self, items: &[T]) -> Vec<T> {
        items.iter().skip(self.number.saturating_mul(self.size)).take(self.size).cloned().collect()
    }
}

/// The links of a page of a list with this many items.
pub(crate) fn links(
    form: Links,
    origin: &str,
    path: &str,
    query: &[(String, String)],
    window: &Window,
    total: usize,
) -> Value {
    let link = |number: usize| {
        let mut text = Serializer::new(String::new());
        for (name, value) in query.iter().filter(|(name, _)| !name.starts_with("page_")) {
            text.append_pair(name, value);
        }
        text.append_pair("page_number", &number.to_string())
            .append_pair("page_size", &window.size.to_string());
        if number > 0 {
            text.append_pair("page_token", &format!("PA{number}"));
        }
        let host = if form == Links::Absolute { origin } else { "" };
        format!("{host}{path}?{}", text.finish())
    };
    let mut links = json!({ "self": link(window.number), "first": link(0) });
    if window.number.saturating_add(1).saturating_mul(window.size) < total {
        links["next"] = json!(link(window.number + 1));
    }
    if window.number > 0 {
        links["prev"] = json!(link(window.number - 1));
    }
    links
}
