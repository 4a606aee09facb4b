//! NDJSON: one exchange per line, `{"method","url","status","request","response"}`. A delivery of a webhook has its name as
//! `webhook`, and may leave out method, URL and status.

use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::{is_json, status, syntax};
use crate::exchange::{Content, Exchange, Item, Sink, Skip};
use crate::finding::Origin;

/// The longest line that is read.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;

pub(super) fn read(name: &Rc<str>, mut input: impl BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = input.by_ref().take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut line)?;
        if length == 0 {
            break;
        }
        let origin = Origin { file: Rc::clone(name), number, entry: false };
        if length as u64 > MAX_LINE_BYTES && !line.ends_with(b"\n") {
            skip_line(&mut input)?;
            sink(Item::Bad("it is longer than 64 MiB".to_owned(), origin));
            continue;
        }
        if !line.iter().all(u8::is_ascii_whitespace) {
            sink(item(&line, origin));
        }
    }
    Ok(())
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (used, done) = end.map_or((buffer.len(), buffer.is_empty()), |at| (at + 1, true));
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn item(line: &[u8], origin: Origin) -> Item {
    let fields = match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Item::Bad("it is not a JSON object".to_owned(), origin),
        Err(error) => return Item::Bad(syntax(&error), origin),
    };
    match exchange(fields) {
        Ok(exchange) if exchange.response == Content::Other => Item::Skipped(Skip::NotJson),
        Ok(exchange) => Item::Exchange(exchange, origin),
        Err(why) => Item::Bad(why.to_owned(), origin),
    }
}

fn exchange(mut fields: Map<String, Value>) -> Result<Exchange, &'static str> {
    let text = |value: Option<Value>| match value {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
        _ => None,
    };
    let webhook = text(fields.remove("webhook"));
    let usual = |text: &str| webhook.as_ref().map(|_| text.to_owned());
    let method = text(fields.remove("method"))
        .or_else(|| usual("POST"))
        .ok_or("`method` is not there, or is no text")?;
    let url = text(fields.remove("url")).or_else(|| usual("/")).ok_or("`url` is not there, or is no text")?;
    let status = fields.get("status").map_or_else(|| webhook.as_ref().map(|_| 200), status);
    let status = status.filter(|status| (100..600).contains(status));
    let status = status.ok_or("`status` is not there, or is no number from 100 to 599")?;
    let mut body = |name: &str, kind: &str| {
        let kind = fields.get(kind).and_then(Value::as_str).unwrap_or("application/json").to_owned();
        match fields.remove(name) {
            None if !is_json(&kind) => Content::Other,
            None | Some(Value::Null) => Content::Absent,
            // Some recorders write an empty body as an empty text.
            Some(Value::String(text)) if text.is_empty() => Content::Absent,
            Some(value) => Content::Json(value),
        }
    };
    let (request, response) = (body("request", "request_type"), body("response", "response_type"));
    Ok(Exchange { method: method.trim().to_ascii_uppercase(), webhook, url, status, request, response })
}
