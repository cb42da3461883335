//! Kubeconfig files with one context. They are written as JSON, which every YAML reader accepts.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kube::config::{Kubeconfig, KubeconfigError};
use serde_json::{Value, json};

use crate::certificates::KeyedCertificate;

/// The `cluster` entry: how to reach an API server and what to trust.
#[derive(Debug, Clone)]
pub(crate) struct ClusterEntry(Value);

impl ClusterEntry {
    pub(crate) fn new(server: &str, authority_pem: &str) -> Self {
        Self(
            json!({"server": server, "certificate-authority-data": BASE64_STANDARD.encode(authority_pem)}),
        )
    }

    /// The cluster of the current context of an existing file.
    pub(crate) fn of_current_context(path: &Path) -> Result<Self, KubeconfigError> {
        let config = Kubeconfig::read_from(path)?;
        let current = config
            .current_context
            .ok_or(KubeconfigError::CurrentContextNotSet)?;
        let name = config
            .contexts
            .iter()
            .find(|context| context.name == current)
            .and_then(|context| context.context.as_ref())
            .map(|context| context.cluster.clone())
            .ok_or(KubeconfigError::LoadContext(current))?;
        config
            .clusters
            .into_iter()
            .find(|cluster| cluster.name == name)
            .and_then(|cluster| cluster.cluster)
            .map(|cluster| Self(json!(cluster)))
            .ok_or(KubeconfigError::LoadClusterOfContext(name))
    }

    /// The text of a kubeconfig for `user` (see [`certificate_user`] and [`token_user`]).
    pub(crate) fn kubeconfig(&self, user: &Value, namespace: &str) -> String {
        let name = "nephoran";
        json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": self.0}],
            "users": [{"name": name, "user": user}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": namespace}}],
            "current-context": name,
        })
        .to_string()
    }
}

/// A `user` entry that presents a client certificate.
pub(crate) fn certificate_user(identity: &KeyedCertificate) -> Value {
    json!({
        "client-certificate-data": BASE64_STANDARD.encode(&identity.certificate),
        "client-key-data": BASE64_STANDARD.encode(&identity.key),
    })
}

/// A `user` entry that presents a bearer token.
pub(crate) fn token_user(token: &str) -> Value {
    json!({"token": token})
}
