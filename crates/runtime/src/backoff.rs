//! When a failed phase tries again. Pure: the state is in the object's status, so a restart does not reset it.

use std::{hash::Hasher, str::FromStr, time::Duration};

use nephoran_api::ErrorClass;

/// Delays and tries of one error class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// Delay before the first retry.
    pub initial: Duration,
    /// No delay is longer.
    pub longest: Duration,
    /// How delays grow.
    pub growth: Growth,
    /// Retries before the phase gives up.
    pub tries: u32,
}

/// How delays grow from one retry to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Growth {
    /// Every delay is the first.
    Constant,
    /// The first delay is added each time.
    Linear,
    /// Multiplied by this factor each time.
    Exponential(f64),
}

impl Growth {
    /// The strategy as a metric label value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Linear => "linear",
            Self::Exponential(_) => "exponential",
        }
    }
}

/// Share of a delay by which it is varied up or down, so that objects that failed together do not return together.
const JITTER: f64 = 0.1;

/// The backoff of each error class.
#[derive(Clone, Debug, PartialEq)]
pub struct BackoffPolicy {
    transient: Backoff,
    resource: Backoff,
    throttling: Backoff,
    permanent: Backoff,
}

impl Default for BackoffPolicy {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            transient: Backoff {
                initial: seconds(2),
                longest: seconds(300),
                growth: Growth::Exponential(2.0),
                tries: 5,
            },
            resource: Backoff {
                initial: seconds(5),
                longest: seconds(120),
                growth: Growth::Linear,
                tries: 4,
            },
            throttling: Backoff {
                initial: seconds(10),
                longest: seconds(600),
                growth: Growth::Exponential(2.5),
                tries: 3,
            },
            permanent: Backoff {
                initial: seconds(30),
                longest: seconds(30),
                growth: Growth::Constant,
                tries: 2,
            },
        }
    }
}

impl BackoffPolicy {
    /// The policy with one class changed.
    #[must_use]
    pub fn with(mut self, change: &BackoffOverride) -> Self {
        let backoff = match change.class {
            ErrorClass::Transient => &mut self.transient,
            ErrorClass::Resource => &mut self.resource,
            ErrorClass::Throttling => &mut self.throttling,
            ErrorClass::Permanent | ErrorClass::Validation => &mut self.permanent,
        };
        backoff.initial = change.initial;
        backoff.longest = change.longest;
        backoff.tries = change.tries;
        if let Growth::Exponential(factor) = &mut backoff.growth {
            *factor = change.factor;
        }
        self
    }

    /// The backoff of a class; none for an error that a retry cannot cure.
    #[must_use]
    pub const fn of(&self, class: ErrorClass) -> Option<&Backoff> {
        match class {
            ErrorClass::Transient => Some(&self.transient),
            ErrorClass::Resource => Some(&self.resource),
            ErrorClass::Throttling => Some(&self.throttling),
            ErrorClass::Permanent => Some(&self.permanent),
            ErrorClass::Validation => None,
        }
    }

    /// The delay before retry number `retry` (counted from 0) of the object `key`; none when no try is left.
    /// `most` is the object's own bound on retries.
    #[must_use]
    pub fn delay(&self, class: ErrorClass, retry: u32, most: u32, key: &str) -> Option<Duration> {
        let backoff = self.of(class)?;
        if retry >= backoff.tries.min(most) {
            return None;
        }
        let factor = match backoff.growth {
            Growth::Constant => 1.0,
            Growth::Linear => f64::from(retry) + 1.0,
            Growth::Exponential(factor) => factor.powi(i32::try_from(retry).unwrap_or(i32::MAX)),
        };
        let delay = (backoff.initial.as_secs_f64() * factor).min(backoff.longest.as_secs_f64());
        Some(Duration::from_secs_f64(
            delay * (1.0 + JITTER * spread(key, retry)),
        ))
    }
}

/// A number in −1..1 that depends only on the object and the retry.
fn spread(key: &str, retry: u32) -> f64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(key.as_bytes());
    hasher.write_u32(retry);
    f64::from(u32::try_from(hasher.finish() >> 32).unwrap_or(0)) / f64::from(u32::MAX) * 2.0 - 1.0
}

/// One class's backoff as given on the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct BackoffOverride {
    class: ErrorClass,
    initial: Duration,
    longest: Duration,
    factor: f64,
    tries: u32,
}

/// Why a backoff argument cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a backoff; write <class>=<first>,<longest>,<factor>,<tries>, e.g. transient=2s,5m,2,5 with class transient, resource, throttling or permanent"
)]
pub struct InvalidBackoff(String);

impl FromStr for BackoffOverride {
    type Err = InvalidBackoff;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidBackoff(text.to_owned());
        let (class, rest) = text.split_once('=').ok_or_else(invalid)?;
        let class = [
            ErrorClass::Transient,
            ErrorClass::Resource,
            ErrorClass::Throttling,
            ErrorClass::Permanent,
        ]
        .into_iter()
        .find(|known| known.as_str() == class.trim())
        .ok_or_else(invalid)?;
        let [first, longest, factor, tries] =
            rest.split(',').map(str::trim).collect::<Vec<_>>()[..]
        else {
            return Err(invalid());
        };
        let factor: f64 = factor.parse().map_err(|_| invalid())?;
        if !(1.0..=100.0).contains(&factor) {
            return Err(invalid());
        }
        Ok(Self {
            class,
            initial: duration(first).ok_or_else(invalid)?,
            longest: duration(longest).ok_or_else(invalid)?,
            factor,
            tries: tries.parse().map_err(|_| invalid())?,
        })
    }
}

fn duration(text: &str) -> Option<Duration> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..split].parse().ok()?;
    match &text[split..] {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_secs(number * 60)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(delay: Option<Duration>) -> f64 {
        delay.unwrap().as_secs_f64()
    }

    #[test]
    fn transient_errors_double_their_delay_within_ten_percent() {
        let policy = BackoffPolicy::default();
        for (retry, expected) in [(0, 2.0), (1, 4.0), (2, 8.0), (3, 16.0)] {
            let delay = seconds(policy.delay(ErrorClass::Transient, retry, 10, "uid"));
            assert!(
                (delay - expected).abs() <= expected * JITTER,
                "{retry}: {delay}"
            );
        }
    }

    #[test]
    fn tries_end_at_the_lower_of_class_and_object() {
        let policy = BackoffPolicy::default();
        assert!(policy.delay(ErrorClass::Transient, 5, 10, "uid").is_none());
        assert!(policy.delay(ErrorClass::Transient, 1, 1, "uid").is_none());
        assert!(policy.delay(ErrorClass::Validation, 0, 10, "uid").is_none());
    }

    #[test]
    fn an_object_always_gets_the_same_delay() {
        let policy = BackoffPolicy::default();
        assert_eq!(
            policy.delay(ErrorClass::Resource, 1, 3, "a"),
            policy.delay(ErrorClass::Resource, 1, 3, "a")
        );
    }

    #[test]
    fn overrides_read_as_documented() {
        let change: BackoffOverride = "transient=200ms,1s,3,9".parse().unwrap();
        let policy = BackoffPolicy::default().with(&change);
        assert_eq!(policy.of(ErrorClass::Transient).unwrap().tries, 9);
        assert!(
            policy.delay(ErrorClass::Transient, 8, 10, "uid").unwrap()
                <= Duration::from_millis(1100)
        );
        for wrong in [
            "",
            "transient",
            "transient=1s",
            "transient=1s,2s,0.5,1",
            "sometimes=1s,2s,2,1",
            "transient=1,2,2,1",
        ] {
            assert!(wrong.parse::<BackoffOverride>().is_err(), "{wrong}");
        }
    }
}
