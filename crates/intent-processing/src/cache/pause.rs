//! When Redis is asked: always while it answers, and after a failure not at all for a while, longer each time.
//!
//! Pure: the time is passed in.

use std::time::{Duration, Instant};

/// Whether to ask, and what is known from the last time.
#[derive(Debug)]
pub(super) struct Pause {
    /// The first pause.
    shortest: Duration,
    /// No pause is longer.
    longest: Duration,
    /// How long one who tries again may take before another may.
    patience: Duration,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It answers.
    Asking,
    /// It does not; nobody asks until then.
    Paused { until: Instant, length: Duration },
    /// One tries whether it is back; nobody else asks until then.
    Trying { until: Instant, length: Duration },
}

impl Pause {
    pub(super) fn new(shortest: Duration, longest: Duration, patience: Duration) -> Self {
        Self {
            shortest,
            longest,
            patience,
            state: State::Asking,
        }
    }

    /// Whether to ask now. After a pause that is true for one caller, until it has told how it went.
    pub(super) fn may_ask(&mut self, now: Instant) -> bool {
        let (State::Paused { until, length } | State::Trying { until, length }) = self.state else {
            return true;
        };
        if now < until {
            return false;
        }
        self.state = State::Trying {
            until: now + self.patience,
            length,
        };
        true
    }

    /// It answered; true when it had not before.
    pub(super) fn answered(&mut self) -> bool {
        std::mem::replace(&mut self.state, State::Asking) != State::Asking
    }

    /// It did not answer; the new pause, unless one has begun already.
    pub(super) fn failed(&mut self, now: Instant) -> Option<Duration> {
        let length = match self.state {
            State::Asking => self.shortest,
            State::Trying { length, .. } => (length * 2).min(self.longest),
            State::Paused { .. } => return None,
        };
        self.state = State::Paused {
            until: now + length,
            length,
        };
        Some(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pause() -> (Pause, Instant) {
        (Pause::new(5 * SECOND, 60 * SECOND, SECOND), Instant::now())
    }

    #[test]
    fn a_failure_begins_a_pause_and_failures_that_were_under_way_do_not_lengthen_it() {
        let (mut pause, start) = pause();
        assert!(pause.may_ask(start) && pause.may_ask(start));
        assert_eq!(pause.failed(start), Some(5 * SECOND));
        assert_eq!(pause.failed(start + SECOND), None);
        assert!(!pause.may_ask(start + 4 * SECOND));
        assert!(pause.may_ask(start + 5 * SECOND));
    }

    #[test]
    fn after_a_pause_one_tries_and_the_others_wait_for_it() {
        let (mut pause, start) = pause();
        pause.failed(start);
        let later = start + 5 * SECOND;
        assert!(pause.may_ask(later));
        assert!(!pause.may_ask(later));
        assert!(pause.answered());
        assert!(pause.may_ask(later) && pause.may_ask(later));
        assert!(!pause.answered());
    }

    #[test]
    fn one_who_never_tells_how_it_went_is_followed_by_another() {
        let (mut pause, start) = pause();
        pause.failed(start);
        let later = start + 5 * SECOND;
        assert!(pause.may_ask(later));
        assert!(!pause.may_ask(later + SECOND / 2));
        assert!(pause.may_ask(later + SECOND));
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_begin_anew_after_an_answer() {
        let (mut pause, mut now) = pause();
        let mut lengths = Vec::new();
        for _ in 0..6 {
            assert!(pause.may_ask(now));
            let length = pause.failed(now).unwrap();
            lengths.push(length.as_secs());
            now += length;
        }
        assert_eq!(lengths, [5, 10, 20, 40, 60, 60]);
        assert!(pause.may_ask(now));
        pause.answered();
        assert_eq!(pause.failed(now), Some(5 * SECOND));
    }
}
