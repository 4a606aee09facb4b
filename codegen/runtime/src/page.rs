//! Lists, page by page or item by item.

mod cycle_guard;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::exchange::{self, Decode};
use crate::paged::Page;
use crate::request_parts::RequestParts;
use crate::transport::BoxFuture;
use cycle_guard::CycleGuard;

/// The number of empty pages in a row after which a list of items gives up.
const MAX_EMPTY_PAGES: u32 = 1_000;

/// The pages of a list, requested one by one. An empty page with a link to the next is not the end.
#[must_use = "pages are requested only when they are polled"]
pub struct Pages<T> {
    parts: RequestParts,
    decode: Decode<T>,
    /// The link of the page that is next, is being requested, or failed; none for the first.
    link: Option<String>,
    state: State<T>,
    guard: CycleGuard,
}

enum State<T> {
    Ready,
    Requested(BoxFuture<'static, Result<T, Error>>),
    Done,
}

impl<T: Page> Call<T> {
    /// Returns the pages of the list.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self)
    }

    /// Returns the items of the list, page by page.
    pub fn items(self) -> Items<T> {
        Items::new(self)
    }

    /// Starts at the link of a page, such as one from [`Pages::next_link`], instead of the first page.
    pub fn resume(self, link: &str) -> Self {
        self.at_link(link)
    }
}

impl<T: Page> Pages<T> {
    fn new(call: Call<T>) -> Self {
        let (mut parts, decode) = call.into_parts();
        let link = parts.link.take();
        Self { parts, decode, link, state: State::Ready, guard: CycleGuard::default() }
    }

    /// Returns the next page; `None` after the last.
    ///
    /// Nothing is lost when this future is dropped: the next call goes on with the same page.
    ///
    /// # Errors
    ///
    /// Returns an error when a page fails, or when its link leads in a circle or to another origin. There are no more
    /// pages then; [`Pages::next_link`] returns the link of the one that failed.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// Returns the link for [`Call::resume`], after a failure that of the page that failed; `None` before the first page
    /// and after the last.
    pub fn next_link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Ready => {
                    let parts = RequestParts { link: self.link.clone(), ..self.parts.clone() };
                    // A link that leads nowhere is the error of the call.
                    if parts.url().is_ok_and(|url| !self.guard.follow(&url)) {
                        self.state = State::Done;
                        let why = "the links between the pages lead in a circle";
                        return Poll::Ready(Some(Err(self.error(why))));
                    }
                    self.state = State::Requested(exchange::start(Box::new(parts), self.decode.clone()));
                }
                State::Requested(page) => {
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
        if self.link.is_some() {
            self.state = State::Ready;
        }
        Ok(page)
    }

    fn error(&self, why: &str) -> Error {
        Error::new(ErrorKind::Pagination, why).with_call(self.parts.failed_call())
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

/// The items of a list, page by page; one page is held at a time.
#[must_use = "pages are requested only when items are polled"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    waiting: VecDeque<T::Item>,
    empty_pages: u32,
}

impl<T: Page> Items<T> {
    fn new(call: Call<T>) -> Self {
        Self { pages: Pages::new(call), waiting: VecDeque::new(), empty_pages: 0 }
    }

    /// Returns the next item; `None` after the last.
    ///
    /// Nothing is lost when this future is dropped: the next call goes on with the same item.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Pages::try_next`], and one when 1,000 pages in a row are empty.
    pub async fn try_next(&mut self) -> Result<Option<T::Item>, Error> {
        // Items may be large, and polling moves them: a present item is returned at once.
        match self.waiting.pop_front() {
            Some(item) => Ok(Some(item)),
            None => poll_fn(|context| self.poll_item(context)).await.transpose(),
        }
    }

    /// Returns the link of the page after the one whose items are being returned.
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

    /// Ends a list of empty pages, which a server could continue for ever.
    fn count_empty(&mut self) -> Result<(), Error> {
        self.empty_pages = if self.waiting.is_empty() { self.empty_pages + 1 } else { 0 };
        if self.empty_pages < MAX_EMPTY_PAGES || self.pages.link.is_none() {
            return Ok(());
        }
        self.pages.state = State::Done;
        Err(self.pages.error("1000 pages in a row are empty"))
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
