//! What the document says of a value, in sentences for its Rust documentation.

use crate::node::{Node, Value};

/// Paragraphs for a field: its description, then what its schema promises.
pub(super) fn field_docs(node: &Node, target: &Node, constant: Option<&str>, required: bool) -> Vec<String> {
    let mut docs = value_docs(node, target);
    docs.extend(constant.map(|text| match required {
        true => format!("Always `{text}`."),
        false => format!("Left out, or `{text}`."),
    }));
    docs
}

/// Paragraphs for any value: its description, bounds and default.
pub(crate) fn value_docs(node: &Node, target: &Node) -> Vec<String> {
    let description = node.get_str("description").or_else(|| target.get_str("description"));
    let mut docs: Vec<String> = description.map(|text| text.trim().to_owned()).into_iter().collect();
    let facts: Vec<String> =
        [format_words(target), bounds(node, target), default(node, target)].into_iter().flatten().collect();
    if !facts.is_empty() {
        docs.push(facts.join(" "));
    }
    docs
}

fn format_words(target: &Node) -> Option<String> {
    let words = match target.get_str("format")? {
        "uri" => "A URL.",
        "uri-reference" => "A URL, absolute or relative.",
        "date" => "A date, `YYYY-MM-DD`.",
        "email" => "An e-mail address.",
        "byte" => "Base64.",
        "ipv4" => "An IPv4 address.",
        "ipv6" => "An IPv6 address.",
        _ => return None,
    };
    Some(words.to_owned())
}

fn bounds(node: &Node, target: &Node) -> Option<String> {
    let number =
        |key: &str| node.get(key).or_else(|| target.get(key)).map(|value| value.to_json().to_string());
    let pairs = [
        ("minimum", "maximum", "Between", "At least", "At most", ""),
        ("minLength", "maxLength", "Between", "At least", "At most", " characters"),
        ("minItems", "maxItems", "Between", "At least", "At most", " items"),
    ];
    let mut sentences: Vec<String> = Vec::new();
    for (low, high, between, least, most, unit) in pairs {
        let sentence = match (number(low), number(high)) {
            (Some(low), Some(high)) if low == high => format!("Exactly {low}{unit}."),
            (Some(low), Some(high)) => format!("{between} {low} and {high}{unit}."),
            (Some(low), None) => format!("{least} {low}{unit}."),
            (None, Some(high)) => format!("{most} {high}{unit}."),
            (None, None) => continue,
        };
        sentences.push(sentence);
    }
    let pattern = node.get_str("pattern").or_else(|| target.get_str("pattern"));
    sentences.extend(pattern.map(|pattern| format!("Matches `{pattern}`.")));
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn default(node: &Node, target: &Node) -> Option<String> {
    let default = node.get("default").or_else(|| target.get("default"))?;
    let text = match &default.value {
        Value::String(text) => text.clone(),
        Value::Null => return None,
        _ => default.to_json().to_string(),
    };
    Some(if text.is_empty() { "Empty by default.".to_owned() } else { format!("Default: `{text}`.") })
}
