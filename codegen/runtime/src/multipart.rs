//! `multipart/form-data`: the fields of an object as the parts of a body, which is streamed.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::model::{BoxReader, Extra, FieldWriter, FilePart, Model, Source, View, to_json, to_value};
use crate::transport::RequestStream;

/// A body up to this size, of bytes alone, is sent in one piece.
const SMALL: usize = 64 * 1024;
/// A file is read in pieces of this size.
const CHUNK: usize = 64 * 1024;
/// The number of pieces that are read ahead.
const AHEAD: usize = 2;

/// A multipart body: pieces in their order.
#[derive(Clone)]
pub(crate) struct Multipart {
    boundary: String,
    pieces: Vec<Piece>,
}

#[derive(Clone)]
enum Piece {
    Bytes(Bytes),
    File(Source),
}

impl Multipart {
    /// The fields of an object as parts. The document may declare the media types of some.
    pub(crate) fn of(value: &dyn Model, media_types: &[(&str, &str)]) -> Result<Self, &'static str> {
        let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        let mut parts = Parts { boundary: &boundary, media_types, pieces: Vec::new(), outcome: Ok(()) };
        match value.view().written() {
            View::Object(object) => {
                let names: Vec<&'static str> = object.table().fields.iter().map(|field| field.name).collect();
                object.write(&mut Fields { names: &names, parts: &mut parts });
            }
            View::Map(entries) => entries.each(&mut |name, view| parts.add(name, view)),
            _ => return Err("the body is no object, whose fields would be its parts"),
        }
        let Parts { mut pieces, outcome, .. } = parts;
        outcome?;
        push(&mut pieces, format!("--{boundary}--\r\n").as_bytes());
        Ok(Self { boundary, pieces })
    }

    /// The value of `Content-Type`.
    pub(crate) fn media_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The whole body, when it is small and no part of it has to be read.
    pub(crate) fn small(&self) -> Option<Bytes> {
        let mut whole = Vec::new();
        for piece in &self.pieces {
            let (Piece::Bytes(bytes) | Piece::File(Source::Bytes(bytes))) = piece else { return None };
            if whole.len() + bytes.len() > SMALL {
                return None;
            }
            whole.extend_from_slice(bytes);
        }
        Some(whole.into())
    }

    /// What of it is in memory.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Bytes> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Bytes(bytes) | Piece::File(Source::Bytes(bytes)) => Some(bytes),
            Piece::File(_) => None,
        })
    }

    /// Whether it can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        !self.pieces.iter().any(|piece| matches!(piece, Piece::File(Source::Reader(_))))
    }

    /// Opens its files, for one attempt.
    pub(crate) fn open(&self) -> io::Result<RequestStream> {
        let mut length = Some(0_u64);
        let mut open = VecDeque::new();
        for piece in &self.pieces {
            let (piece, size) = match piece {
                Piece::Bytes(bytes) | Piece::File(Source::Bytes(bytes)) => {
                    (Open::Bytes(bytes.clone()), Some(bytes.len() as u64))
                }
                Piece::File(Source::Path(path)) => {
                    let file = File::open(path)?;
                    let metadata = file.metadata()?;
                    let size = metadata.is_file().then_some(metadata.len());
                    // A file that grows meanwhile must not exceed the declared length.
                    let reader: BoxReader = match size {
                        Some(size) => Box::new(file.take(size)),
                        None => Box::new(file),
                    };
                    (Open::Reader(reader), size)
                }
                Piece::File(reader) => {
                    let reader = reader.take_reader();
                    let reader = reader.ok_or_else(|| io::Error::other("the reader was read before"))?;
                    (Open::Reader(reader), None)
                }
            };
            length = length.zip(size).map(|(length, size)| length + size);
            open.push_back(piece);
        }
        Ok(RequestStream::new(length, Pieces { open, reading: None }))
    }
}

/// The parts as they are written.
struct Parts<'a> {
    boundary: &'a str,
    media_types: &'a [(&'a str, &'a str)],
    pieces: Vec<Piece>,
    outcome: Result<(), &'static str>,
}

struct Fields<'f, 'p, 'a> {
    names: &'f [&'static str],
    parts: &'p mut Parts<'a>,
}

impl FieldWriter for Fields<'_, '_, '_> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        for (name, field) in self.names.iter().zip(fields) {
            self.parts.add(name, field.view());
        }
        for (name, value) in extra.iter() {
            self.parts.add(name, value.view());
        }
    }
}

impl Parts<'_> {
    /// Adds the parts of a field: one for each item of a list. Objects are JSON.
    fn add(&mut self, name: &str, view: View<'_>) {
        let declared = self.media_types.iter().find(|(field, _)| *field == name).map(|(_, kind)| *kind);
        match view.written() {
            View::Absent | View::Null => {}
            View::List(list) => (0..list.count()).for_each(|index| self.add(name, list.item(index))),
            View::Any(serde_json::Value::Array(items)) => {
                items.iter().for_each(|item| self.add(name, item.view()));
            }
            View::Any(serde_json::Value::Null) => {}
            View::File(file) => self.file(name, file, declared),
            View::Bytes(bytes) => self.part(name, None, declared, bytes.as_slice()),
            View::Text(text) => self.part(name, None, declared, text.as_bytes()),
            other => match to_value(other) {
                Ok(serde_json::Value::String(text)) => self.part(name, None, declared, text.as_bytes()),
                Ok(value @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) => {
                    let json = to_json(other).unwrap_or_else(|_| value.to_string().into_bytes());
                    self.part(name, None, Some(declared.unwrap_or("application/json")), &json);
                }
                Ok(value) => self.part(name, None, declared, value.to_string().as_bytes()),
                Err(_) => self.outcome = Err("a field of the body cannot be written"),
            },
        }
    }

    fn file(&mut self, name: &str, file: &FilePart, declared: Option<&str>) {
        let file_name = file.file_name.as_deref().unwrap_or(name);
        let media_type = file.media_type.as_deref().or(declared).unwrap_or("application/octet-stream");
        self.head(name, Some(file_name), Some(media_type));
        self.pieces.push(Piece::File(file.source.clone()));
        push(&mut self.pieces, b"\r\n");
    }

    fn part(&mut self, name: &str, file_name: Option<&str>, media_type: Option<&str>, content: &[u8]) {
        self.head(name, file_name, media_type);
        push(&mut self.pieces, content);
        push(&mut self.pieces, b"\r\n");
    }

    fn head(&mut self, name: &str, file_name: Option<&str>, media_type: Option<&str>) {
        let mut head =
            format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"", self.boundary, escaped(name));
        // Writing to a string cannot fail.
        if let Some(file_name) = file_name {
            let _ = write!(head, "; filename=\"{}\"", escaped(file_name));
        }
        if let Some(media_type) = media_type {
            if media_type.contains(|sign: char| sign.is_control()) {
                self.outcome = Err("the media type of a part contains a control character");
            }
            let _ = write!(head, "\r\nContent-Type: {media_type}");
        }
        head.push_str("\r\n\r\n");
        push(&mut self.pieces, head.as_bytes());
    }
}

/// As browsers write names between quotes.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Adds bytes to the last piece where that is bytes too.
fn push(pieces: &mut Vec<Piece>, bytes: &[u8]) {
    match pieces.last_mut() {
        Some(Piece::Bytes(last)) if last.len() + bytes.len() <= SMALL => {
            *last = [last, bytes].concat().into();
        }
        _ => pieces.push(Piece::Bytes(Bytes::copy_from_slice(bytes))),
    }
}

/// A piece that is ready to be sent.
enum Open {
    Bytes(Bytes),
    Reader(BoxReader),
}

/// The pieces one after the other; files are read on a thread for blocking work, a few pieces ahead.
struct Pieces {
    open: VecDeque<Open>,
    reading: Option<mpsc::Receiver<io::Result<Bytes>>>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(reading) = &mut self.reading {
                match reading.poll_recv(context) {
                    Poll::Ready(Some(chunk)) => return Poll::Ready(Some(chunk)),
                    Poll::Ready(None) => self.reading = None,
                    Poll::Pending => return Poll::Pending,
                }
            }
            match self.open.pop_front() {
                Some(Open::Bytes(bytes)) if bytes.is_empty() => {}
                Some(Open::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Open::Reader(reader)) => self.reading = Some(read(reader)),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Reads to the end, as fast as the pieces are taken.
fn read(mut reader: BoxReader) -> mpsc::Receiver<io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    spawn_blocking(move || {
        loop {
            let mut chunk = vec![0; CHUNK];
            let read = match reader.read(&mut chunk) {
                Ok(0) => return,
                Ok(read) => {
                    chunk.truncate(read);
                    Ok(chunk.into())
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let is_last = read.is_err();
            // Nobody waits for a request that was given up.
            if sender.blocking_send(read).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use std::collections::BTreeMap;
    use std::future::poll_fn;

    use super::*;

    async fn sent(parts: &Multipart) -> (Option<u64>, usize, Vec<u8>) {
        let mut stream = parts.open().unwrap();
        let length = stream.length();
        let (mut largest, mut whole) = (0, Vec::new());
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
            let chunk = chunk.unwrap();
            largest = largest.max(chunk.len());
            whole.extend_from_slice(&chunk);
        }
        (length, largest, whole)
    }

    #[tokio::test]
    async fn files_are_sent_in_pieces_with_the_length_that_is_known() {
        let zeros = || io::repeat(0).take(10 * 1024 * 1024);
        let path = std::env::temp_dir().join(format!("multipart-{:x}", fastrand::u64(..)));
        io::copy(&mut zeros(), &mut File::create(&path).unwrap()).unwrap();
        let of = |file: FilePart| Multipart::of(&BTreeMap::from([("f".to_owned(), file)]), &[]).unwrap();
        let parts = of(FilePart::path(&path));
        for _ in 0..2 {
            let (length, largest, whole) = sent(&parts).await;
            assert_eq!(length, Some(whole.len() as u64));
            assert!(largest <= CHUNK && whole.len() > 10 * 1024 * 1024, "{largest}");
        }
        assert!(parts.is_repeatable());
        std::fs::remove_file(&path).unwrap();
        assert!(parts.open().is_err());
        let parts = of(FilePart::reader(zeros()));
        let (length, largest, whole) = sent(&parts).await;
        assert!(length.is_none() && largest <= CHUNK && whole.len() > 10 * 1024 * 1024);
        assert!(!parts.is_repeatable() && parts.open().is_err());
    }

    #[test]
    fn names_cannot_end_their_quotes() {
        let file = FilePart::bytes("x").file_name("a\"\r\nb");
        let parts = Multipart::of(&BTreeMap::from([("f\"".to_owned(), file)]), &[]).unwrap();
        let text = String::from_utf8(parts.small().unwrap().to_vec()).unwrap();
        assert!(text.contains("name=\"f%22\"; filename=\"a%22%0D%0Ab\"\r\n"), "{text}");
        let wrong = FilePart::bytes("x").media_type("a\r\nb: c");
        assert!(Multipart::of(&BTreeMap::from([("f".to_owned(), wrong)]), &[]).is_err());
    }
}
