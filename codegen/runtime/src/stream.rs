//! Responses that are read while they arrive: bytes, server-sent events, and JSON values line by line.

mod lines;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::decode::item;
use crate::error::Error;
use crate::model::{Bytes, Model, Slot};
use lines::Lines;

pub(crate) use lines::Body;

/// The text with which some servers end a stream of events.
const DONE: &str = "[DONE]";

/// The body of a response, piece by piece.
pub struct ByteStream {
    body: Body,
}

impl ByteStream {
    pub(crate) fn new(body: Body) -> Self {
        Self { body }
    }

    /// Returns the next piece; `None` after the last.
    ///
    /// # Errors
    ///
    /// Returns an error when the connection breaks. There are no more pieces then.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.body.poll_piece(context).map(|piece| piece.map(|piece| piece.map(Bytes)))
    }
}

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<T> {
    /// The name of the event (`event`), if it has one.
    pub name: Option<String>,
    /// The id of the event (`id`), or of the last one that had an id.
    pub id: Option<String>,
    /// What it is about (`data`).
    pub data: T,
}

/// Server-sent events. As a stream it gives what they are about; [`EventStream::try_next_event`] gives their names too.
///
/// Data of a type that is text is taken as it is, and any other is read as JSON. A stream ends with the body, or with the
/// data `[DONE]`.
pub struct EventStream<T> {
    lines: Lines,
    name: Option<String>,
    id: Option<String>,
    data: Option<String>,
    item: PhantomData<fn() -> T>,
}

impl<T: Model + Default> EventStream<T> {
    pub(crate) fn new(body: Body) -> Self {
        Self { lines: Lines::new(body), name: None, id: None, data: None, item: PhantomData }
    }

    /// Returns what the next event is about; `None` after the last.
    ///
    /// # Errors
    ///
    /// Returns an error when the connection breaks, after which there are no more events, or when the data is not what
    /// the document says.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        Ok(self.try_next_event().await?.map(|event| event.data))
    }

    /// Returns the next event; `None` after the last.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`EventStream::try_next`].
    pub async fn try_next_event(&mut self) -> Result<Option<Event<T>>, Error> {
        poll_fn(|context| self.poll_event(context)).await.transpose()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        while let Some(line) = ready!(self.lines.poll_line(context)) {
            let line = match line {
                Ok(line) => line,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            // An event may have any number of lines.
            if self.data.as_ref().map_or(0, String::len) + line.len() > self.lines.limit() {
                self.lines.end();
                return Poll::Ready(Some(Err(self.lines.too_large("an event"))));
            }
            if let Some(text) = self.take(&line) {
                if text == DONE {
                    self.lines.end();
                    return Poll::Ready(None);
                }
                let (name, id) = (self.name.take(), self.id.clone());
                return Poll::Ready(Some(read(&text).map(|data| Event { name, id, data })));
            }
        }
        Poll::Ready(None)
    }

    /// Takes a line; the data of an event when the line ends it.
    fn take(&mut self, line: &str) -> Option<String> {
        if line.is_empty() {
            let data = self.data.take();
            if data.is_none() {
                self.name = None;
            }
            return data;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.name = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            _ => {}
        }
        None
    }
}

impl<T: Model + Default> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context).map(|event| event.map(|event| event.map(|event| event.data)))
    }
}

/// JSON values, one to a line. Empty lines mean nothing.
pub struct JsonLines<T> {
    lines: Lines,
    item: PhantomData<fn() -> T>,
}

impl<T: Model + Default> JsonLines<T> {
    pub(crate) fn new(body: Body) -> Self {
        Self { lines: Lines::new(body), item: PhantomData }
    }

    /// Returns the next value; `None` after the last.
    ///
    /// # Errors
    ///
    /// Returns an error when the connection breaks, after which there are no more values, or when a line is not what the
    /// document says.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl<T: Model + Default> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(line) = ready!(self.lines.poll_line(context)) {
            match line {
                // A sequence of JSON texts has a record separator before each.
                Ok(line) => match line.trim_matches(['\u{1e}', ' ', '\t']) {
                    "" => {}
                    text => return Poll::Ready(Some(read(text))),
                },
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        Poll::Ready(None)
    }
}

/// Text as it is, where the type is text, and JSON otherwise.
fn read<T: Model + Default>(text: &str) -> Result<T, Error> {
    let mut value = T::default();
    match value.slot() {
        Slot::Text(place) => text.clone_into(place),
        Slot::Enum(place) => place.set_text(text),
        slot => item(slot, text)?,
    }
    Ok(value)
}

/// Streams have no content of their own to show or to write.
macro_rules! opaque {
    ($($name:ident $(<$item:ident>)?),*) => {$(
        impl $(<$item>)? fmt::Debug for $name $(<$item>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        /// A sample call writes what it received; of a stream, that is nothing.
        impl $(<$item>)? serde::Serialize for $name $(<$item>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit()
            }
        }
    )*};
}

opaque!(ByteStream, EventStream<T>, JsonLines<T>);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    #![allow(clippy::result_large_err, reason = "that of the trait")]

    use std::collections::VecDeque;

    use super::*;
    use crate::error::ErrorKind;
    use crate::model::Value;
    use crate::transport::TransportError;

    /// A stream of these pieces.
    struct Script(VecDeque<&'static str>);

    impl Stream for Script {
        type Item = Result<bytes::Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front().map(|piece| Ok(piece.into())))
        }
    }

    fn body<const N: usize>(pieces: [&'static str; N]) -> Body {
        Body::new(Some(Box::pin(Script(pieces.into()))), 100)
    }

    async fn events<const N: usize>(pieces: [&'static str; N]) -> Vec<(Option<String>, String)> {
        let mut stream = EventStream::<String>::new(body(pieces));
        let mut all = Vec::new();
        while let Some(event) = stream.try_next_event().await.unwrap() {
            all.push((event.name, event.data));
        }
        all
    }

    #[tokio::test]
    async fn events_are_read_as_the_standard_says() {
        let one = |data: &str| (None, data.to_owned());
        // Each end of a line, in one piece and in several.
        assert_eq!(
            events(["data: a\n\ndata:b\r\n\r\ndata: c\r\rdata: d"]).await,
            ["a", "b", "c", "d"].map(one)
        );
        assert_eq!(events(["da", "ta: a\r", "\n\r", "\ndata: b", "\n\n"]).await, ["a", "b"].map(one));
        assert_eq!(events(["data: a\r\n", "\ndata: b\r", "\n", "\r\n"]).await, ["a", "b"].map(one));
        assert_eq!(events([": comment\n\n\u{feff}data: x\ndata: a\ndata:  b\n\n"]).await, [one("a\n b")]);
        assert_eq!(events(["\u{feff}data: a\n\n"]).await, [one("a")]);
        assert_eq!(
            events(["event: add\ndata: a\n\nevent: none\n\ndata: b\n\n"]).await,
            [(Some("add".to_owned()), "a".to_owned()), one("b")]
        );
        assert_eq!(events(["data\n\ndata: [DONE]\n\ndata: late\n\n"]).await, [one("")]);
        // The last event needs no empty line behind it, nor an end of its own line.
        for end in ["", "\n", "\r", "\r\n"] {
            assert_eq!(events(["data: a", end]).await, [one("a")], "{end:?}");
        }
    }

    #[tokio::test]
    async fn json_comes_line_by_line() {
        let mut lines = JsonLines::<Value>::new(body(["{\"a\":1}\n\n\u{1e}[2", "]\r\n3"]));
        let mut all = Vec::new();
        while let Some(value) = lines.try_next().await.unwrap() {
            all.push(value.to_string());
        }
        assert_eq!(all, ["{\"a\":1}", "[2]", "3"]);
        let mut wrong = JsonLines::<i64>::new(body(["\"hunter2\"\n1\n"]));
        let error = wrong.try_next().await.unwrap_err();
        assert!(error.is_decode() && !error.to_string().contains("hunter2"), "{error}");
        assert_eq!(wrong.try_next().await.unwrap(), Some(1));
    }

    #[tokio::test]
    async fn a_line_has_a_largest_length() {
        const LONG: &str = "0123456789012345678901234567890123456789012345678901234567890123456789";
        let mut lines = JsonLines::<Value>::new(body([LONG, LONG]));
        assert_eq!(lines.try_next().await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
        assert!(lines.try_next().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn an_event_has_a_largest_length() {
        let mut events = EventStream::<String>::new(body(["data: 0123456789012345678\n"; 20]));
        let error = events.try_next().await.unwrap_err();
        assert_eq!(error.to_string(), "an event is longer than 100 bytes");
        assert!(events.try_next().await.unwrap().is_none());
    }
}
