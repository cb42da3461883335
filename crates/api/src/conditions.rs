//! Conditions after kstatus: `Ready` always, `Reconciling` and `Stalled` only while they are true.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, Time};

/// The summary condition; `Unknown` while working.
pub const READY: &str = "Ready";
/// Present and true while work or a retry is under way.
pub const RECONCILING: &str = "Reconciling";
/// Present and true when only a change of the spec helps.
pub const STALLED: &str = "Stalled";

/// Status of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionStatus {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// Not known yet.
    Unknown,
}

impl ConditionStatus {
    /// The Kubernetes spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::True => "True",
            Self::False => "False",
            Self::Unknown => "Unknown",
        }
    }
}

/// What one condition says, before generation and time are added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<'a> {
    /// The condition's type.
    pub condition: &'a str,
    /// Whether it holds.
    pub status: ConditionStatus,
    /// CamelCase, from a bounded set.
    pub reason: &'a str,
    /// What happened, where, and what to do next.
    pub message: &'a str,
}

/// The longest message we store, in bytes; the API allows 32 KiB, a reader does not.
pub const MESSAGE_LIMIT: usize = 2048;

/// Sets a condition. `lastTransitionTime` moves only when `status` does.
pub fn set(conditions: &mut Vec<Condition>, finding: &Finding<'_>, generation: i64, now: &Time) {
    let new = Condition {
        type_: finding.condition.to_owned(),
        status: finding.status.as_str().to_owned(),
        reason: finding.reason.to_owned(),
        message: shortened(finding.message, MESSAGE_LIMIT).to_owned(),
        observed_generation: Some(generation),
        last_transition_time: now.clone(),
    };
    match conditions
        .iter_mut()
        .find(|condition| condition.type_ == new.type_)
    {
        Some(old) if old.status == new.status => {
            *old = Condition {
                last_transition_time: old.last_transition_time.clone(),
                ..new
            };
        }
        Some(old) => *old = new,
        None => conditions.push(new),
    }
}

/// Removes a condition.
pub fn clear(conditions: &mut Vec<Condition>, condition: &str) {
    conditions.retain(|present| present.type_ != condition);
}

/// The condition of this type, if present.
#[must_use]
pub fn get<'a>(conditions: &'a [Condition], condition: &str) -> Option<&'a Condition> {
    conditions.iter().find(|present| present.type_ == condition)
}

/// Whether the condition is true for this generation.
#[must_use]
pub fn is_true(conditions: &[Condition], condition: &str, generation: i64) -> bool {
    get(conditions, condition).is_some_and(|present| {
        present.status == "True" && present.observed_generation == Some(generation)
    })
}

/// The longest prefix of `text` within `limit` bytes that ends at a character boundary.
#[must_use]
pub fn shortened(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::jiff::Timestamp;

    fn at(second: i64) -> Time {
        Time(Timestamp::from_second(second).unwrap())
    }

    fn ready(status: ConditionStatus, message: &str) -> Finding<'_> {
        Finding {
            condition: READY,
            status,
            reason: "Test",
            message,
        }
    }

    #[test]
    fn the_transition_time_moves_only_with_the_status() {
        let mut conditions = Vec::new();
        set(
            &mut conditions,
            &ready(ConditionStatus::Unknown, "a"),
            1,
            &at(1),
        );
        set(
            &mut conditions,
            &ready(ConditionStatus::Unknown, "b"),
            2,
            &at(2),
        );
        assert_eq!(
            (
                conditions[0].last_transition_time.clone(),
                conditions[0].message.as_str()
            ),
            (at(1), "b")
        );
        set(
            &mut conditions,
            &ready(ConditionStatus::True, "b"),
            2,
            &at(3),
        );
        assert_eq!(
            (conditions.len(), conditions[0].last_transition_time.clone()),
            (1, at(3))
        );
    }

    #[test]
    fn a_true_condition_of_an_old_generation_is_not_believed() {
        let mut conditions = Vec::new();
        set(
            &mut conditions,
            &ready(ConditionStatus::True, ""),
            1,
            &at(1),
        );
        assert!(is_true(&conditions, READY, 1));
        assert!(!is_true(&conditions, READY, 2));
    }

    #[test]
    fn long_messages_are_cut_at_a_character() {
        assert_eq!(shortened("aé", 2), "a");
        assert_eq!(shortened("short", 100), "short");
    }
}
