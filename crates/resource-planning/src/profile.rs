//! What the clusters of a plan offer to its packages, and what they were asked for in vain.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::{ClusterProfile, Component};

use crate::site::Cluster;

/// What the packages of the plan's clusters may build on.
pub(crate) fn profiles(
    components: &[Component],
    clusters: &[Cluster],
) -> BTreeMap<String, ClusterProfile> {
    let used: BTreeSet<_> = components
        .iter()
        .map(|component| &component.cluster)
        .collect();
    clusters
        .iter()
        .filter(|cluster| used.contains(&cluster.name) && !cluster.spec.profile.is_empty())
        .map(|cluster| (cluster.name.clone(), cluster.spec.profile.clone()))
        .collect()
}

/// One sentence per cluster that has no mesh for the functions that shall join one.
pub(crate) fn without_mesh(
    asked: bool,
    components: &[Component],
    profiles: &BTreeMap<String, ClusterProfile>,
) -> Vec<String> {
    let has_mesh = |cluster: &String| {
        profiles
            .get(cluster)
            .is_some_and(|profile| profile.service_mesh.is_some())
    };
    let clusters: BTreeSet<_> = components
        .iter()
        .map(|component| &component.cluster)
        .collect();
    clusters
        .into_iter()
        .filter(|cluster| asked && !has_mesh(cluster))
        .map(|cluster| {
            format!("no function of cluster {cluster} joins a service mesh: set spec.profile.serviceMesh of that TargetCluster once it has one")
        })
        .collect()
}
