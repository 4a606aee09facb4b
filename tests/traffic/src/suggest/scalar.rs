//! Values as YAML writes them within braces.

use serde_json::Value;

/// Text that needs no quotes, or with quotes.
pub(super) fn text(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
        );
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// The name of a property.
pub(super) fn key(name: &str) -> String {
    text(name)
}

/// Any value. JSON is YAML; texts are written as people write them.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(own) => text(own),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
