//! The styles in which OpenAPI writes the values of parameters.
//!
//! Each item of a list and each property of an object is percent-encoded by itself, and what stands between them is not,
//! as RFC 6570 demands. A style has no notation for lists and objects inside of others: they are written as JSON, but for
//! `deepObject`, which nests.

use std::fmt::Write as _;

use serde_json::Value;

use crate::url::{encode, encode_reserved};

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    form: Notation,
    explode: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
}

impl Style {
    /// `a,b` in paths and headers.
    pub const SIMPLE: Self = Self::of(Notation::Simple);
    /// `.a,b` in paths.
    pub const LABEL: Self = Self::of(Notation::Label);
    /// `;name=a,b` in paths.
    pub const MATRIX: Self = Self::of(Notation::Matrix);
    /// `name=a,b` in queries and cookies.
    pub const FORM: Self = Self::of(Notation::Form);
    /// `name=a%20b` in queries.
    pub const SPACE_DELIMITED: Self = Self::of(Notation::SpaceDelimited);
    /// `name=a%7Cb` in queries.
    pub const PIPE_DELIMITED: Self = Self::of(Notation::PipeDelimited);
    /// `name[key]=value` in queries.
    pub const DEEP_OBJECT: Self = Self::of(Notation::DeepObject);
    /// The JSON of the value, where the document has a media type in place of a style.
    pub const JSON: Self = Self::of(Notation::Json);

    const fn of(form: Notation) -> Self {
        Self { form, explode: false, reserved: false }
    }

    /// Each item of a list, and each property of an object, is written by itself.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// Reserved characters stay as they are (`allowReserved`).
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    fn encode(self, text: &str) -> String {
        if self.reserved { encode_reserved(text) } else { encode(text) }
    }

    fn item(self, value: &Value) -> String {
        self.encode(&scalar(value))
    }
}

/// The text of a path parameter, percent-encoded.
pub(crate) fn path(name: &str, style: Style, value: &Value) -> String {
    let encoded = |value: &Value| style.item(value);
    match style.form {
        Notation::Label => {
            let joint = if style.explode { "." } else { "," };
            format!(".{}", joined(value, style.explode, joint, &encoded))
        }
        Notation::Matrix => {
            let name = encode(name);
            match (value, style.explode) {
                (Value::Array(items), true) => {
                    items.iter().map(|item| format!(";{name}={}", style.item(item))).collect()
                }
                (Value::Object(_), true) => format!(";{}", joined(value, true, ";", &encoded)),
                _ => match joined(value, false, ",", &encoded) {
                    text if text.is_empty() => format!(";{name}"),
                    text => format!(";{name}={text}"),
                },
            }
        }
        Notation::Json => encode(&value.to_string()),
        _ => joined(value, style.explode, ",", &encoded),
    }
}

/// The text of a header, which is not encoded.
pub(crate) fn header(style: Style, value: &Value) -> String {
    match style.form {
        Notation::Json => value.to_string(),
        _ => joined(value, style.explode, ",", &scalar),
    }
}

/// `name=value` pairs of a query or of cookies, percent-encoded.
pub(crate) fn pairs(name: &str, style: Style, value: &Value) -> Vec<String> {
    let pair = |name: &str, text: String| format!("{}={text}", encode(name));
    let encoded = |value: &Value| style.item(value);
    match (style.form, value) {
        (Notation::Json, value) => vec![pair(name, encode(&value.to_string()))],
        (_, Value::Null) => Vec::new(),
        (Notation::DeepObject, value) => {
            let mut found = Vec::new();
            deep(name, style, value, &mut found);
            found
        }
        (_, Value::Array(items)) if style.explode => {
            items.iter().map(|item| pair(name, style.item(item))).collect()
        }
        (Notation::Form, Value::Object(fields)) if style.explode => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let pairs = fields.flat_map(|(key, value)| match value {
                Value::Array(items) => items.iter().map(|item| pair(key, style.item(item))).collect(),
                value => vec![pair(key, style.item(value))],
            });
            pairs.collect()
        }
        (form, value) => {
            let joint = match form {
                Notation::SpaceDelimited => "%20",
                Notation::PipeDelimited => "%7C",
                _ => ",",
            };
            vec![pair(name, joined(value, false, joint, &encoded))]
        }
    }
}

/// Items, or keys and values, in a row.
fn joined(value: &Value, explode: bool, joint: &str, item: &dyn Fn(&Value) -> String) -> String {
    match value {
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join(joint),
        Value::Object(fields) => {
            let equals = if explode { "=" } else { joint };
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let pairs =
                fields.map(|(key, value)| format!("{}{equals}{}", item(&key.clone().into()), item(value)));
            pairs.collect::<Vec<_>>().join(joint)
        }
        other => item(other),
    }
}

/// `name[key]=value`. Items of a list are repeated inside of an object, as most servers read them; where the list is all
/// there is, or its items are more than a text, they are numbered.
fn deep(name: &str, style: Style, value: &Value, pairs: &mut Vec<String>) {
    let is_root = !name.contains('[');
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| deep(&format!("{name}[{key}]"), style, value, pairs));
        }
        Value::Array(items) => {
            let is_plain = !items.iter().any(|item| item.is_array() || item.is_object());
            for (index, item) in items.iter().enumerate() {
                match is_plain && !is_root {
                    true => deep(name, style, item, pairs),
                    false => deep(&format!("{name}[{index}]"), style, item, pairs),
                }
            }
        }
        other => {
            let mut pair = encode(name);
            // Writing to a string cannot fail.
            let _ = write!(pair, "={}", style.item(other));
            pairs.push(pair);
        }
    }
}

/// The text of a value that is neither list nor object; those are written as JSON.
fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The table of OpenAPI 3.0.4, "Style Examples".
    #[test]
    fn values_are_written_as_in_the_table_of_openapi() {
        let (text, list) = (json!("blue"), json!(["blue", "black", "brown"]));
        // The order of a table's keys is that of their texts.
        let object = json!({ "R": 100, "S": 200, "T": 150 });
        for (style, of_empty, of_text, of_list, of_object) in [
            (Style::MATRIX, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,S,200,T,150"),
            (
                Style::MATRIX.exploded(),
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;S=200;T=150",
            ),
            (Style::LABEL, ".", ".blue", ".blue,black,brown", ".R,100,S,200,T,150"),
            (Style::LABEL.exploded(), ".", ".blue", ".blue.black.brown", ".R=100.S=200.T=150"),
            (Style::SIMPLE, "", "blue", "blue,black,brown", "R,100,S,200,T,150"),
            (Style::SIMPLE.exploded(), "", "blue", "blue,black,brown", "R=100,S=200,T=150"),
        ] {
            let written = [json!(""), text.clone(), list.clone(), object.clone()]
                .map(|value| path("color", style, &value));
            assert_eq!(written, [of_empty, of_text, of_list, of_object], "{style:?}");
        }
        for (style, of_empty, of_text, of_list, of_object) in [
            (Style::FORM, "color=", "color=blue", "color=blue,black,brown", "color=R,100,S,200,T,150"),
            (
                Style::FORM.exploded(),
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&S=200&T=150",
            ),
            (
                Style::SPACE_DELIMITED,
                "color=",
                "color=blue",
                "color=blue%20black%20brown",
                "color=R%20100%20S%20200%20T%20150",
            ),
            (
                Style::PIPE_DELIMITED,
                "color=",
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=R%7C100%7CS%7C200%7CT%7C150",
            ),
            (
                Style::DEEP_OBJECT.exploded(),
                "color=",
                "color=blue",
                "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
                "color%5BR%5D=100&color%5BS%5D=200&color%5BT%5D=150",
            ),
        ] {
            let written = [json!(""), text.clone(), list.clone(), object.clone()]
                .map(|value| pairs("color", style, &value).join("&"));
            assert_eq!(written, [of_empty, of_text, of_list, of_object], "{style:?}");
        }
    }

    #[test]
    fn what_separates_is_encoded_where_it_is_part_of_an_item() {
        let list = json!(["a,b", "c d", "e|f", "g&h=i"]);
        assert_eq!(pairs("x", Style::FORM, &list), ["x=a%2Cb,c%20d,e%7Cf,g%26h%3Di"]);
        assert_eq!(pairs("x", Style::FORM.reserved(), &json!("a/b:c?d#e&f")), ["x=a/b:c?d%23e%26f"]);
        assert_eq!(path("x", Style::SIMPLE, &json!(["a/b", "c,d"])), "a%2Fb,c%2Cd");
        assert_eq!(header(Style::SIMPLE.exploded(), &json!({ "a": "b c" })), "a=b c");
    }

    #[test]
    fn lists_and_objects_inside_of_others_are_json() {
        let list = json!([{ "k": 1 }]);
        assert_eq!(pairs("x", Style::FORM.exploded(), &list), ["x=%7B%22k%22%3A1%7D"]);
        assert_eq!(pairs("x", Style::JSON, &list), ["x=%5B%7B%22k%22%3A1%7D%5D"]);
        let nested = json!({ "tags": ["a", "b"], "rows": [{ "k": 1 }] });
        let mut written = pairs("x", Style::DEEP_OBJECT.exploded(), &nested);
        written.sort();
        assert_eq!(written, ["x%5Brows%5D%5B0%5D%5Bk%5D=1", "x%5Btags%5D=a", "x%5Btags%5D=b"]);
    }
}
