//! How a plan becomes a package.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PackageFormat, PodSecurity, WorkloadKind};

/// How a plan becomes a package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Packaging {
    /// Package format.
    #[serde(default)]
    pub format: PackageFormat,
    /// Kind of workload objects.
    #[serde(default)]
    pub workload: WorkloadKind,
    /// Pod security level; a function that needs more gets a recorded waiver.
    #[serde(default)]
    pub pod_security: PodSecurity,
}

impl Packaging {
    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
