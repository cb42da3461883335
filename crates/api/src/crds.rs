//! The CustomResourceDefinitions, generated from the types of this crate.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    CustomResourceDefinition, JSONSchemaProps, JSONSchemaPropsOrArray, JSONSchemaPropsOrBool,
};
use kube::CustomResourceExt;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::{
    DataMigration, DataMigrationSpec, DataMigrationStatus, DeploymentVerification,
    DeploymentVerificationSpec, DeploymentVerificationStatus, GitOpsDeployment,
    GitOpsDeploymentSpec, GitOpsDeploymentStatus, IntentProcessing, IntentProcessingSpec,
    IntentProcessingStatus, ManifestGeneration, ManifestGenerationSpec, ManifestGenerationStatus,
    MigrationRollout, MigrationRolloutSpec, MigrationRolloutStatus, NetworkIntent,
    NetworkIntentSpec, NetworkIntentStatus, ResourcePlan, ResourcePlanSpec, ResourcePlanStatus,
    TargetCluster, TargetClusterSpec, TargetClusterStatus,
};

/// Removing a CRD removes every object of it; Helm leaves what carries this annotation.
const KEEP: (&str, &str) = ("helm.sh/resource-policy", "keep");
const PART_OF: (&str, &str) = ("app.kubernetes.io/part-of", "nephoran");

/// All nine, in the order of the chain.
#[must_use]
pub fn all() -> Vec<CustomResourceDefinition> {
    vec![
        crd::<NetworkIntent, NetworkIntentSpec, NetworkIntentStatus>(),
        crd::<IntentProcessing, IntentProcessingSpec, IntentProcessingStatus>(),
        crd::<ResourcePlan, ResourcePlanSpec, ResourcePlanStatus>(),
        crd::<ManifestGeneration, ManifestGenerationSpec, ManifestGenerationStatus>(),
        crd::<GitOpsDeployment, GitOpsDeploymentSpec, GitOpsDeploymentStatus>(),
        crd::<DeploymentVerification, DeploymentVerificationSpec, DeploymentVerificationStatus>(),
        crd::<TargetCluster, TargetClusterSpec, TargetClusterStatus>(),
        crd::<MigrationRollout, MigrationRolloutSpec, MigrationRolloutStatus>(),
        crd::<DataMigration, DataMigrationSpec, DataMigrationStatus>(),
    ]
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

/// The definition of `K`, with the words that kube leaves out: `kubectl explain` must read well.
fn crd<K: CustomResourceExt, Spec: JsonSchema, Status: JsonSchema>() -> CustomResourceDefinition {
    let mut crd = K::crd();
    let types = json!({ "properties": { "spec": schema::<Spec>(), "status": schema::<Status>() } });
    let schemas = crd
        .spec
        .versions
        .iter_mut()
        .filter_map(|version| version.schema.as_mut());
    for root in schemas.filter_map(|schema| schema.open_api_v3_schema.as_mut()) {
        describe(root, &types);
        // kube's own words for a kind say only that it was generated; the type of its spec says what it is.
        root.description = types
            .pointer("/properties/spec/description")
            .and_then(Value::as_str)
            .map(str::to_owned);
    }
    crd
}

fn schema<T: JsonSchema>() -> Value {
    let inlined = SchemaSettings::openapi3().with(|settings| settings.inline_subschemas = true);
    inlined
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Gives every field its own description: kube describes an optional choice by its type instead.
fn describe(shown: &mut JSONSchemaProps, written: &Value) {
    // What is optional stands beside `null`.
    let written = written.pointer("/anyOf/0").unwrap_or(written);
    for (name, field) in shown.properties.iter_mut().flatten() {
        let written = &written["properties"][name];
        if let Some(description) = written["description"].as_str() {
            field.description = Some(description.to_owned());
        }
        describe(field, written);
    }
    if let Some(JSONSchemaPropsOrArray::Schema(item)) = &mut shown.items {
        describe(item, &written["items"]);
    }
    if let Some(JSONSchemaPropsOrBool::Schema(value)) = &mut shown.additional_properties {
        describe(value, &written["additionalProperties"]);
    }
}
