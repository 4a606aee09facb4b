//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// Longer times are cut to this one, about 136 years, which every clock can add to the present.
const MAX: Duration = Duration::from_secs(u32::MAX as u64);

/// Returns the wait that a server asks for, in seconds or as a date; zero for a date that is over. Of several waits, the
/// longest satisfies all.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let texts = headers.get_all(header::RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    texts.filter_map(|text| wait(text.trim(), now)).max()
}

fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    let wait = match !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that are no number are too many.
        true => text.parse().map_or(MAX, Duration::from_secs),
        false => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(wait.min(MAX))
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
    fn it_is_seconds_or_a_date() {
        for (text, seconds) in [
            ("0", Some(0)),
            ("3", Some(3)),
            (" 007 ", Some(7)),
            ("86400", Some(86_400)),
            ("Sat, 21 Nov 2026 10:00:07 GMT", Some(7)),
            ("Sat, 21 Nov 2026 09:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(asked(text), seconds.map(Duration::from_secs), "{text:?}");
        }
    }

    #[test]
    fn the_longest_of_several_satisfies_all() {
        let headers = |texts: &[&str]| {
            let header = |text: &&str| (header::RETRY_AFTER, text.parse().unwrap());
            texts.iter().map(header).collect::<HeaderMap>()
        };
        let now = SystemTime::now();
        for (texts, seconds) in
            [(&["2", "7", "soon"][..], Some(7)), (&["soon", "3"], Some(3)), (&["x", "y"], None)]
        {
            assert_eq!(retry_after(&headers(texts), now), seconds.map(Duration::from_secs), "{texts:?}");
        }
    }

    #[test]
    fn absurd_times_saturate() {
        let digits = "9".repeat(400);
        for text in ["18446744073709551615", "18446744073709551616", &digits, "Fri, 31 Dec 9999 23:59:59 GMT"]
        {
            assert_eq!(asked(text), Some(MAX), "{text}");
            assert!(SystemTime::now().checked_add(MAX).is_some());
        }
    }

    proptest! {
        #[test]
        fn no_header_is_beyond_the_limit(text in "[ -~]{0,40}") {
            prop_assert!(asked(&text).unwrap_or_default() <= MAX);
        }
    }
}
