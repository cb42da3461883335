//! What a Pod takes of its node, by Kubernetes' rule.

use serde::Deserialize;

use super::{Amounts, Compute};

/// The part of a Pod's spec that says what it takes and where it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PodSpec {
    /// The Node it is bound to.
    pub node_name: Option<String>,
    #[serde(default)]
    containers: Vec<Container>,
    #[serde(default)]
    init_containers: Vec<Container>,
    #[serde(default)]
    overhead: Amounts,
    #[serde(default)]
    resources: Resources,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Container {
    #[serde(default)]
    resources: Resources,
    restart_policy: Option<String>,
}

impl Container {
    fn request(&self) -> Compute {
        self.resources.requests.numbers()
    }

    /// An init container that goes on running beside the containers (Kubernetes, Sidecar Containers).
    fn is_sidecar(&self) -> bool {
        self.restart_policy.as_deref() == Some("Always")
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Resources {
    #[serde(default)]
    requests: Amounts,
}

/// The Pod's effective request: the larger of what its containers and sidecars request together and what an init
/// container needs beside the sidecars that were started before it; what the Pod as a whole requests replaces that; its
/// overhead comes on top (Kubernetes, `PodRequests` of `k8s.io/component-helpers/resource`).
#[must_use]
pub fn effective_request(pod: &PodSpec) -> Compute {
    let (mut sidecars, mut starting) = (Compute::default(), Compute::default());
    for container in &pod.init_containers {
        let needed = sidecars.plus(container.request());
        if container.is_sidecar() {
            sidecars = needed;
        }
        starting = starting.most(needed);
    }
    let running = pod
        .containers
        .iter()
        .fold(sidecars, |sum, container| sum.plus(container.request()));
    let needed = running.most(starting);
    let [cpu, memory] = pod.resources.requests.numbers_stated();
    let asked = Compute {
        cpu: cpu.unwrap_or(needed.cpu),
        memory: memory.unwrap_or(needed.memory),
    };
    asked.plus(pod.overhead.numbers())
}
