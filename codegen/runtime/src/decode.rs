//! From the bytes of a response to its type.

use std::cell::Cell;
use std::fmt::Write as _;

use http::header;
use serde::de::value::{BytesDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, IgnoredAny, IntoDeserializer};
use serde_path_to_error::{Path, Segment, Track};

use crate::error::{Error, ErrorKind, is_word};
use crate::model::{Bytes, Model, Responses, Slot, read, read_straight, reset};
use crate::operation::ResponseFormat;
use crate::transport::TransportResponse;

/// A path to a field is shown up to about this length.
const MAX_PATH_BYTES: usize = 100;

/// Reads a response in the format of its operation, as a type that the engine knows.
pub(crate) fn decode_model<T: Model>(
    format: ResponseFormat,
    response: &TransportResponse,
) -> Result<T, Error> {
    let mut value = T::fresh();
    decode_into(value.slot(), format, response)?;
    Ok(value)
}

fn decode_into(
    mut slot: Slot<'_>,
    format: ResponseFormat,
    response: &TransportResponse,
) -> Result<(), Error> {
    match (format, &mut slot) {
        (_, Slot::Responses(responses)) => by_status(*responses, response),
        (ResponseFormat::ByStatus | ResponseFormat::Stream, _) => Err(unexpected(response)),
        (ResponseFormat::Json, _) => {
            let body = without_mark(&response.body);
            read_json(&mut slot, body).map_err(|()| {
                reset(&mut slot);
                explain(body, response, |json| {
                    let mut track = Track::new();
                    let tracked = serde_path_to_error::Deserializer::new(json, &mut track);
                    read(&mut slot, tracked).map_err(|error| (track.path(), error))
                })
            })
        }
        // A body that is not expected is not read.
        (ResponseFormat::Empty, _) => read_json(&mut slot, b"null").map_err(|()| unexpected(response)),
        (ResponseFormat::Text, Slot::Text(text)) => {
            **text = String::from_utf8_lossy(&response.body).into_owned();
            Ok(())
        }
        (ResponseFormat::Text, _) => {
            let text: StringDeserializer<serde_json::Error> =
                String::from_utf8_lossy(&response.body).into_owned().into_deserializer();
            read(&mut slot, text).map_err(|error| mismatch(&error.to_string(), None, response))
        }
        (ResponseFormat::Bytes, Slot::Bytes(bytes)) => {
            bytes.0 = response.body.clone();
            Ok(())
        }
        (ResponseFormat::Bytes, _) => Err(unexpected(response)),
    }
}

/// Reads the response of one of several documented statuses.
fn by_status(responses: &mut dyn Responses, response: &TransportResponse) -> Result<(), Error> {
    let status = response.status.as_u16();
    if let Some((format, slot)) = responses.select(status) {
        return decode_into(slot, format, response);
    }
    responses.keep(status, Bytes(response.body.clone()));
    Ok(())
}

/// Reads one item of a stream.
pub(crate) fn item(slot: Slot<'_>, json: &str) -> Result<(), Error> {
    let body = bytes::Bytes::copy_from_slice(json.as_bytes());
    let item = TransportResponse { status: http::StatusCode::OK, headers: http::HeaderMap::new(), body };
    decode_into(slot, ResponseFormat::Json, &item)
}

/// The quick way, which cannot tell where it failed.
pub(crate) fn read_json(slot: &mut Slot<'_>, body: &[u8]) -> Result<(), ()> {
    let text = std::str::from_utf8(body).map_err(drop)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let guessed = Cell::new(false);
    let outcome = read_straight(slot, &mut json, &guessed).and_then(|()| json.end());
    if outcome.is_ok() || !guessed.get() {
        return outcome.map_err(drop);
    }
    // It may only be that a union is not of the variant that its first fields point to.
    reset(slot);
    let mut json = serde_json::Deserializer::from_str(text);
    read(slot, &mut json).and_then(|()| json.end()).map_err(drop)
}

fn unexpected(response: &TransportResponse) -> Error {
    mismatch("the operation is not documented to return this type", None, response)
}

/// Reads a response in the format of its operation, as any type that serde knows.
pub(crate) fn decode_serde<T: DeserializeOwned>(
    format: ResponseFormat,
    response: &TransportResponse,
) -> Result<T, Error> {
    match format {
        ResponseFormat::Json | ResponseFormat::Empty | ResponseFormat::ByStatus | ResponseFormat::Stream => {
            // A response without a body is `null`, which fits what may be absent.
            let is_empty = format == ResponseFormat::ByStatus && response.body.is_empty();
            let has_body = format != ResponseFormat::Empty && !is_empty;
            let body = if has_body { without_mark(&response.body) } else { b"null" };
            serde_json::from_slice(body).map_err(|_| {
                explain(body, response, |json| {
                    let mut track = Track::new();
                    let tracked = serde_path_to_error::Deserializer::new(json, &mut track);
                    T::deserialize(tracked).map(drop).map_err(|error| (track.path(), error))
                })
            })
        }
        ResponseFormat::Text => {
            let text = String::from_utf8_lossy(&response.body).into_owned();
            serde_json::from_value(text.into()).map_err(|error| mismatch(&error.to_string(), None, response))
        }
        ResponseFormat::Bytes => {
            let bytes: BytesDeserializer<'_, serde_json::Error> = BytesDeserializer::new(&response.body);
            T::deserialize(bytes).map_err(|error| mismatch(&error.to_string(), None, response))
        }
    }
}

impl Error {
    /// Returns the body of the response as a type, such as the one that the document gives to errors of this status.
    ///
    /// # Errors
    ///
    /// Returns an error when there is no body, or when it is of another type.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Self> {
        let response = TransportResponse {
            status: self.status().unwrap_or_default(),
            headers: self.headers().clone(),
            body: bytes::Bytes::copy_from_slice(self.body()),
        };
        let read = decode_serde(ResponseFormat::Json, &response);
        read.map_err(|error| error.with_call_of(self))
    }
}

/// JSON without the byte order mark that some servers put in front of it.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// `serde_json`'s deserializer of bytes.
type Json<'a, 'de> = &'a mut serde_json::Deserializer<serde_json::de::SliceRead<'de>>;

/// Decodes once more, only to find out where it fails.
fn explain<'de>(
    body: &'de [u8],
    response: &TransportResponse,
    again: impl FnOnce(Json<'_, 'de>) -> Result<(), (Path, serde_json::Error)>,
) -> Error {
    if body.iter().all(u8::is_ascii_whitespace) {
        return mismatch("expected JSON, but the body is empty", None, response);
    }
    if serde_json::from_slice::<IgnoredAny>(body).is_err() {
        return mismatch(&not_json(response), None, response);
    }
    // Parts that are buffered as text would be said to be of the wrong shape.
    if is_too_deep(body) {
        return mismatch("recursion limit exceeded", None, response);
    }
    match again(&mut serde_json::Deserializer::from_slice(body)) {
        Err((path, error)) => mismatch(&error.to_string(), Some(shown_path(&path)), response),
        Ok(()) => mismatch("the JSON does not end where it should", None, response),
    }
}

/// Whether JSON is deeper than `serde_json` reads.
fn is_too_deep(json: &[u8]) -> bool {
    const LIMIT: usize = 127;
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    json.iter().any(|byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > LIMIT
    })
}

fn not_json(response: &TransportResponse) -> String {
    let told = |name| response.headers.get(name).and_then(|value| value.to_str().ok());
    if told(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return "expected JSON, but the body is compressed, which was not asked for".to_owned();
    }
    let essence = told(header::CONTENT_TYPE).and_then(|text| text.split(';').next()).map(str::trim);
    match essence {
        Some(media_type) if media_type.contains("json") => {}
        Some(media_type) if is_media_type(media_type) => return format!("expected JSON, got {media_type}"),
        Some(_) => return "expected JSON, got something else".to_owned(),
        None => {}
    }
    "expected JSON, but the body is malformed or cut short".to_owned()
}

/// Whether a text is nothing but a type and a subtype.
fn is_media_type(text: &str) -> bool {
    const TYPES: [&str; 9] =
        ["application", "audio", "font", "image", "message", "model", "multipart", "text", "video"];
    let is_of_subtype =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
    text.split_once('/').is_some_and(|(kind, subtype)| {
        TYPES.contains(&kind) && subtype.len() <= 40 && subtype.chars().all(is_of_subtype)
    })
}

/// A place in a response. Names that are no words were made up by the server, and are not shown.
fn shown_path(path: &Path) -> String {
    let mut text = String::new();
    for segment in path.iter() {
        let joint = if text.is_empty() { "" } else { "." };
        // Writing to a string cannot fail.
        let _ = match segment {
            Segment::Seq { index } => write!(text, "[{index}]"),
            Segment::Map { key: name } | Segment::Enum { variant: name } if is_word(name) => {
                write!(text, "{joint}{name}")
            }
            _ => write!(text, "{joint}…"),
        };
        if text.len() > MAX_PATH_BYTES {
            text.push_str(".…");
            break;
        }
    }
    text
}

fn mismatch(message: &str, path: Option<String>, response: &TransportResponse) -> Error {
    let error = Error::new(ErrorKind::Decode, without_values(message));
    let error = match path.filter(|path| !path.is_empty()) {
        Some(path) => error.with_field_path(path),
        None => error,
    };
    error.with_response(response.status, response.headers.clone(), response.body.clone())
}

/// Takes the values out of a message of serde's: they are parts of the body, which may be secret.
pub(crate) fn without_values(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    let (mut quoted, mut escaped) = (false, false);
    for sign in message.chars() {
        match sign {
            '"' if !escaped => {
                quoted = !quoted;
                text.push_str(if quoted { "…" } else { "" });
            }
            _ if !quoted => text.push(sign),
            _ => {}
        }
        escaped = sign == '\\' && !escaped;
    }
    for kind in ["integer", "floating point", "boolean", "character"] {
        text = without_backticks(&text, &format!("{kind} `"));
    }
    let end = text.rfind(" at line ").unwrap_or(text.len());
    text.truncate(end);
    text
}

fn without_backticks(text: &str, opening: &str) -> String {
    match text.split_once(opening) {
        Some((before, after)) => {
            let rest = after.split_once('`').map_or("", |(_, rest)| rest);
            format!("{before}{}…{rest}", opening.trim_end_matches('`'))
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use http::{HeaderMap, StatusCode};

    use super::*;

    fn response(body: &str, media_type: &str) -> TransportResponse {
        let headers: HeaderMap = [(header::CONTENT_TYPE, media_type.parse().unwrap())].into_iter().collect();
        TransportResponse { status: StatusCode::OK, headers, body: body.to_owned().into() }
    }

    #[test]
    fn messages_hold_no_values() {
        let wrong = response(r#"{"a":[{"b":"hun\"ter2"}]}"#, "application/json");
        type Numbers = std::collections::BTreeMap<String, Vec<std::collections::BTreeMap<String, i64>>>;
        let error = decode_serde::<Numbers>(ResponseFormat::Json, &wrong).unwrap_err();
        assert_eq!(error.field_path(), Some("a[0].b"));
        assert_eq!(error.to_string(), "invalid type: string …, expected i64 at a[0].b");
        assert!(!format!("{error:?}").contains("ter2"));
        let error = decode_serde::<Vec<String>>(ResponseFormat::Json, &response("[42]", "application/json"))
            .unwrap_err();
        assert_eq!(error.to_string(), "invalid type: integer …, expected a string at [0]");
    }

    #[test]
    fn what_is_not_json_is_named() {
        let message = |body, media_type| {
            decode_serde::<Vec<u8>>(ResponseFormat::Json, &response(body, media_type))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(message("<html>", "text/html; charset=utf-8"), "expected JSON, got text/html");
        assert_eq!(message("", "application/json"), "expected JSON, but the body is empty");
        assert_eq!(
            message("[1, 2", "application/json"),
            "expected JSON, but the body is malformed or cut short"
        );
    }

    #[test]
    fn places_are_shown_without_what_the_server_made_up() {
        type Maps = std::collections::BTreeMap<String, std::collections::BTreeMap<String, Vec<u8>>>;
        let place = |body: &str| {
            let error =
                decode_serde::<Maps>(ResponseFormat::Json, &response(body, "application/json")).unwrap_err();
            error.field_path().unwrap_or_default().to_owned()
        };
        assert_eq!(place(r#"{"a":{"b_c-d.e":[1,"x"]}}"#), "a.b_c-d.e[1]");
        assert_eq!(place(r#"{"a b":{"\n":[false]}}"#), "….…[0]");
        assert_eq!(place("[]"), "");
        let long = "x".repeat(64);
        assert_eq!(place(&format!("{{\"{long}\":{{\"{long}\":[null]}}}}")), format!("{long}.{long}.…"));
    }

    #[test]
    fn a_byte_order_mark_is_read_past_and_compression_is_named() {
        let marked = response("\u{feff}[1]", "application/json");
        assert_eq!(decode_serde::<Vec<u8>>(ResponseFormat::Json, &marked).unwrap(), [1]);
        let mut compressed = response("\u{1f}x", "application/json");
        compressed.headers.insert(header::CONTENT_ENCODING, "br".parse().unwrap());
        let error = decode_serde::<Vec<u8>>(ResponseFormat::Json, &compressed).unwrap_err();
        assert_eq!(error.to_string(), "expected JSON, but the body is compressed, which was not asked for");
    }

    #[test]
    fn text_bytes_and_nothing() {
        assert_eq!(
            decode_serde::<String>(ResponseFormat::Text, &response("a \"b\"", "text/plain")).unwrap(),
            "a \"b\""
        );
        assert_eq!(
            decode_serde::<Bytes>(ResponseFormat::Bytes, &response("abc", "audio/wav")).unwrap().as_slice(),
            b"abc"
        );
        decode_serde::<()>(ResponseFormat::Empty, &response("whatever", "text/plain")).unwrap();
    }
}
