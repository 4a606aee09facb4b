//! `x-features`: names that Cargo accepts, and that nothing else in the crate has.

use crate::document::Document;
use crate::problem::Problem;

/// Cargo features that every generated crate may have by itself.
pub const RESERVED_FEATURES: [&str; 9] =
    ["blocking", "conformance", "default", "full", "native-tls", "record", "rustls", "test", "tracing"];

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let names = document.features.keys().filter_map(|name| {
        let message = if RESERVED_FEATURES.contains(&name.as_str()) {
            format!("every generated crate may have a feature `{name}` of its own")
        } else if !is_valid(name) {
            format!("`{name}` cannot name a Cargo feature")
        } else {
            return None;
        };
        let at = document.key_at("/x-features", name).unwrap_or_default();
        Some(Problem::error(
            "reserved-feature",
            at,
            message,
            "give the feature another name, of letters, digits, `-` and `_`",
        ))
    });
    names.collect()
}

fn is_valid(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}
