//! The requests so far, up to a limit.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;
use signalwire_rest_runtime::record::{is_secret_name, mask};

/// A request as it arrived, and the status of its response.
#[derive(Clone, Debug, Serialize)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path, still encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body, when it is JSON.
    pub body: Value,
    /// The operation, if the path belongs to one.
    pub operation: String,
    /// The status of the response; 0 when the connection was reset.
    pub status: u16,
}

impl Recorded {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The request without its credentials and without fields whose names mark them as secret. `keys` are the names
    /// of the document's API keys.
    pub(crate) fn redacted(mut self, keys: &[&str]) -> Self {
        for (name, value) in self.query.iter_mut().chain(&mut self.headers) {
            if is_secret_name(name) || keys.iter().any(|key| key.eq_ignore_ascii_case(name)) {
                "***".clone_into(value);
            }
        }
        mask(&mut self.body);
        self
    }

    /// Approximate size in bytes.
    fn size(&self) -> usize {
        let texts = self.query.iter().chain(&self.headers).map(|(name, value)| name.len() + value.len());
        self.path.len() + texts.sum::<usize>() + size(&self.body)
    }
}

fn size(value: &Value) -> usize {
    let inside: usize = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| name.len() + size(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    inside + size_of::<Value>()
}

/// How many requests are kept.
const MAX_REQUESTS: usize = 10_000;
/// Their total size in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The last requests: new ones replace old ones.
#[derive(Debug, Default)]
pub(crate) struct History {
    requests: VecDeque<(usize, Recorded)>,
    bytes: usize,
}

impl History {
    pub(crate) fn push(&mut self, request: Recorded) {
        let size = request.size();
        self.bytes += size;
        self.requests.push_back((size, request));
        while self.requests.len() > MAX_REQUESTS || self.bytes > MAX_BYTES {
            let Some((size, _)) = self.requests.pop_front() else { break };
            self.bytes -= size;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Recorded> {
        self.requests.iter().map(|(_, request)| request)
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(body: Value) -> Recorded {
        let (method, path, operation) = ("POST".to_owned(), "/x".to_owned(), String::new());
        Recorded { method, path, query: Vec::new(), headers: Vec::new(), body, operation, status: 200 }
    }

    #[test]
    fn old_requests_make_room_for_new_ones() {
        let mut history = History::default();
        (0..MAX_REQUESTS + 7).for_each(|number| history.push(request(number.into())));
        assert_eq!((history.iter().count(), &history.iter().next().unwrap().body), (MAX_REQUESTS, &7.into()));
        (0..5).for_each(|_| history.push(request("x".repeat(MAX_BYTES / 3).into())));
        assert_eq!(history.iter().count(), 2);
        history.push(request("x".repeat(MAX_BYTES + 1).into()));
        assert_eq!((history.iter().count(), history.bytes), (0, 0));
    }
}
