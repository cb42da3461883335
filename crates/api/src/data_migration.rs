//! `DataMigration`: moves existing intents to the pipeline's objects, resumable and reversible.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, LabelSelector, Time};
use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Digest;

/// Moves the existing NetworkIntents of some namespaces to the pipeline's objects.
#[derive(CustomResource, KubeSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "DataMigration",
    namespaced,
    status = "DataMigrationStatus",
    derive = "PartialEq",
    derive = "Default",
    shortname = "dm",
    category = "nephoran",
    printcolumn(name = "Stage", type_ = "string", json_path = ".status.stage"),
    printcolumn(name = "Migrated", type_ = "integer", json_path = ".status.migrated"),
    printcolumn(name = "Failed", type_ = "integer", json_path = ".status.failed"),
    printcolumn(name = "Phase", type_ = "string", json_path = ".status.phase"),
    printcolumn(
        name = "Age",
        type_ = "date",
        json_path = ".metadata.creationTimestamp"
    )
)]
#[serde(rename_all = "camelCase")]
pub struct DataMigrationSpec {
    /// Namespaces whose intents are migrated; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace_selector: Option<LabelSelector>,
    /// Report what would be done and write nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// Intents per batch, 1–1000.
    #[serde(default = "default_batch_size")]
    #[schemars(range(min = 1, max = 1000))]
    pub batch_size: u32,
    /// Batches at once, 1–32.
    #[serde(default = "default_parallel_workers")]
    #[schemars(range(min = 1, max = 32))]
    pub parallel_workers: u32,
    /// Stop at the first intent that cannot be migrated.
    #[serde(default)]
    pub strict: bool,
    /// How backups are kept.
    #[serde(default)]
    pub backup: BackupOptions,
    /// Restore what the backup holds and remove what the migration created.
    #[serde(default)]
    pub rollback: bool,
}

const fn default_batch_size() -> u32 {
    50
}

const fn default_parallel_workers() -> u32 {
    4
}

/// How backups are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupOptions {
    /// Days a backup is kept, 1–3650.
    #[serde(default = "default_retention_days")]
    #[schemars(range(min = 1, max = 3650))]
    pub retention_days: u32,
}

const fn default_retention_days() -> u32 {
    30
}

impl Default for BackupOptions {
    fn default() -> Self {
        Self {
            retention_days: default_retention_days(),
        }
    }
}

/// Where a migration stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DataMigrationStatus {
    /// The `metadata.generation` that this status describes.
    #[serde(default)]
    pub observed_generation: i64,
    /// The stage it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<MigrationStage>,
    /// Progress of the whole.
    #[serde(default)]
    pub phase: crate::PhaseProgress,
    /// Intents found.
    #[serde(default)]
    pub total: u32,
    /// Intents migrated.
    #[serde(default)]
    pub migrated: u32,
    /// Intents that could not be migrated.
    #[serde(default)]
    pub failed: u32,
    /// The backup, by name.
    #[serde(default, rename = "backupID", skip_serializing_if = "Option::is_none")]
    pub backup_id: Option<String>,
    /// Digest of the data that was extracted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Digest>,
    /// Up to 50 errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 50))]
    pub errors: Vec<MigrationError>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Time>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_time: Option<Time>,
    /// `Ready`, and `Reconciling` or `Stalled` while true.
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"]))]
    pub conditions: Vec<Condition>,
}

/// The seven stages of a migration, in order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum MigrationStage {
    /// Readiness and a verified backup.
    PreMigration,
    /// Reading what exists.
    Extraction,
    /// Turning it into the pipeline's objects.
    Transformation,
    /// Checking them.
    Validation,
    /// Writing them in batches.
    Migration,
    /// Checking what was written.
    PostValidation,
    /// Removing what is no longer needed.
    Cleanup,
}

/// One intent that could not be migrated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MigrationError {
    /// `namespace/name`.
    pub intent: String,
    /// The stage it failed in.
    pub stage: MigrationStage,
    /// What happened and what to do next.
    pub message: String,
}
