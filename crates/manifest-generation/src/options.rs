//! What a generation may choose.

use nephoran_api::{ManifestGenerationSpec, PackageFormat, PodSecurity, WorkloadKind};

/// What a generation may choose beside the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Package format.
    pub format: PackageFormat,
    /// Kind of workload objects.
    pub workload: WorkloadKind,
    /// Pod security level every pod is held to; what goes beyond it needs a waiver of the catalogue.
    pub pod_security: PodSecurity,
    /// Name of the NetworkIntent; becomes the value of the label `nephoran.com/intent`.
    pub intent: String,
}

impl Options {
    /// The options that a `ManifestGeneration` of the intent `intent` asks for.
    #[must_use]
    pub fn of(spec: &ManifestGenerationSpec, intent: &str) -> Self {
        Self {
            format: spec.format,
            workload: spec.workload,
            pod_security: spec.pod_security,
            intent: intent.to_owned(),
        }
    }
}
