//! `IntentProcessing`: phase 1, from text to an [`IntentModel`].

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Approval, DeletionPolicy, Digest, IntentModel, IntentType, NetworkIntentSpec, Packaging,
    PhaseSpec, PhaseState, PlanConstraints, Priority, ResourceConstraints,
};

/// Turns the text of an intent into a typed model.
#[derive(CustomResource, KubeSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "IntentProcessing",
    plural = "intentprocessings",
    namespaced,
    status = "IntentProcessingStatus",
    derive = "PartialEq",
    derive = "Default",
    shortname = "ip",
    shortname = "intentproc",
    category = "nephoran",
    printcolumn(
        name = "Provider",
        type_ = "string",
        json_path = ".status.provenance.provider"
    ),
    printcolumn(
        name = "Confidence",
        type_ = "number",
        json_path = ".status.confidence"
    ),
    printcolumn(name = "Phase", type_ = "string", json_path = ".status.phase"),
    printcolumn(
        name = "Ready",
        type_ = "string",
        json_path = r#".status.conditions[?(@.type=="Ready")].status"#
    ),
    printcolumn(
        name = "Reason",
        type_ = "string",
        json_path = r#".status.conditions[?(@.type=="Ready")].reason"#,
        priority = 1
    ),
    printcolumn(
        name = "Age",
        type_ = "date",
        json_path = ".metadata.creationTimestamp"
    )
)]
#[serde(rename_all = "camelCase")]
pub struct IntentProcessingSpec {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub phase: PhaseSpec,
    /// The text to understand, 10 to 2000 characters.
    #[schemars(length(min = 10, max = 2000))]
    pub intent: String,
    /// Typed hints of the NetworkIntent; they win over the text.
    #[serde(default)]
    pub hints: IntentHints,
    /// How to process; unset fields come from the controller's configuration.
    #[serde(default)]
    pub processing: ProcessingOptions,
}

/// The typed fields of a NetworkIntent, carried along.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, KubeSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntentHints {
    /// deployment, scaling, optimization, maintenance or policy; unset when the text decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['deployment', 'scaling', 'optimization', 'maintenance', 'policy']").message("intentType must be one of deployment, scaling, optimization, maintenance, policy"))]
    pub intent_type: Option<IntentType>,
    /// low, medium, high or critical.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['low', 'medium', 'high', 'critical']").message("priority must be one of low, medium, high, critical"))]
    pub priority: Priority,
    /// Network functions the intent is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    pub target_components: Vec<nephoran_telecom::NetworkFunctionType>,
    /// Resources per replica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_constraints: Option<ResourceConstraints>,
    /// Namespace the functions run in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63))]
    pub target_namespace: Option<String>,
    /// TargetCluster the functions run on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub target_cluster: Option<String>,
    /// Region the functions run in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63))]
    pub region: Option<String>,
    /// Network slice as two 24-bit hex fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6}$"))]
    pub network_slice: Option<String>,
    /// Limits on where the functions may run and what they may cost; carried to the planning phase.
    #[serde(default, skip_serializing_if = "PlanConstraints::is_empty")]
    pub constraints: PlanConstraints,
    /// How the plan becomes a package; carried to the generation phase.
    #[serde(default, skip_serializing_if = "Packaging::is_default")]
    pub packaging: Packaging,
    /// What happens to Git content and applied objects on deletion; carried to the gitops phase.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['delete', 'orphan']").message("deletionPolicy must be one of Delete, Orphan"))]
    pub deletion_policy: DeletionPolicy,
    /// Whether a human approves the plan; carried to the gitops phase.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['auto', 'manual']").message("approval must be one of Auto, Manual"))]
    pub approval: Approval,
}

impl From<&NetworkIntentSpec> for IntentHints {
    /// The typed fields of a NetworkIntent as hints.
    ///
    /// `intentType: deployment` gives no hint: it is the field's default, so the API server writes it into every
    /// intent whose author said nothing, and a sentence that scales must not contradict it. Any other type was
    /// chosen and wins over the text.
    fn from(spec: &NetworkIntentSpec) -> Self {
        Self {
            intent_type: Some(spec.intent_type).filter(|said| *said != IntentType::default()),
            priority: spec.priority,
            target_components: spec.target_components.clone(),
            resource_constraints: spec.resource_constraints.clone(),
            target_namespace: spec.target_namespace.clone(),
            target_cluster: spec.target_cluster.clone(),
            region: spec.region.clone(),
            network_slice: spec.network_slice.clone(),
            constraints: spec.constraints.clone(),
            packaging: spec.packaging,
            deletion_policy: spec.deletion_policy,
            approval: spec.approval,
        }
    }
}

/// How to process a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProcessingOptions {
    /// Who understands the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Model name at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128))]
    pub model: Option<String>,
    /// Sampling temperature, 0–2; 0.1 when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 2.0))]
    pub temperature: Option<f64>,
    /// Most tokens of an answer, 100–8192; 2048 when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 100, max = 8192))]
    pub max_tokens: Option<u32>,
    /// Text put before the provider's own instructions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 4000))]
    pub system_prompt: Option<String>,
    /// Context window of the model in tokens, 512–2097152.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 512, max = 2_097_152))]
    pub context_window: Option<u32>,
    /// Whether to stream the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streaming: Option<bool>,
    /// Retrieval of documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rag: Option<RetrievalOptions>,
}

/// Who understands a text.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// The deterministic parser in the binary.
    #[default]
    Builtin,
    /// OpenAI.
    OpenAi,
    /// Mistral.
    Mistral,
    /// Anthropic Claude.
    Claude,
    /// A model server of the user's.
    Local,
}

impl Provider {
    /// The name as it stands in specs, configurations, metrics and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Builtin => "builtin",
            Self::OpenAi => "openai",
            Self::Mistral => "mistral",
            Self::Claude => "claude",
            Self::Local => "local",
        }
    }
}

/// Retrieval of documents to help a language model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetrievalOptions {
    /// Whether to retrieve.
    pub enabled: bool,
    /// Most documents, 1–20; 5 when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 20))]
    pub max_documents: Option<u32>,
    /// Lowest score that counts, 0–1; 0.7 when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub retrieval_threshold: Option<f64>,
    /// Knowledge base by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 253))]
    pub knowledge_base: Option<String>,
}

/// Where phase 1 stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntentProcessingStatus {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub state: PhaseState,
    /// What the text asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<IntentModel>,
    /// How sure the provider is, 0–1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Words that were recognised, by what they were recognised as.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extracted_entities: BTreeMap<String, String>,
    /// How the result came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Tokens used, with a language model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_usage: Option<TokenUsage>,
}

/// How a model came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// Who understood the text.
    pub provider: Provider,
    /// Model name at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Digest of the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_digest: Option<Digest>,
    /// Digest of the schema of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema_digest: Option<Digest>,
    /// `hit` when the answer came from a cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheOutcome>,
    /// Documents that were given to the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    pub documents: Vec<RetrievedDocument>,
    /// How many times the answer had to be repaired, 0–2.
    #[serde(default)]
    pub repairs: u32,
}

/// Whether an answer came from a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CacheOutcome {
    /// From the cache.
    Hit,
    /// From the provider.
    Miss,
}

/// A document given to the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RetrievedDocument {
    /// Its identifier in the knowledge base.
    pub id: String,
    /// Its score, 0–1.
    pub score: f64,
}

/// Tokens used by a language model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenUsage {
    /// Tokens of the prompt.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub completion_tokens: u64,
    /// Both.
    pub total_tokens: u64,
    /// Estimated cost in the provider's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_cost: Option<Quantity>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(yaml: &str) -> IntentHints {
        let spec: NetworkIntentSpec = serde_saphyr::from_str(yaml).unwrap();
        IntentHints::from(&spec)
    }

    #[test]
    fn the_default_type_of_an_intent_says_nothing() {
        let silent = hints("intent: Scale the AMF to 5 replicas");
        let defaulted = hints("{intent: Scale the AMF to 5 replicas, intentType: deployment}");
        assert_eq!(silent, IntentHints::default());
        assert_eq!(silent, defaulted);
    }

    #[test]
    fn a_chosen_type_and_every_other_field_is_a_hint() {
        let hints = hints(
            "{intent: Scale the AMF to 5 replicas, intentType: scaling, region: eu-west, targetComponents: [AMF]}",
        );
        assert_eq!(hints.intent_type, Some(IntentType::Scaling));
        assert_eq!(hints.region.as_deref(), Some("eu-west"));
        assert_eq!(hints.target_components.len(), 1);
    }
}
