//! Bodies that are read while they arrive: how they are cut into pieces changes nothing, and a simpler reader of the
//! whole text reads the same.

#![allow(clippy::result_large_err, reason = "that of the trait")]

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use signalwire_rest_runtime::{
    BoxFuture, Call, Client, Error, ErrorKind, HeaderMap, Method, StatusCode, StreamedResponse, Transport,
    TransportError, TransportRequest, TransportResponse,
};

/// Responds with these pieces.
#[derive(Clone)]
struct InPieces(VecDeque<Vec<u8>>);

impl Transport for InPieces {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = self.0.iter().flatten().copied().collect::<Vec<u8>>().into();
        Box::pin(async { Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body }) })
    }

    fn open(&self, _: TransportRequest) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        let body = Box::pin(self.clone());
        Box::pin(async { Ok(StreamedResponse { status: StatusCode::OK, headers: HeaderMap::new(), body }) })
    }
}

impl Stream for InPieces {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(piece.into())))
    }
}

fn cut(text: &[u8], cuts: &[Index]) -> InPieces {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).chain([text.len()]).collect();
    ends.sort_unstable();
    let mut start = 0;
    let pieces = ends.into_iter().map(|end| text[std::mem::replace(&mut start, end)..end].to_vec());
    InPieces(pieces.collect())
}

fn call(body: InPieces, limit: usize) -> Call<Value> {
    let builder = Client::builder().base_url("https://api.example.com").max_body_bytes(limit);
    builder.transport(body).build().unwrap().request(Method::GET, "/stream")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Name, id and data.
type Seen = (Option<String>, Option<String>, String);

fn events(body: InPieces, limit: usize) -> Result<Vec<Seen>, Error> {
    block_on(async {
        let (mut events, mut all) = (call(body, limit).events::<String>().await?, Vec::new());
        while let Some(event) = events.try_next_event().await? {
            all.push((event.name, event.id, event.data));
        }
        Ok(all)
    })
}

/// Reads events from the whole text, as the standard describes it; the last one needs no empty line behind it.
fn whole_events(text: &[u8]) -> Vec<Seen> {
    let text = String::from_utf8_lossy(text).replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let (mut all, mut id, mut name, mut data) = (Vec::new(), None, None, Vec::new());
    for line in text.split('\n').chain([""]) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
        match field {
            "" if line.is_empty() => {
                let (name, data) = (name.take(), std::mem::take(&mut data));
                match data.join("\n") {
                    _ if data.is_empty() => {}
                    text if text == "[DONE]" => return all,
                    text => all.push((name, id.clone(), text)),
                }
            }
            "data" => data.push(value),
            "event" => name = Some(value),
            "id" if !value.contains('\0') => id = Some(value),
            _ => {}
        }
    }
    all
}

/// Lines that mean something more often than chance would have it.
fn event_text() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<&[u8]> = vec![
        b"data: a",
        b"data:b",
        b"data",
        b"data:  c",
        b"event: e",
        b"event",
        b"id: 1",
        b"id: \0",
        b"id",
        b": comment",
        b"retry: 1",
        b"\n",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\r\r",
        b"\r\n\r\n",
        b"\xef\xbb\xbf",
        "é".as_bytes(),
        b"\xff",
        b"data: [DONE]",
        b"da",
        b"ta: ",
        b":",
        b" ",
        b"{\"a\":1}",
    ];
    prop::collection::vec(select(known), 0..40).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn events_are_the_same_however_they_are_cut(text in event_text(), cuts in prop::collection::vec(any::<Index>(), 0..20)) {
        let seen = events(cut(&text, &cuts), 1 << 20).unwrap();
        prop_assert_eq!(seen, whole_events(&text), "{:?}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn no_event_is_kept_beyond_the_limit(text in event_text(), limit in 1_usize..40) {
        match events(cut(&text, &[]), limit) {
            Ok(seen) => prop_assert!(seen.iter().all(|(.., data)| data.len() <= 3 * limit), "{seen:?}"),
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::BodyTooLarge),
        }
    }

    #[test]
    fn json_is_the_same_however_it_is_cut(
        values in prop::collection::vec(("[a-z\n\"\\\\é]{0,8}", any::<i64>()), 0..8),
        ends in prop::collection::vec(select(vec!["\n", "\r\n", "\r", "\n\n", "\n\u{1e}", "\n \t"]), 8),
        cuts in prop::collection::vec(any::<Index>(), 0..20),
    ) {
        let values: Vec<Value> = values.into_iter().map(|(text, number)| serde_json::json!([text, number])).collect();
        let text: String = values.iter().zip(ends).map(|(value, end)| format!("{value}{end}")).collect();
        let body = cut(text.as_bytes(), &cuts);
        let seen = block_on(async {
            let (mut lines, mut all) = (call(body, 1 << 20).json_lines::<Value>().await.unwrap(), Vec::new());
            while let Some(value) = lines.try_next().await.unwrap() {
                all.push(value);
            }
            all
        });
        prop_assert_eq!(seen, values);
    }
}
