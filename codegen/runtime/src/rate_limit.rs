//! The limits of requests that a server tells in its headers.

use http::HeaderMap;

/// The spellings of the headers, before the name of what they tell. None is documented: these are the usual ones.
const PREFIXES: [&str; 3] = ["x-ratelimit-", "x-rate-limit-", "ratelimit-"];

/// The limit of requests as the headers of a response tell it, such as `X-RateLimit-Limit` and `X-RateLimit-Remaining`.
///
/// Their names differ from server to server; those that are not understood are among the headers of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    limit: Option<u64>,
    remaining: Option<u64>,
    reset: Option<u64>,
}

impl RateLimit {
    /// Returns how many requests the server takes within its period.
    pub fn limit(self) -> Option<u64> {
        self.limit
    }

    /// Returns how many requests are left of them.
    pub fn remaining(self) -> Option<u64> {
        self.remaining
    }

    /// Returns when the period ends, as the server writes it: seconds from now, or since 1970.
    pub fn reset(self) -> Option<u64> {
        self.reset
    }

    /// Reads the headers of a response; `None` when they tell nothing of limits.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| {
            let mut told = PREFIXES.iter().filter_map(|prefix| headers.get(format!("{prefix}{name}")));
            // A list such as `100, 100;w=60` begins with the limit that applies.
            let text = told.next()?.to_str().ok()?;
            text.split([',', ';']).next()?.trim().parse().ok()
        };
        let read = Self { limit: number("limit"), remaining: number("remaining"), reset: number("reset") };
        let tells = [read.limit, read.remaining, read.reset].iter().any(Option::is_some);
        tells.then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::RateLimit;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn limits_are_read_however_they_are_spelled() {
        let limit = RateLimit::of(&headers(&[
            ("x-ratelimit-limit", "13800"),
            ("x-ratelimit-remaining", "13799"),
            ("x-ratelimit-reset", "10"),
        ]));
        let told = limit.map(|limit| (limit.limit(), limit.remaining(), limit.reset()));
        assert_eq!(told, Some((Some(13800), Some(13799), Some(10))));
        let limit = RateLimit::of(&headers(&[("ratelimit-limit", "100, 100;w=60")]));
        assert_eq!(limit.and_then(RateLimit::limit), Some(100));
        let limit = RateLimit::of(&headers(&[("x-rate-limit-remaining", "7")]));
        assert_eq!(limit.and_then(RateLimit::remaining), Some(7));
        assert_eq!(RateLimit::of(&headers(&[("x-ratelimit-limit", "many"), ("x-request-id", "1")])), None);
    }
}
