//! JSON values as they are compared and shown.

use serde_json::{Number, Value};

/// The value in a form in which equal values are equal: numbers by their value, keys in order.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Number(written) => number(written),
        Value::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(",")),
        Value::Object(object) => {
            let mut entries: Vec<String> = object
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), plain(value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        _ => value.to_string(),
    }
}

/// A number in a form in which `1`, `1.0` and `1e0` are the same.
pub(super) fn number(number: &Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(whole), _, _) => whole.to_string(),
        (_, Some(whole), _) => whole.to_string(),
        (_, _, Some(float)) => float.to_string(),
        _ => number.to_string(),
    }
}
