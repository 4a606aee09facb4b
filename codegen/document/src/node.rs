//! The document as a tree in which every value knows where it was written.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::Number;

use crate::source::Location;

/// One value of a document and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value itself.
    pub value: Value,
    /// Where it starts.
    pub at: Location,
}

/// What JSON and the JSON subset of YAML can say.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number.
    Number(Number),
    /// Text.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// A mapping, in the order in which it was written.
    Object(Object),
}

/// A mapping from names to values.
pub type Object = IndexMap<String, Entry>;

/// The value of one key, and where the key stands.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key was written.
    pub key_at: Location,
    /// The value.
    pub node: Node,
}

impl Node {
    /// A node made by a stage rather than written by a person, placed where its cause stands.
    pub fn new(value: Value, at: Location) -> Self {
        Self { value, at }
    }

    /// Text as a node.
    pub fn string(text: impl Into<String>, at: Location) -> Self {
        Self::new(Value::String(text.into()), at)
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        Some(&self.entry(key)?.node)
    }

    /// The entry under a key of a mapping.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_object()?.get(key)
    }

    /// Text under a key.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// A flag under a key; absent or of another type means false.
    pub fn get_flag(&self, key: &str) -> bool {
        matches!(self.get(key).map(|node| &node.value), Some(Value::Bool(true)))
    }

    /// The entries of the mapping under a key; none when absent.
    pub fn entries(&self, key: &str) -> impl Iterator<Item = (&str, &Entry)> {
        self.get(key)
            .and_then(Node::as_object)
            .into_iter()
            .flatten()
            .map(|(key, entry)| (key.as_str(), entry))
    }

    /// The items of the list under a key; none when absent.
    pub fn items(&self, key: &str) -> impl Iterator<Item = &Node> {
        self.get(key).and_then(Node::as_array).into_iter().flatten()
    }

    /// The value as text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value as a list.
    pub fn as_array(&self) -> Option<&Vec<Node>> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The value as a mapping.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The target of a `$ref`, when this is one.
    pub fn reference(&self) -> Option<&str> {
        self.get_str("$ref")
    }

    /// The value under a JSON pointer (`/components/schemas/Thing`).
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        pointer.split('/').skip(1).map(unescaped).try_fold(self, |node, token| node.child(&token))
    }

    pub(crate) fn child(&self, token: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(object) => Some(&object.get(token)?.node),
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// What kind of value this is, in words.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "a mapping",
        }
    }

    /// Whether two values are the same, wherever they are written. The order of a mapping means nothing.
    pub fn same_value(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(one), Value::Bool(other)) => one == other,
            (Value::Number(one), Value::Number(other)) => one == other,
            (Value::String(one), Value::String(other)) => one == other,
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.same_value(other))
            }
            (Value::Object(one), Value::Object(other)) => {
                let same = |(key, entry): (&String, &Entry)| {
                    other.get(key).is_some_and(|other| entry.node.same_value(&other.node))
                };
                one.len() == other.len() && one.iter().all(same)
            }
            _ => false,
        }
    }

    /// Text as it is, anything else as JSON: what people write without quotes, such as a version.
    pub fn to_text(&self) -> String {
        self.as_str().map_or_else(|| self.to_json().to_string(), str::to_owned)
    }

    /// JSON as a tree whose values all stand at one place.
    pub fn of_json(json: &serde_json::Value, at: Location) -> Self {
        use serde_json::Value as Json;
        let value = match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(number) => Value::Number(number.clone()),
            Json::String(text) => Value::String(text.clone()),
            Json::Array(items) => Value::Array(items.iter().map(|item| Self::of_json(item, at)).collect()),
            Json::Object(object) => {
                let entry = |(key, value): (&String, &Json)| {
                    (key.clone(), Entry { key_at: at, node: Self::of_json(value, at) })
                };
                Value::Object(object.iter().map(entry).collect())
            }
        };
        Self::new(value, at)
    }

    /// The same value without places.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => Json::Number(number.clone()),
            Value::String(text) => Json::String(text.clone()),
            Value::Array(items) => items.iter().map(Node::to_json).collect(),
            Value::Object(object) => {
                object.iter().map(|(key, entry)| (key.clone(), entry.node.to_json())).collect()
            }
        }
    }
}

/// A name as a token of a JSON pointer.
pub fn escape_pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Undoes the escapes of a JSON pointer token and the percent-encoding that a URI fragment may carry.
pub fn unescape_pointer(token: &str) -> String {
    unescaped(token).into_owned()
}

/// Pointers are followed by the thousand, and most of their tokens are plain.
fn unescaped(token: &str) -> Cow<'_, str> {
    let bytes = token.as_bytes();
    match bytes.contains(&b'%') || bytes.contains(&b'~') {
        true => percent_decode(token).replace("~1", "/").replace("~0", "~").into(),
        false => token.into(),
    }
}

/// Undoes the percent-encoding of a URI; what is no encoding, or no UTF-8, stays as it is.
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, hex_pair(tail)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let pair = std::str::from_utf8(bytes.get(..2)?).ok()?;
    u8::from_str_radix(pair, 16).ok()
}
