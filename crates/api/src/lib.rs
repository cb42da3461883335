//! The custom resources of `nephoran.com/v1`, their conditions and digests.
//!
//! Values only: nothing here talks to a cluster, reads a file or knows the time. Every bound and cross-field rule
//! stands in the generated CRDs (`config/crds/`), so that the API server enforces it at admission.

pub mod artifact;
mod bit_rate;
mod cluster_profile;
pub mod conditions;
pub mod crds;
mod data_migration;
mod deployment_verification;
mod digest;
mod downstream;
mod error_class;
mod gitops_deployment;
mod intent_model;
mod intent_processing;
mod labels;
mod manifest_generation;
mod migration_rollout;
mod network_intent;
mod packaging;
mod phase;
mod phase_object;
mod plan;
pub mod quantity;
mod resource_plan;
mod source;
mod target_cluster;
mod tolerant_enum;

pub use artifact::ArtifactError;
pub use bit_rate::*;
pub use cluster_profile::*;
pub use data_migration::*;
pub use deployment_verification::*;
pub use digest::*;
pub use downstream::*;
pub use error_class::*;
pub use gitops_deployment::*;
pub use intent_model::*;
pub use intent_processing::*;
pub use labels::*;
pub use manifest_generation::*;
pub use migration_rollout::*;
pub use network_intent::*;
pub use packaging::*;
pub use phase::*;
pub use phase_object::*;
pub use plan::*;
pub use resource_plan::*;
pub use source::*;
pub use target_cluster::*;

/// The API group of every kind of ours.
pub const GROUP: &str = "nephoran.com";
/// The API version of every kind of ours.
pub const VERSION: &str = "v1";
