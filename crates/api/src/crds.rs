//! The CustomResourceDefinitions, generated from the types of this crate.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::CustomResourceExt;

use crate::{
    DataMigration, DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration,
    MigrationRollout, NetworkIntent, ResourcePlan, TargetCluster,
};

/// Removing a CRD removes every object of it; Helm leaves what carries this annotation.
const KEEP: (&str, &str) = ("helm.sh/resource-policy", "keep");
const PART_OF: (&str, &str) = ("app.kubernetes.io/part-of", "nephoran");

/// All nine, in the order of the chain.
#[must_use]
pub fn all() -> Vec<CustomResourceDefinition> {
    [
        NetworkIntent::crd(),
        IntentProcessing::crd(),
        ResourcePlan::crd(),
        ManifestGeneration::crd(),
        GitOpsDeployment::crd(),
        DeploymentVerification::crd(),
        TargetCluster::crd(),
        MigrationRollout::crd(),
        DataMigration::crd(),
    ]
    .map(introduced)
    .into()
}

/// What the spec's type says is what `kubectl explain <kind>` says first; the generator has no words of its own.
fn introduced(mut crd: CustomResourceDefinition) -> CustomResourceDefinition {
    let schemas = crd
        .spec
        .versions
        .iter_mut()
        .filter_map(|version| version.schema.as_mut());
    for root in schemas.filter_map(|schema| schema.open_api_v3_schema.as_mut()) {
        let spec = root
            .properties
            .as_ref()
            .and_then(|fields| fields.get("spec"));
        root.description = spec.and_then(|spec| spec.description.clone());
    }
    crd
}

/// A CustomResourceDefinition as it is shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrdFile {
    /// `<group>_<plural>.yaml`.
    pub name: String,
    /// The YAML.
    pub text: String,
}

/// All nine as the files that are shipped; the same types give the same bytes.
///
/// # Errors
/// When a definition cannot be written as YAML.
pub fn files() -> Result<Vec<CrdFile>, serde_saphyr::SerializeError> {
    all().into_iter().map(file).collect()
}

fn file(mut crd: CustomResourceDefinition) -> Result<CrdFile, serde_saphyr::SerializeError> {
    let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    crd.metadata.annotations = Some([owned(KEEP)].into());
    crd.metadata.labels = Some([owned(PART_OF)].into());
    Ok(CrdFile {
        name: format!("{}_{}.yaml", crd.spec.group, crd.spec.names.plural),
        text: serde_saphyr::to_string(&crd)?,
    })
}
