//! A body that arrives, cut into lines.

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;

use crate::error::{Error, ErrorKind};
use crate::transport::{BodyStream, TransportError, TransportFailure};

/// A body that arrives, and the largest piece of it that is kept.
pub(crate) struct Body {
    stream: Option<BodyStream>,
    limit: usize,
}

impl Body {
    pub(crate) fn new(stream: Option<BodyStream>, limit: usize) -> Self {
        Self { stream, limit }
    }

    pub(super) fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<bytes::Bytes, Error>>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(None) };
        let piece = ready!(stream.as_mut().poll_next(context));
        if !matches!(piece, Some(Ok(_))) {
            self.stream = None;
        }
        Poll::Ready(piece.map(|piece| piece.map_err(broken)))
    }
}

/// The lines of a body.
pub(super) struct Lines {
    body: Body,
    buffer: BytesMut,
    /// How much of the buffer is known to have no end of a line.
    searched: usize,
    ready: VecDeque<String>,
    /// The last piece ended with a carriage return, to which a line feed may belong.
    after_return: bool,
    is_first: bool,
    is_over: bool,
}

impl Lines {
    pub(super) fn new(body: Body) -> Self {
        Self {
            body,
            buffer: BytesMut::new(),
            searched: 0,
            ready: VecDeque::new(),
            after_return: false,
            is_first: true,
            is_over: false,
        }
    }

    /// The number of bytes that are kept at most, in a line or of several.
    pub(super) fn limit(&self) -> usize {
        self.body.limit
    }

    /// The error when something is longer than that.
    pub(super) fn too_large(&self, what: &str) -> Error {
        Error::new(ErrorKind::BodyTooLarge, format!("{what} is longer than {} bytes", self.body.limit))
    }

    /// There are no more lines.
    pub(super) fn end(&mut self) {
        self.body.stream = None;
        self.ready.clear();
        self.buffer.clear();
        self.is_over = true;
    }

    /// Returns the next line; the last one is empty, however the body ends.
    pub(super) fn poll_line(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<String, Error>>> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(line)));
            }
            match ready!(self.body.poll_piece(context)) {
                Some(Ok(piece)) => {
                    self.buffer.extend_from_slice(&piece);
                    self.split();
                    if self.buffer.len() > self.body.limit {
                        self.end();
                        return Poll::Ready(Some(Err(self.too_large("a line"))));
                    }
                }
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.is_over => return Poll::Ready(None),
                None => {
                    let rest = self.buffer.split();
                    if !rest.is_empty() {
                        self.push(&rest);
                    }
                    self.ready.push_back(String::new());
                    self.is_over = true;
                }
            }
        }
    }

    /// Takes the lines that are complete: they end with a line feed, a carriage return, or both.
    fn split(&mut self) {
        loop {
            if let Some(first) = self.buffer.first().copied()
                && std::mem::take(&mut self.after_return)
                && first == b'\n'
            {
                drop(self.buffer.split_to(1));
            }
            let rest = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.searched = self.buffer.len();
                return;
            };
            let line = self.buffer.split_to(self.searched + end);
            self.after_return = self.buffer.first() == Some(&b'\r');
            drop(self.buffer.split_to(1));
            self.searched = 0;
            self.push(&line);
        }
    }

    fn push(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        // A byte order mark may stand at the very beginning.
        let line = if self.is_first { line.strip_prefix('\u{feff}').unwrap_or(&line) } else { &line };
        self.is_first = false;
        self.ready.push_back(line.to_owned());
    }
}

fn broken(error: TransportError) -> Error {
    let kind = match error.failure {
        TransportFailure::Timeout => ErrorKind::Timeout,
        TransportFailure::BodyTooLarge => ErrorKind::BodyTooLarge,
        _ => ErrorKind::Transport,
    };
    let broken = Error::new(kind, "the connection broke while the response was read");
    match error.source {
        Some(source) => broken.with_source(source),
        None => broken,
    }
}
