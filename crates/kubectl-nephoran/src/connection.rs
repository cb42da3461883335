//! The way to a cluster: that of kubectl.

use kube::config::KubeConfigOptions;
use kube::{Client, Config};

/// No kubeconfig leads to a cluster.
#[derive(Debug, thiserror::Error)]
#[error("found no way to a cluster: {0}; set KUBECONFIG, or name a context of it with --context")]
pub(crate) struct NoCluster(String);

impl NoCluster {
    fn because(error: &dyn std::error::Error) -> Self {
        Self(in_full(error))
    }
}

/// A client and what it was made from.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// URL of the API server.
    pub(crate) server: String,
    /// Namespace of the context.
    pub(crate) namespace: String,
}

impl Connection {
    /// Reads the kubeconfig; nothing is sent yet.
    pub(crate) async fn open(context: Option<&str>) -> Result<Self, NoCluster> {
        let config = match context {
            None => Config::infer()
                .await
                .map_err(|error| NoCluster::because(&error))?,
            Some(context) => {
                let options = KubeConfigOptions {
                    context: Some(context.to_owned()),
                    ..KubeConfigOptions::default()
                };
                Config::from_kubeconfig(&options)
                    .await
                    .map_err(|error| NoCluster::because(&error))?
            }
        };
        Ok(Self {
            server: config.cluster_url.to_string(),
            namespace: config.default_namespace.clone(),
            client: Client::try_from(config).map_err(|error| NoCluster::because(&error))?,
        })
    }
}

/// What an error and its causes say, each once: "client error (Connect)" alone helps nobody.
pub(crate) fn in_full(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        cause = error.source();
    }
    said
}
