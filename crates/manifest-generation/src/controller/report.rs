//! From a stored package to a status.

use nephoran_api::{Artifact, ManifestGenerationStatus, Plan, Validation};
use nephoran_runtime::attempt::Attempt;

use crate::Package;

/// Findings a status carries.
const MOST_FINDINGS: usize = 50;

pub(super) fn outcome(
    mut status: ManifestGenerationStatus,
    plan: &Plan,
    package: &Package,
    artifact: Artifact,
) -> Attempt<ManifestGenerationStatus> {
    let message = format!(
        "generated {} files, {} bytes, {} waivers",
        artifact.file_count,
        artifact.bytes,
        package.waivers.len()
    );
    status.state.digest = Some(artifact.digest.clone());
    status.artifact = Some(artifact);
    status.template_set = Some(package.template_set.clone());
    status.amended_by.clone_from(&plan.amended_by);
    status.validation = Some(Validation {
        schema: true,
        security: true,
        compliance: true,
        findings: package
            .findings
            .iter()
            .take(MOST_FINDINGS)
            .cloned()
            .collect(),
    });
    Attempt::completed(status, "ManifestsGenerated", message)
}
