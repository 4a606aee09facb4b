//! Reading recordings, one exchange after the other: a file may be larger than the memory.

mod har;
mod ndjson;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use document::media::MediaKind;
use serde_json::Value;

use crate::exchange::Sink;

/// Reads a file; `-` is standard input.
pub(crate) fn read(path: &str, sink: &mut Sink<'_>) -> io::Result<()> {
    let input: Box<dyn Read> = match path {
        "-" => Box::new(io::stdin()),
        path => Box::new(File::open(path)?),
    };
    read_from(path, input, sink)
}

/// Reads an open file in either form.
pub(crate) fn read_from(name: &str, input: impl Read, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let head = input.fill_buf()?;
    let mark = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let is_har = is_har(name, &head[mark..]);
    input.consume(mark);
    let name: Rc<str> = name.into();
    match is_har {
        true => har::read(&name, input, sink),
        false => ndjson::read(&name, input, sink),
    }
}

const BUFFER: usize = 64 * 1024;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// HAR is one object, and the first of its keys is `log`.
fn is_har(name: &str, head: &[u8]) -> bool {
    let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    let starts = b"{\"log\"".iter().all(|wanted| signs.next() == Some(wanted));
    starts || name.to_ascii_lowercase().ends_with(".har")
}

/// Whether a media type is JSON.
fn is_json(media_type: &str) -> bool {
    MediaKind::of(media_type) == MediaKind::Json
}

/// A status, which both forms write alike.
fn status(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|status| u16::try_from(status).ok())
}

/// The message of serde for a syntax error, without the text around it.
fn syntax(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    match error.classify() {
        Category::Eof => "it ends in the middle of a value".to_owned(),
        Category::Io => "it cannot be read any further".to_owned(),
        Category::Syntax | Category::Data => format!("it is not JSON (column {})", error.column()),
    }
}
