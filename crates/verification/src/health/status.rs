//! Reading an object that others wrote: every field may be missing or of another type, and no reading fails.

use nephoran_api::HealthStatus;
use serde_json::Value;

/// Longest text of a controller that is passed on, in characters.
const LONGEST_MESSAGE: usize = 600;

/// What a rule found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) status: HealthStatus,
    pub(super) message: String,
}

impl Finding {
    pub(super) fn new(status: HealthStatus, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into().chars().take(LONGEST_MESSAGE).collect(),
        }
    }

    pub(super) fn current(message: impl Into<String>) -> Self {
        Self::new(HealthStatus::Current, message)
    }

    pub(super) fn in_progress(message: impl Into<String>) -> Self {
        Self::new(HealthStatus::InProgress, message)
    }

    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self::new(HealthStatus::Failed, message)
    }
}

/// An object as JSON, read by path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Status<'a> {
    object: &'a Value,
}

impl<'a> Status<'a> {
    pub(super) const fn of(object: &'a Value) -> Self {
        Self { object }
    }

    /// The value at a JSON pointer (RFC 6901); a null counts as absent.
    pub(super) fn value(self, pointer: &str) -> Option<&'a Value> {
        self.object
            .pointer(pointer)
            .filter(|value| !value.is_null())
    }

    pub(super) fn text(self, pointer: &str) -> Option<&'a str> {
        self.value(pointer)?.as_str()
    }

    pub(super) fn number(self, pointer: &str) -> Option<i64> {
        self.value(pointer)?.as_i64()
    }

    /// A count that controllers leave out when it is zero.
    pub(super) fn count(self, pointer: &str) -> i64 {
        self.number(pointer).unwrap_or(0)
    }

    /// The elements of a list.
    pub(super) fn items(self, pointer: &str) -> &'a [Value] {
        self.value(pointer)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// The conditions, in the order they stand in.
    pub(super) fn conditions(self) -> impl Iterator<Item = Condition<'a>> + use<'a> {
        self.items("/status/conditions").iter().map(Condition::of)
    }

    /// The first condition of a type.
    pub(super) fn condition(self, type_: &str) -> Option<Condition<'a>> {
        self.conditions().find(|condition| condition.type_ == type_)
    }
}

/// One condition; absent texts are empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition<'a> {
    pub(super) type_: &'a str,
    pub(super) status: &'a str,
    pub(super) reason: &'a str,
    pub(super) message: &'a str,
    pub(super) observed_generation: Option<i64>,
}

impl<'a> Condition<'a> {
    fn of(value: &'a Value) -> Self {
        let text = |name| value.get(name).and_then(Value::as_str).unwrap_or_default();
        Self {
            type_: text("type"),
            status: text("status"),
            reason: text("reason"),
            message: text("message"),
            observed_generation: value.get("observedGeneration").and_then(Value::as_i64),
        }
    }

    pub(super) fn is_true(&self) -> bool {
        self.status == "True"
    }

    pub(super) fn is_false(&self) -> bool {
        self.status == "False"
    }

    /// Its words: the message, else the reason, else its type.
    pub(super) fn words(&self) -> &'a str {
        [self.message, self.reason, self.type_]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or("its status gives no reason")
    }
}
