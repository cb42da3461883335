//! Rollout schedules: which percentage is in force at a moment.

use jiff::{SignedDuration, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::bucket::Percentage;

/// Why a schedule does not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// No stages.
    #[error("the rolloutSchedule has no stages; add one or remove the schedule")]
    Empty,
    /// A stage that does not start after the one before it.
    #[error("stage {stage} of the rolloutSchedule starts at {start}, not after stage {before}; order them by startTime", before = stage - 1)]
    OutOfOrder {
        /// The stage's number, from 1.
        stage: usize,
        /// Its start.
        start: Timestamp,
    },
    /// A stage that lasts less than nothing.
    #[error("stage {stage} of the rolloutSchedule has a negative duration")]
    NegativeDuration {
        /// The stage's number, from 1.
        stage: usize,
    },
}

/// One step of a ramp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    percentage: Percentage,
    start_time: Timestamp,
    /// How long the stage is planned to last. Its percentage stays beyond that, until the next stage.
    #[serde(default, deserialize_with = "duration")]
    duration: SignedDuration,
}

/// Reads a duration in hours, minutes and seconds, such as `36h` or `1h30m`.
pub(crate) fn duration<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<SignedDuration, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| {
        D::Error::custom(format!(
            "\"{text}\" is not a duration such as 36h, 5m or 1h30m"
        ))
    })
}

/// Stages in the order of their starts, at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ScheduleText", into = "ScheduleText")]
pub struct RolloutSchedule(Vec<Stage>);

/// The stage in force at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InForce {
    /// The first stage is still to come, at this moment.
    NotBefore(Timestamp),
    /// A stage, counted from 1.
    Stage(usize, Percentage),
}

impl RolloutSchedule {
    /// The stage in force at `now`: the last one that has started.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> InForce {
        let started = self.0.iter().take_while(|stage| stage.start_time <= now);
        match started.enumerate().last() {
            Some((index, stage)) => InForce::Stage(index + 1, stage.percentage),
            None => InForce::NotBefore(
                self.0
                    .first()
                    .map_or(Timestamp::MAX, |stage| stage.start_time),
            ),
        }
    }

    /// The stages, counted from 1, whose planned end lies beyond the next stage's start.
    pub fn overlaps(&self) -> impl Iterator<Item = usize> {
        self.0.windows(2).enumerate().filter_map(|(index, pair)| {
            let [stage, next] = pair else { return None };
            (next.start_time.duration_since(stage.start_time) < stage.duration).then_some(index + 1)
        })
    }
}

/// A schedule as it is written.
#[derive(Clone, Serialize, Deserialize)]
struct ScheduleText {
    #[serde(alias = "rolloutSteps")]
    stages: Vec<Stage>,
}

impl TryFrom<ScheduleText> for RolloutSchedule {
    type Error = ScheduleError;

    fn try_from(ScheduleText { stages }: ScheduleText) -> Result<Self, ScheduleError> {
        if stages.is_empty() {
            return Err(ScheduleError::Empty);
        }
        let late = stages
            .windows(2)
            .position(|pair| pair[1].start_time <= pair[0].start_time);
        if let Some(index) = late {
            return Err(ScheduleError::OutOfOrder {
                stage: index + 2,
                start: stages[index + 1].start_time,
            });
        }
        if let Some(index) = stages.iter().position(|stage| stage.duration.is_negative()) {
            return Err(ScheduleError::NegativeDuration { stage: index + 1 });
        }
        Ok(Self(stages))
    }
}

impl From<RolloutSchedule> for ScheduleText {
    fn from(schedule: RolloutSchedule) -> Self {
        Self { stages: schedule.0 }
    }
}
