//! Media types by what they mean for a client.

/// What a media type means for a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaKind {
    /// JSON, whatever it is called: `application/json`, `application/vnd.api+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and its kin.
    Multipart,
    /// `text/plain`, XML and other text that is not JSON.
    Text,
    /// `text/event-stream`: events that come one by one.
    Events,
    /// JSON values, one to a line.
    JsonLines,
    /// `*/*` and `application/*`, which allow JSON as well.
    Any,
    /// Anything else: bytes.
    Bytes,
}

impl MediaKind {
    /// The kind of a media type; its parameters (`; charset=utf-8`) and the case of its letters mean nothing.
    pub fn of(media_type: &str) -> Self {
        match essence(media_type).as_str() {
            "application/json" | "text/json" => Self::Json,
            "text/event-stream" => Self::Events,
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/stream+json"
            | "application/json-seq"
            | "text/jsonl" => Self::JsonLines,
            "application/xml"
            | "application/yaml"
            | "application/x-yaml"
            | "application/toml"
            | "application/javascript"
            | "application/graphql"
            | "application/sql" => Self::Text,
            name if name.ends_with("+json") => Self::Json,
            name if name.ends_with("+xml") || name.ends_with("+yaml") => Self::Text,
            "application/x-www-form-urlencoded" => Self::Form,
            "*/*" | "application/*" => Self::Any,
            name if name.starts_with("multipart/") => Self::Multipart,
            name if name.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// Whether a body of this kind is written and read as JSON.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Any)
    }
}

/// A media type without its parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
