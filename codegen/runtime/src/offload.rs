//! Runs work on large texts away from the executor, and no longer than a call may take.

use std::panic::resume_unwind;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

/// Texts up to this size are read in about a millisecond, which an executor can bear.
const LARGE: usize = 256 * 1024;

/// The work was not done before the deadline. Its thread goes on to the end, which is bounded by the size of the text.
pub(crate) struct TooLate;

/// Does the work at once for few bytes, and on a thread for blocking work otherwise.
pub(crate) async fn run<R, W>(bytes: usize, deadline: Instant, work: W) -> Result<R, TooLate>
where
    R: Send + 'static,
    W: FnOnce() -> R + Send + 'static,
{
    if bytes <= LARGE {
        return Ok(work());
    }
    match timeout_at(deadline, spawn_blocking(work)).await {
        Ok(Ok(done)) => Ok(done),
        // A type may have its own `Deserialize`, whose panic is the caller's.
        Ok(Err(stopped)) if stopped.is_panic() => resume_unwind(stopped.into_panic()),
        Ok(Err(_)) | Err(_) => Err(TooLate),
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn only_work_on_large_texts_leaves_the_thread() {
        let here = thread::current().id();
        for (bytes, stays) in [(0, true), (LARGE, true), (LARGE + 1, false)] {
            let deadline = Instant::now() + Duration::from_secs(60);
            let place = run(bytes, deadline, || thread::current().id()).await.ok();
            assert_eq!(place.map(|place| place == here), Some(stays), "{bytes}");
        }
    }

    #[tokio::test]
    async fn work_past_the_deadline_is_not_waited_for() {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let deadline = Instant::now() + Duration::from_millis(20);
        let outcome = run(LARGE + 1, deadline, move || held.recv().is_ok()).await;
        assert!(outcome.is_err());
        drop(release);
    }
}
