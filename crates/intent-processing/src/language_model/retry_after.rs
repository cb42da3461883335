//! The `Retry-After` header (RFC 9110 section 10.2.3): seconds or an HTTP date.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

/// No provider is left alone for longer on its own word.
const LONGEST: Duration = Duration::from_hours(1);

/// How long to wait from `now`, at most an hour; nothing where the header cannot be read.
pub(super) fn retry_after(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number holds is longer than the longest.
        let seconds = header.parse().map_or(LONGEST, Duration::from_secs);
        return Some(seconds.min(LONGEST));
    }
    let then = DateTimeParser::new().parse_timestamp(header).ok()?;
    let wait = Duration::try_from(then.duration_since(now)).unwrap_or(Duration::ZERO);
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(header: &str) -> Option<Duration> {
        let now = "2026-11-25T16:00:00Z".parse().unwrap();
        retry_after(header, now)
    }

    #[test]
    fn seconds_are_read() {
        assert_eq!(wait("17"), Some(Duration::from_secs(17)));
        assert_eq!(wait(" 0 "), Some(Duration::ZERO));
    }

    #[test]
    fn a_date_is_read() {
        assert_eq!(
            wait("Wed, 25 Nov 2026 16:01:30 GMT"),
            Some(Duration::from_secs(90))
        );
    }

    #[test]
    fn a_date_in_the_past_means_now() {
        assert_eq!(wait("Wed, 25 Nov 2026 15:00:00 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn nobody_is_left_alone_for_longer_than_an_hour() {
        assert_eq!(wait("86400"), Some(LONGEST));
        assert_eq!(wait(&"9".repeat(40)), Some(LONGEST));
        assert_eq!(wait("Sat, 25 Nov 2028 16:00:00 GMT"), Some(LONGEST));
    }

    #[test]
    fn what_cannot_be_read_is_no_header() {
        for header in ["", "soon", "-5", "1.5", "Wed, 99 Nov 2026"] {
            assert_eq!(wait(header), None, "{header}");
        }
    }
}
