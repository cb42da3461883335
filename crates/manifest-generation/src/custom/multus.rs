//! Attachments to further networks: the de-facto standard of the Kubernetes Network Plumbing Working Group, v1.3.

use kube::CustomResource;
use serde::{Deserialize, Serialize};

/// A network Pods can be attached to.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "k8s.cni.cncf.io",
    version = "v1",
    kind = "NetworkAttachmentDefinition",
    plural = "network-attachment-definitions",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
pub struct NetworkAttachmentDefinitionSpec {
    /// The CNI configuration, JSON.
    pub config: String,
}
