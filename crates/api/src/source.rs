//! What every phase object's spec and status share.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, Time};
use kube::KubeSchema;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Digest, ErrorClass, PhaseProgress, PipelinePhase};

/// The NetworkIntent, and the generation of it, that an object works for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntentRef {
    /// Name of the NetworkIntent, in the object's own namespace.
    #[schemars(length(min = 1, max = 253))]
    pub name: String,
    /// UID of the NetworkIntent, so that a recreated one is never mistaken for it.
    #[schemars(length(max = 64))]
    pub uid: String,
    /// `metadata.generation` of the NetworkIntent this run is for.
    pub generation: i64,
}

/// The exact upstream result that an object consumes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceRef {
    /// Kind of the upstream object.
    #[schemars(length(min = 1, max = 63))]
    pub kind: String,
    /// Name of the upstream object, in the same namespace.
    #[schemars(length(min = 1, max = 253))]
    pub name: String,
    /// UID of the upstream object.
    #[schemars(length(max = 64))]
    pub uid: String,
    /// Digest of the upstream result; a different digest upstream means that this object is out of date.
    pub digest: Digest,
}

/// Where the input comes from: exactly one of an upstream object's result (`ref`) or a value written here (`inline`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
pub struct Source<T> {
    /// The result of an upstream object.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<SourceRef>,
    /// The input itself, to run this phase alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inline: Option<T>,
}

impl<T> Source<T> {
    /// A source that consumes an upstream result.
    #[must_use]
    pub const fn from_ref(reference: SourceRef) -> Self {
        Self {
            reference: Some(reference),
            inline: None,
        }
    }

    /// A source that carries its input.
    #[must_use]
    pub const fn from_inline(value: T) -> Self {
        Self {
            reference: None,
            inline: Some(value),
        }
    }
}

/// Whether a phase acts on the world or only on our own objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Mode {
    /// Act for real.
    #[default]
    Live,
    /// Write nothing outside our own custom resources.
    Shadow,
}

const fn default_timeout_seconds() -> u32 {
    300
}

const fn default_max_retries() -> u32 {
    3
}

#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The part of the spec that all phase objects share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, KubeSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhaseSpec {
    /// The NetworkIntent this object works for; absent when the phase is used alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_ref: Option<IntentRef>,
    /// `Live` acts for real; `Shadow` writes nothing outside our own custom resources.
    #[serde(default)]
    pub mode: Mode,
    /// The last phase that runs; later controllers create nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_after: Option<PipelinePhase>,
    /// Freeze this object: no work, no retries, until it is false again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub suspend: bool,
    /// Seconds one attempt may take before it counts as a transient failure, 30–3600.
    #[serde(default = "default_timeout_seconds")]
    #[schemars(range(min = 30, max = 3600))]
    pub timeout_seconds: u32,
    /// Upper bound on tries after the first, 0–10; the error's class may allow fewer.
    #[serde(default = "default_max_retries")]
    #[schemars(range(min = 0, max = 10))]
    pub max_retries: u32,
}

impl Default for PhaseSpec {
    fn default() -> Self {
        Self {
            intent_ref: None,
            mode: Mode::Live,
            stop_after: None,
            suspend: false,
            timeout_seconds: default_timeout_seconds(),
            max_retries: default_max_retries(),
        }
    }
}

/// The last failure of a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhaseError {
    /// The condition reason, from a bounded set.
    pub reason: String,
    /// How the failure is treated.
    pub class: ErrorClass,
    /// What happened, where, and what to do next.
    pub message: String,
    /// When it happened.
    pub time: Time,
}

/// One finished run, kept for the last five.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The generation that ran.
    pub generation: i64,
    /// How it ended: `Completed` or `Failed`.
    pub progress: PhaseProgress,
    /// The condition reason it ended with.
    pub reason: String,
    /// Digest of the result, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// When it ended.
    pub time: Time,
}

/// The part of the status that all phase objects share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhaseState {
    /// The `metadata.generation` that this status describes.
    #[serde(default)]
    pub observed_generation: i64,
    /// `Pending`, `InProgress`, `Completed`, `Failed` or `Retrying`.
    #[serde(default)]
    pub phase: PhaseProgress,
    /// When work on this generation began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Time>,
    /// When work on this generation ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_time: Option<Time>,
    /// Tries after the first for this generation.
    #[serde(default)]
    pub retry_count: u32,
    /// Not before this time is the next try; kept here so that a restart does not reset the backoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_retry_time: Option<Time>,
    /// The last failure of this generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<PhaseError>,
    /// Digest of the result; what downstream objects name in `spec.source.ref.digest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Digest of everything the result was made from; equal means that there is nothing to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_digest: Option<Digest>,
    /// The last value of the annotation `nephoran.com/requestedAt` that was acted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256))]
    pub last_handled_reconcile_at: Option<String>,
    /// `Ready`, and `Reconciling` or `Stalled` while they are true, and the phase's own conditions.
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"]))]
    pub conditions: Vec<Condition>,
    /// The last five outcomes, newest first.
    #[serde(default)]
    #[schemars(length(max = 5))]
    pub history: Vec<Outcome>,
}
