//! Whether to retry, and how long to wait before.

mod after;
mod budget;

use std::time::Duration;

use http::{Method, StatusCode};

use crate::transport::TransportFailure;

pub(crate) use after::retry_after;
pub(crate) use budget::RetryBudget;

/// The first wait is at most this long, the next twice as long, and so on.
const BASE: Duration = Duration::from_millis(250);
/// No wait of our own choice is longer.
const MAX_BACKOFF: Duration = Duration::from_secs(8);
/// A call whose server asks for a longer wait gives up.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// The statuses after which a call is retried, where nobody says otherwise.
pub(crate) const STATUSES: [u16; 5] = [429, 500, 502, 503, 504];

/// Why a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It took too long, which is the most expensive failure.
    Timeout,
    /// Any other failure.
    Failure,
}

/// Returns why a request that failed like this may be sent again, if it may.
///
/// What is repeatable (GET, PUT and DELETE, and what has an idempotency key) means the same when it arrives twice.
/// Anything else is sent again only when it cannot have arrived.
pub(crate) fn after_failure(is_repeatable: bool, failure: TransportFailure) -> Option<Cause> {
    match failure {
        TransportFailure::Connect => Some(Cause::Failure),
        TransportFailure::Timeout => is_repeatable.then_some(Cause::Timeout),
        TransportFailure::Interrupted => is_repeatable.then_some(Cause::Failure),
        TransportFailure::BodyTooLarge | TransportFailure::Invalid => None,
    }
}

/// Returns why a request with this response may be sent again, if it may. With 429 the server says that it did nothing.
pub(crate) fn after_status(is_repeatable: bool, status: StatusCode, retried: &[u16]) -> Option<Cause> {
    let may_repeat = is_repeatable || status == StatusCode::TOO_MANY_REQUESTS;
    (may_repeat && retried.contains(&status.as_u16())).then_some(Cause::Failure)
}

/// Whether a request may arrive twice: by its method, or because the server recognizes it by its key.
pub(crate) fn is_repeatable(method: &Method, has_idempotency_key: bool) -> bool {
    method.is_idempotent() || has_idempotency_key
}

/// Returns how long to wait before a retry (the first is 1): what the server asks for, or an exponential time with full
/// jitter. `None` when the server asks for too much.
///
/// A server that asks for no wait at all, or for one that is over, gets jitter too: many clients would come back at once.
pub(crate) fn wait(retry: u32, asked: Option<Duration>) -> Option<Duration> {
    match asked {
        Some(asked) if asked > MAX_RETRY_AFTER => None,
        Some(asked) if !asked.is_zero() => Some(asked),
        Some(_) | None => Some(longest_backoff(retry).mul_f64(fastrand::f64())),
    }
}

fn longest_backoff(retry: u32) -> Duration {
    BASE.saturating_mul(1 << retry.saturating_sub(1).min(16)).min(MAX_BACKOFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_grows_is_bounded_and_jittered() {
        for retry in 1..40 {
            for asked in [None, Some(Duration::ZERO)] {
                let waits: Vec<_> = (0..50).filter_map(|_| wait(retry, asked)).collect();
                assert!(waits.len() == 50 && waits.iter().all(|wait| *wait <= longest_backoff(retry)));
                assert!(waits.iter().any(|wait| *wait != waits[0]), "{asked:?} has no jitter");
            }
        }
        assert_eq!(longest_backoff(3), 4 * BASE);
        assert_eq!(longest_backoff(u32::MAX), MAX_BACKOFF);
    }

    #[test]
    fn a_wait_is_what_the_server_asks_for_up_to_a_minute() {
        for (asked, expected) in [(1, Some(1)), (60, Some(60)), (61, None), (u64::MAX, None)] {
            assert_eq!(wait(1, Some(Duration::from_secs(asked))), expected.map(Duration::from_secs));
        }
    }
}
