//! Startup order within a package: a function starts once those it depends on answer.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::PodSecurity;

use super::identity::Identity;
use super::security;
use crate::blueprint::Blueprint;
use crate::wiring::links_from;

/// Asks whether a TCP port answers; small, and pinned.
const IMAGE: &str = "docker.io/library/busybox:1.37.0";
/// Asks every second until all answer, which is quick enough for a start of several seconds.
const SCRIPT: &str = r#"for peer in "$@"; do until nc -z -w 2 "${peer%:*}" "${peer##*:}"; do echo "waiting for $peer"; sleep 1; done; done"#;

/// A container that ends when every dependency beside the function answers on its TCP port; `None` when there is none.
///
/// SCTP and UDP ports cannot be asked, and a function of another cluster may come up long after this one.
pub(super) fn waiting(
    blueprint: &Blueprint<'_>,
    identity: &Identity<'_>,
    level: PodSecurity,
) -> Option<Vec<Container>> {
    let function = identity.function;
    let peers: BTreeMap<String, u16> = links_from(blueprint, function)
        .into_iter()
        .filter(|link| {
            link.transport == "TCP"
                && !link.crosses_clusters()
                && function
                    .component
                    .depends_on
                    .iter()
                    .any(|name| name == link.to.name())
        })
        .map(|link| (link.to.name().to_owned(), link.port))
        .collect();
    if peers.is_empty() {
        return None;
    }
    let command = ["sh", "-c", SCRIPT, "wait"].map(str::to_owned);
    let amounts = BTreeMap::from(
        [("cpu", "100m"), ("memory", "32Mi")]
            .map(|(name, amount)| (name.to_owned(), Quantity(amount.to_owned()))),
    );
    Some(vec![Container {
        name: "wait".to_owned(),
        image: Some(IMAGE.to_owned()),
        image_pull_policy: Some("IfNotPresent".to_owned()),
        command: Some(command.into()),
        args: Some(
            peers
                .iter()
                .map(|(name, port)| format!("{name}:{port}"))
                .collect(),
        ),
        // Alike, so that a Guaranteed Pod stays one; less than any function asks for, so that no Pod asks for more.
        resources: Some(ResourceRequirements {
            requests: Some(amounts.clone()),
            limits: Some(amounts),
            ..ResourceRequirements::default()
        }),
        security_context: Some(security::hardened(level)),
        ..Container::default()
    }])
}
