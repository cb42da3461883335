//! Reaching another cluster by a kubeconfig that others wrote into a Secret.
//!
//! Such a file must be only data. An exec plugin would run a command of the Secret's author inside this process's
//! container; a file path would read this container's files; a connection without certificate checks would hand the
//! credentials to whoever answers.

use kube::config::{AuthInfo, Cluster, KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};
use nephoran_api::{Classified, ErrorClass};

/// A kubeconfig that cannot be used. Its text never quotes the file: that holds credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KubeconfigError {
    /// It is no kubeconfig.
    #[error(
        "the Secret does not hold a kubeconfig; store one, as YAML, under the key `kubeconfig`"
    )]
    Unreadable,
    /// It relies on something outside itself.
    #[error("{field} of {entry} is not allowed in a kubeconfig Secret; {instead}")]
    NotSelfContained {
        /// The cluster or user.
        entry: String,
        /// The field.
        field: &'static str,
        /// What to use.
        instead: &'static str,
    },
    /// It does not describe a way to a cluster.
    #[error(
        "the kubeconfig leads to no cluster: {detail}; check current-context and the names it leads to"
    )]
    Unusable {
        /// What is wrong.
        detail: String,
    },
}

impl Classified for KubeconfigError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unreadable => "KubeconfigUnreadable",
            Self::NotSelfContained { .. } => "KubeconfigNotSelfContained",
            Self::Unusable { .. } => "KubeconfigUnusable",
        }
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Permanent
    }
}

/// A client for the current context of the kubeconfig in `bytes`.
pub async fn client_from_kubeconfig(bytes: &[u8]) -> Result<Client, KubeconfigError> {
    let text = std::str::from_utf8(bytes).map_err(|_| KubeconfigError::Unreadable)?;
    let kubeconfig = Kubeconfig::from_yaml(text).map_err(|_| KubeconfigError::Unreadable)?;
    refuse_what_is_not_data(&kubeconfig)?;
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .map_err(|error| KubeconfigError::Unusable {
            detail: error.to_string(),
        })?;
    Client::try_from(config).map_err(|error| KubeconfigError::Unusable {
        detail: error.to_string(),
    })
}

fn refuse_what_is_not_data(kubeconfig: &Kubeconfig) -> Result<(), KubeconfigError> {
    for named in &kubeconfig.clusters {
        if let Some((field, instead)) = named.cluster.as_ref().and_then(refused_of_cluster) {
            return Err(KubeconfigError::NotSelfContained {
                entry: format!("cluster {}", named.name),
                field,
                instead,
            });
        }
    }
    for named in &kubeconfig.auth_infos {
        if let Some((field, instead)) = named.auth_info.as_ref().and_then(refused_of_user) {
            return Err(KubeconfigError::NotSelfContained {
                entry: format!("user {}", named.name),
                field,
                instead,
            });
        }
    }
    Ok(())
}

fn refused_of_cluster(cluster: &Cluster) -> Option<(&'static str, &'static str)> {
    [
        (
            cluster.certificate_authority.is_some(),
            "certificate-authority",
            "write its content to certificate-authority-data",
        ),
        (
            cluster.insecure_skip_tls_verify == Some(true),
            "insecure-skip-tls-verify",
            "give the cluster's certificate-authority-data",
        ),
        (
            cluster.proxy_url.is_some(),
            "proxy-url",
            "let the controller reach the API server directly",
        ),
    ]
    .into_iter()
    .find_map(|(present, field, instead)| present.then_some((field, instead)))
}

fn refused_of_user(user: &AuthInfo) -> Option<(&'static str, &'static str)> {
    [
        (
            user.exec.is_some(),
            "exec",
            "use a ServiceAccount token or a client certificate",
        ),
        (
            user.auth_provider.is_some(),
            "auth-provider",
            "use a ServiceAccount token or a client certificate",
        ),
        (
            user.token_file.is_some(),
            "tokenFile",
            "write the token to token",
        ),
        (
            user.client_certificate.is_some(),
            "client-certificate",
            "write its content to client-certificate-data",
        ),
        (
            user.client_key.is_some(),
            "client-key",
            "write its content to client-key-data",
        ),
    ]
    .into_iter()
    .find_map(|(present, field, instead)| present.then_some((field, instead)))
}

#[cfg(test)]
mod tests;
