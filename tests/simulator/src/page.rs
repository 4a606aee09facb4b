//! Pages of lists, and the links between them.

use document::Operation;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::server::Links;

/// Which page is asked for.
pub(crate) struct Window {
    pub number: usize,
    pub size: usize,
    names: &'static Names,
}

/// The query parameters of a list.
struct Names {
    number: &'static str,
    size: &'static str,
    token: &'static str,
}

/// The two ways to call them: the first is the usual one.
static NAMES: [Names; 2] = [
    Names { number: "page_number", size: "page_size", token: "page_token" },
    Names { number: "Page", size: "PageSize", token: "PageToken" },
];

impl Window {
    /// The page that a query asks for, by the names that the operation documents.
    pub(crate) fn of(operation: &Operation, query: &[(String, String)]) -> Self {
        let is_documented =
            |names: &&Names| operation.parameters.iter().any(|known| known.name == names.size);
        let names = NAMES.iter().find(is_documented).unwrap_or(&NAMES[0]);
        let number = |name: &str| {
            query.iter().find(|(given, _)| given == name).and_then(|(_, value)| value.parse().ok())
        };
        let size = number(names.size).unwrap_or(50).max(1);
        Self { number: number(names.number).unwrap_or(0), size, names }
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
        let names = window.names;
        let is_of_page = |name: &str| [names.number, names.size, names.token].contains(&name);
        for (name, value) in query.iter().filter(|(name, _)| !is_of_page(name)) {
            text.append_pair(name, value);
        }
        text.append_pair(names.number, &number.to_string()).append_pair(names.size, &window.size.to_string());
        if number > 0 {
            text.append_pair(names.token, &format!("PA{number}"));
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
