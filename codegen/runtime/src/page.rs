//! Lists, page by page or item by item.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::parts::Parts;
use crate::transport::BoxFuture;

/// One page of a list.
pub trait Page: DeserializeOwned + Send + 'static {
    /// What the list is of.
    type Item: Send + 'static;

    /// The link to the next page; none on the last.
    fn next_link(&self) -> Option<&str>;

    /// The items on this page.
    fn into_items(self) -> Vec<Self::Item>;
}

/// The pages of a list, each asked for when it is wanted. An empty page with a link to the next is not the end.
#[must_use = "pages are asked for only when they are wanted"]
pub struct Pages<T> {
    parts: Parts,
    state: State<T>,
    seen: HashSet<String>,
}

enum State<T> {
    /// The page to ask for next: the first, or the one at a link.
    Ready(Option<String>),
    Asking(BoxFuture<'static, Result<T, Error>>),
    Done,
}

impl<T: Page> Pages<T> {
    pub(crate) fn new(call: Call<T>) -> Self {
        let parts = call.into_parts();
        let link = parts.link.clone();
        Self { parts, seen: link.iter().cloned().collect(), state: State::Ready(link) }
    }

    /// The next page; none after the last.
    ///
    /// # Errors
    ///
    /// When a page cannot be had, or its link leads in a circle or to another origin. There are no more pages then.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// The link at which [`Call::resume`] would go on; none before the first page and after the last.
    pub fn next_link(&self) -> Option<&str> {
        match &self.state {
            State::Ready(link) => link.as_deref(),
            State::Asking(_) | State::Done => None,
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Ready(link) => {
                    let parts = Parts { link: link.take(), ..self.parts.clone() };
                    self.state = State::Asking(Call::new(parts).send());
                }
                State::Asking(page) => {
                    let Poll::Ready(page) = page.as_mut().poll(context) else { return Poll::Pending };
                    return Poll::Ready(Some(self.arrived(page)));
                }
            }
        }
    }

    fn arrived(&mut self, page: Result<T, Error>) -> Result<T, Error> {
        self.state = State::Done;
        let page = page?;
        if let Some(link) = page.next_link().filter(|link| !link.is_empty()) {
            if !self.seen.insert(link.to_owned()) {
                let error = Error::new(ErrorKind::Pagination, "the links between the pages lead in a circle");
                return Err(self.parts.error(error));
            }
            self.state = State::Ready(Some(link.to_owned()));
        }
        Ok(page)
    }
}

impl<T: Page> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.parts.operation).finish_non_exhaustive()
    }
}

/// The items of a list, page after page; one page is held at a time.
#[must_use = "items are asked for only when they are wanted"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    waiting: VecDeque<T::Item>,
}

impl<T: Page> Items<T> {
    pub(crate) fn new(call: Call<T>) -> Self {
        Self { pages: Pages::new(call), waiting: VecDeque::new() }
    }

    /// The next item; none after the last.
    ///
    /// # Errors
    ///
    /// As for [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<T::Item>, Error> {
        loop {
            // An item that is there is handed out at once: an item may be large, and polling moves it about.
            if let Some(item) = self.waiting.pop_front() {
                return Ok(Some(item));
            }
            match self.pages.try_next().await? {
                Some(page) => self.waiting = page.into_items().into(),
                None => return Ok(None),
            }
        }
    }

    /// The link of the page after the one whose items are being handed out.
    pub fn next_link(&self) -> Option<&str> {
        self.pages.next_link()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match self.pages.poll_page(context) {
                Poll::Ready(Some(Ok(page))) => self.waiting = page.into_items().into(),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<T: Page> Stream for Items<T> {
    type Item = Result<T::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T: Page> Unpin for Items<T> {}

impl<T: Page> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
