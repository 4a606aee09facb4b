//! Calls without `async`, for scripts and command-line programs.
//!
//! Every call has `wait`, which sends it and blocks the thread until its result is there; `items()` and `pages()` have a
//! `wait` that makes an iterator of them. Nothing else differs: the calls, their types and their settings are the same.
//! The connections live in a Tokio runtime of one thread, which starts with the first call.

use std::fmt;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::page::{self, Checkpoint};
use crate::paged::Page;

/// Waits for a future on the thread of the caller.
fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let wrong = |why: &str| Error::new(ErrorKind::Configuration, why);
    if Handle::try_current().is_ok() {
        return Err(wrong("`wait` would block a thread on which Tokio runs: await the call instead"));
    }
    let start = || {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).thread_name("blocking-calls").enable_all().build();
        runtime.map_err(|error| format!("the runtime of blocking calls cannot be started: {error}"))
    };
    match RUNTIME.get_or_init(start) {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(why) => Err(wrong(why)),
    }
}

impl<T: Send + 'static> Call<T> {
    /// Sends the request, and blocks the thread until the result is there.
    ///
    /// # Errors
    ///
    /// Returns the errors of the call, and one in an async context, where a thread must not be blocked.
    pub fn wait(self) -> Result<T, Error> {
        let call = self.failed_call();
        block_on(self.send()).unwrap_or_else(|error| Err(error.with_call(call)))
    }
}

impl<T: Page> page::Items<T> {
    /// Returns the items as an iterator, which blocks the thread while it waits for a page.
    pub fn wait(self) -> Items<T> {
        Items { inner: self, is_over: false }
    }
}

impl<T: Page> page::Pages<T> {
    /// Returns the pages as an iterator, which blocks the thread while it waits for one.
    pub fn wait(self) -> Pages<T> {
        Pages { inner: self, is_over: false }
    }
}

/// The items of a list as an iterator, which ends after an error.
#[must_use = "pages are requested only when the iterator is used"]
pub struct Items<T: Page> {
    inner: page::Items<T>,
    is_over: bool,
}

impl<T: Page> Items<T> {
    /// Returns the place before the next item, from which `resume_at` goes on.
    pub fn checkpoint(&self) -> Checkpoint {
        self.inner.checkpoint()
    }
}

impl<T: Page> Iterator for Items<T> {
    type Item = Result<T::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = if self.is_over { None } else { flat(block_on(self.inner.try_next())) };
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}

/// The pages of a list as an iterator, which ends after an error.
#[must_use = "pages are requested only when the iterator is used"]
pub struct Pages<T: Page> {
    inner: page::Pages<T>,
    is_over: bool,
}

impl<T: Page> Pages<T> {
    /// Returns the link for `resume`, after a failure that of the page that failed.
    pub fn next_link(&self) -> Option<&str> {
        self.inner.next_link()
    }
}

impl<T: Page> Iterator for Pages<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = if self.is_over { None } else { flat(block_on(self.inner.try_next())) };
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}

/// One result of the two: that of waiting, and that of the list.
fn flat<T>(waited: Result<Result<Option<T>, Error>, Error>) -> Option<Result<T, Error>> {
    waited.and_then(|next| next).transpose()
}

impl<T: Page> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: Page> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Gives a generated call the methods of blocking programs.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_wait {
    ($call:ident) => {
        impl<T: ::core::marker::Send + 'static, O> $call<T, O> {
            /// Sends the request, and blocks the thread until the result is there: for programs without `async`.
            ///
            /// # Errors
            ///
            /// Returns the errors of the call, and one in an async context, where a thread must not be blocked.
            pub fn wait(self) -> ::core::result::Result<T, $crate::Error> {
                self.inner.wait()
            }
        }
    };
}
