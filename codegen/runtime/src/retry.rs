//! Whether to try again, and how long to wait before.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode, header};

use crate::transport::TransportFailure;

/// The first wait is at most this long, the next twice as long, and so on.
const BASE: Duration = Duration::from_millis(250);
/// No wait of our own choice is longer.
const MAX_BACKOFF: Duration = Duration::from_secs(8);
/// No wait that a server asks for is longer.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// Whether a request that failed like this may be sent again.
///
/// GET, PUT and DELETE mean the same when they arrive twice. Anything else is sent again only when it cannot have
/// arrived.
pub(crate) fn after_failure(method: &Method, failure: TransportFailure) -> bool {
    match failure {
        TransportFailure::Connect => true,
        TransportFailure::Timeout | TransportFailure::Interrupted => method.is_idempotent(),
        TransportFailure::BodyTooLarge | TransportFailure::Invalid => false,
    }
}

/// Whether a request that was answered like this may be sent again. On 429 the server says that it did nothing.
pub(crate) fn after_status(method: &Method, status: StatusCode) -> bool {
    match status.as_u16() {
        429 => true,
        500 | 502 | 503 | 504 => method.is_idempotent(),
        _ => false,
    }
}

/// How long to wait before attempt number `attempt` (the first retry is 1): as the server asks, or exponential with
/// full jitter.
pub(crate) fn wait(attempt: u32, headers: Option<&HeaderMap>) -> Duration {
    let asked = headers.and_then(|headers| retry_after(headers, SystemTime::now()));
    asked.unwrap_or_else(|| {
        let most = BASE.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(MAX_BACKOFF);
        most.mul_f64(fastrand::f64())
    })
}

/// `Retry-After` in seconds or as a date, capped.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use proptest::prelude::*;

    use super::*;

    fn asked(text: &str) -> Option<Duration> {
        let headers = [(header::RETRY_AFTER, text.parse().unwrap())].into_iter().collect();
        retry_after(&headers, httpdate::parse_http_date("Sat, 21 Nov 2026 10:00:00 GMT").unwrap())
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_capped() {
        assert_eq!(asked("3"), Some(Duration::from_secs(3)));
        assert_eq!(asked("Sat, 21 Nov 2026 10:00:07 GMT"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Sat, 21 Nov 2026 09:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("86400"), Some(MAX_RETRY_AFTER));
        assert_eq!(asked("soon"), None);
        assert_eq!(asked("-1"), None);
    }

    #[test]
    fn backoff_grows_and_is_bounded() {
        for attempt in 1..40 {
            let most = BASE.saturating_mul(1 << (attempt - 1_u32).min(16)).min(MAX_BACKOFF);
            assert!((0..50).all(|_| wait(attempt, None) <= most));
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_wait_too_long(text in "[ -~]{0,40}") {
            prop_assert!(asked(&text).unwrap_or_default() <= MAX_RETRY_AFTER);
        }
    }
}
