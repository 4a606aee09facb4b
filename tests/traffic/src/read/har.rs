//! HAR 1.2: what browsers and proxies export. Entries are read one by one.

use std::fmt;
use std::io::{self, BufRead};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{is_json, status, syntax};
use crate::exchange::{Content, Exchange, Item, Sink, Skip};
use crate::finding::Origin;

pub(super) fn read(name: &Rc<str>, input: impl BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_reader(input);
    let mut state = State { name, sink, entries: 0, found: false };
    let reader = Reader { place: Place::File, state: &mut state };
    let outcome = reader.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let State { sink, entries, found, .. } = state;
    let origin = Origin { file: Rc::clone(name), number: entries + 1, entry: true };
    match outcome {
        Err(error) if error.is_io() => return Err(error.into()),
        Err(error) => sink(Item::Bad(format!("{} in line {}", syntax(&error), error.line()), origin)),
        Ok(()) if !found => sink(Item::Bad("the file has no `log.entries`".to_owned(), origin)),
        Ok(()) => {}
    }
    Ok(())
}

/// Where in the file a reader is.
#[derive(Clone, Copy)]
enum Place {
    File,
    Log,
    Entries,
}

/// What a reader gathers.
struct State<'r, 's> {
    name: &'r Rc<str>,
    sink: &'r mut Sink<'s>,
    entries: u64,
    found: bool,
}

/// Reads up to the entries, and skips everything else.
struct Reader<'a, 'r, 's> {
    place: Place,
    state: &'a mut State<'r, 's>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.place {
            Place::File | Place::Log => deserializer.deserialize_map(self),
            Place::Entries => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Reader<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a HAR file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let place = match (self.place, key.as_str()) {
                (Place::File, "log") => Place::Log,
                (Place::Log, "entries") => Place::Entries,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            map.next_value_seed(Reader { place, state: self.state })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let state = self.state;
        state.found = true;
        while let Some(entry) = entries.next_element::<Value>()? {
            state.entries += 1;
            let origin = Origin { file: Rc::clone(state.name), number: state.entries, entry: true };
            (state.sink)(item(&entry, origin));
        }
        Ok(())
    }
}

fn item(entry: &Value, origin: Origin) -> Item {
    let (request, response) = (&entry["request"], &entry["response"]);
    let (Some(method), Some(url)) = (request["method"].as_str(), request["url"].as_str()) else {
        return Item::Bad("`request.method` or `request.url` is not there".to_owned(), origin);
    };
    let Some(status) = status(&response["status"]) else {
        return Item::Bad("`response.status` is not there".to_owned(), origin);
    };
    if !(100..600).contains(&status) {
        return Item::Skipped(Skip::Unanswered);
    }
    let exchange = Exchange {
        webhook: None,
        method: method.trim().to_ascii_uppercase(),
        url: url.to_owned(),
        status,
        request: sent(request),
        response: if matches!(status, 204 | 205) { Content::Absent } else { returned(response) },
    };
    match exchange.response {
        Content::Other => Item::Skipped(Skip::NotJson),
        _ => Item::Exchange(exchange, origin),
    }
}

fn sent(request: &Value) -> Content {
    let given = &request["postData"];
    match given["text"].as_str() {
        Some(text) if !text.is_empty() => content(text, given["mimeType"].as_str().unwrap_or_default()),
        _ if request["bodySize"].as_i64().unwrap_or(0) > 0 || given.is_object() => Content::Unknown,
        _ => Content::Absent,
    }
}

fn returned(response: &Value) -> Content {
    let given = &response["content"];
    let media_type = given["mimeType"].as_str().unwrap_or_default();
    let text = given["text"].as_str().unwrap_or_default();
    let is_encoded = given["encoding"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("base64"));
    match text {
        "" if is_other(media_type) => Content::Other,
        // Exports without contents still have a size; -1 stands for not known.
        "" if given["size"].as_i64().unwrap_or(0) == 0 && response["bodySize"].as_i64().unwrap_or(0) <= 0 => {
            Content::Absent
        }
        "" => Content::Unknown,
        text if is_encoded => match STANDARD.decode(text.trim()).ok().map(String::from_utf8) {
            Some(Ok(text)) => content(&text, media_type),
            _ if is_json(media_type) => Content::Malformed,
            _ => Content::Other,
        },
        text => content(text, media_type),
    }
}

/// Whether a media type declares a body other than JSON. Some exports have none, or an invented one.
fn is_other(media_type: &str) -> bool {
    !media_type.is_empty() && !media_type.starts_with("x-unknown") && !is_json(media_type)
}

fn content(text: &str, media_type: &str) -> Content {
    if is_other(media_type) {
        return Content::Other;
    }
    match serde_json::from_str(text) {
        Ok(value) => Content::Json(value),
        Err(_) if is_json(media_type) => Content::Malformed,
        Err(_) => Content::Other,
    }
}
