//! Lists, page by page or item by item.

mod trail;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::call::{Call, send_parts};
use crate::decode::Decode;
use crate::error::{Error, ErrorKind};
use crate::parts::Parts;
use crate::transport::BoxFuture;
use trail::Trail;

/// So many pages without an item, one after the other, and a list of items gives up.
const MAX_EMPTY_PAGES: u32 = 1_000;

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
    decode: Decode<T>,
    /// Where the page is that is asked for next, is being asked for, or could not be had; none for the first.
    link: Option<String>,
    state: State<T>,
    trail: Trail,
}

enum State<T> {
    Ready,
    Asking(BoxFuture<'static, Result<T, Error>>),
    /// The last page was whole, but its link leads back to where the list has been.
    Circle,
    Done,
}

impl<T: Page> Pages<T> {
    pub(crate) fn new(call: Call<T>) -> Self {
        let (mut parts, decode) = call.into_parts();
        let mut pages =
            Self { link: parts.link.take(), parts, decode, state: State::Ready, trail: Trail::default() };
        if let Some(link) = &pages.link {
            pages.trail.follow(link);
        }
        pages
    }

    /// The next page; none after the last.
    ///
    /// Nothing is lost when this future is dropped: the next one goes on with the same page.
    ///
    /// # Errors
    ///
    /// When a page cannot be had, or its link leads in a circle or to another origin. There are no more pages then;
    /// [`Pages::next_link`] tells which one it was.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// The link at which [`Call::resume`] would go on, after a failure with the page that could not be had; none before
    /// the first page and after the last.
    pub fn next_link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Circle => {
                    self.state = State::Done;
                    let why = "the links between the pages lead in a circle";
                    return Poll::Ready(Some(Err(self.lost(why))));
                }
                State::Ready => {
                    let parts = Parts { link: self.link.clone(), ..self.parts.clone() };
                    self.state = State::Asking(send_parts(Box::new(parts), self.decode));
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
        self.link = page.next_link().filter(|link| !link.is_empty()).map(str::to_owned);
        if let Some(link) = &self.link {
            self.state = if self.trail.follow(link) { State::Ready } else { State::Circle };
        }
        Ok(page)
    }

    fn lost(&self, why: &str) -> Error {
        self.parts.error(Error::new(ErrorKind::Pagination, why))
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
    empty_pages: u32,
}

impl<T: Page> Items<T> {
    pub(crate) fn new(call: Call<T>) -> Self {
        Self { pages: Pages::new(call), waiting: VecDeque::new(), empty_pages: 0 }
    }

    /// The next item; none after the last.
    ///
    /// Nothing is lost when this future is dropped: the next one goes on with the same item.
    ///
    /// # Errors
    ///
    /// As for [`Pages::try_next`], and when 1,000 pages in a row are empty.
    pub async fn try_next(&mut self) -> Result<Option<T::Item>, Error> {
        // An item that is there is handed out at once: an item may be large, and polling moves it about.
        match self.waiting.pop_front() {
            Some(item) => Ok(Some(item)),
            None => poll_fn(|context| self.poll_item(context)).await.transpose(),
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
                Poll::Ready(Some(Ok(page))) => {
                    self.waiting = page.into_items().into();
                    if let Err(error) = self.count_empty() {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// A server could let a list of nothing go on for ever, and whoever waits for an item would never know.
    fn count_empty(&mut self) -> Result<(), Error> {
        self.empty_pages = if self.waiting.is_empty() { self.empty_pages + 1 } else { 0 };
        if self.empty_pages < MAX_EMPTY_PAGES || self.pages.link.is_none() {
            return Ok(());
        }
        self.pages.state = State::Done;
        Err(self.pages.lost("1000 pages in a row are empty"))
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
