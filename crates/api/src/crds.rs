//! The CustomResourceDefinitions, generated from the types of this crate.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::CustomResourceExt;

use crate::{
    DataMigration, DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration,
    MigrationRollout, NetworkIntent, ResourcePlan, TargetCluster,
};

/// All nine, in the order of the chain.
#[must_use]
pub fn all() -> Vec<CustomResourceDefinition> {
    vec![
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
}
