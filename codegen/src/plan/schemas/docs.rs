//! The Rust documentation of a value: its description, bounds and default, in sentences.

use document::Schema;
use serde_json::Value;

/// Paragraphs for a field: its description, then what its schema promises.
pub(super) fn field_docs(schema: Schema<'_>, constant: Option<&str>, required: bool) -> Vec<String> {
    let mut docs = value_docs(schema);
    docs.extend(constant.map(|text| match required {
        true => format!("Always `{text}`."),
        false => format!("Left out, or `{text}`."),
    }));
    docs
}

/// Paragraphs for any value: its description, bounds and default. What stands at its place goes before what a reference
/// leads to.
pub(crate) fn value_docs(schema: Schema<'_>) -> Vec<String> {
    let description = schema.description().or_else(|| schema.target().description());
    let mut docs: Vec<String> = description.map(|text| text.trim().to_owned()).into_iter().collect();
    let facts: Vec<String> =
        [format_words(schema.target()), bounds(schema), default(schema)].into_iter().flatten().collect();
    if !facts.is_empty() {
        docs.push(facts.join(" "));
    }
    docs
}

fn format_words(target: Schema<'_>) -> Option<String> {
    let words = match target.format()? {
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

fn bounds(schema: Schema<'_>) -> Option<String> {
    let target = schema.target();
    let number = |key: &str| schema.bound(key).or_else(|| target.bound(key)).map(ToString::to_string);
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
    let pattern = schema.pattern().or_else(|| target.pattern());
    sentences.extend(pattern.map(|pattern| format!("Matches `{pattern}`.")));
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn default(schema: Schema<'_>) -> Option<String> {
    let text = match schema.default().or_else(|| schema.target().default())? {
        Value::String(text) => text.clone(),
        Value::Null => return None,
        other => other.to_string(),
    };
    Some(if text.is_empty() { "Empty by default.".to_owned() } else { format!("Default: `{text}`.") })
}
