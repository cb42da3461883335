//! Which clusters are in reach: those in the regions, the zone and of the name that the intent and its limits leave.

use std::collections::BTreeSet;

use nephoran_api::{ClusterFeature, LOCAL_CLUSTER, PlacementRequest, PlanConstraints, Relaxation};

use crate::PlanError;
use crate::constraint::{Constraint, Constraints};
use crate::hardware;
use crate::site::Cluster;

/// What the intent says about places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach<'a> {
    pub(crate) request: &'a PlacementRequest,
    pub(crate) limits: &'a PlanConstraints,
    /// No TargetCluster exists; the one cluster lies nobody knows where.
    pub(crate) assumed: bool,
}

impl Reach<'_> {
    /// Refuses a cluster or a region that does not exist.
    pub(crate) fn check(&self, clusters: &[Cluster]) -> Result<(), PlanError> {
        if let Some(name) = &self.request.cluster
            && !clusters.iter().any(|cluster| cluster.name == *name)
        {
            return Err(PlanError::ClusterUnknown {
                cluster: name.clone(),
                known: names(clusters, |cluster| vec![cluster.name.clone()]),
            });
        }
        if let Some(region) = self.request.region.as_ref().filter(|_| !self.assumed) {
            let known = regions(clusters);
            if !known.contains(region) {
                return Err(PlanError::RegionUnknown {
                    region: region.clone(),
                    known,
                });
            }
        }
        Ok(())
    }

    /// The constraints that keep a cluster out of reach. A limit on regions takes a cluster that names its region.
    pub(crate) fn outside(&self, cluster: &Cluster) -> Constraints {
        let (request, limits) = (self.request, self.limits);
        let region = cluster.spec.region.as_ref();
        let named = |list: &[String]| region.is_some_and(|region| list.contains(region));
        let differs = |asked: &Option<String>| asked.is_some() && asked.as_ref() != region;
        let broken = [
            (
                Constraint::Cluster,
                request
                    .cluster
                    .as_ref()
                    .is_some_and(|name| *name != cluster.name),
            ),
            (
                Constraint::Region,
                !self.assumed && differs(&request.region),
            ),
            (
                Constraint::Zone,
                !self.assumed
                    && request
                        .zone
                        .as_ref()
                        .is_some_and(|zone| !cluster.spec.zones.contains(zone)),
            ),
            (
                Constraint::AllowedRegions,
                !limits.allowed_regions.is_empty() && !named(&limits.allowed_regions),
            ),
            (
                Constraint::DeniedRegions,
                !limits.denied_regions.is_empty()
                    && (region.is_none() || named(&limits.denied_regions)),
            ),
        ];
        broken
            .into_iter()
            .filter(|(_, broken)| *broken)
            .fold(Constraints::default(), |all, (one, _)| all.with(one))
    }

    /// Region, zone and the hardware of nodes cannot be checked while no TargetCluster describes this cluster.
    pub(crate) fn unknown<'f>(
        &self,
        features: impl IntoIterator<Item = &'f ClusterFeature>,
    ) -> Vec<Relaxation> {
        if !self.assumed {
            return Vec::new();
        }
        let features: BTreeSet<_> = features.into_iter().collect();
        let hardware = (!features.is_empty()).then(|| hardware::spelled(features));
        [
            (
                "region",
                "region",
                self.request.region.clone(),
                "wherever it stands",
            ),
            (
                "zone",
                "zones",
                self.request.zone.clone(),
                "wherever it stands",
            ),
            ("hardware", "features", hardware, "whatever its nodes offer"),
        ]
        .into_iter()
        .filter_map(|(constraint, field, asked, instead)| {
            asked.map(|asked| Relaxation {
                constraint: constraint.to_owned(),
                from: asked,
                to: format!("cluster {LOCAL_CLUSTER}, {instead}"),
                why: format!(
                    "no TargetCluster exists; create one with a spec.{field} to enforce it"
                ),
            })
        })
        .collect()
    }
}

fn regions(clusters: &[Cluster]) -> Vec<String> {
    names(clusters, |cluster| {
        cluster.spec.region.clone().into_iter().collect()
    })
}

fn names(clusters: &[Cluster], of: impl Fn(&Cluster) -> Vec<String>) -> Vec<String> {
    let mut names: Vec<_> = clusters.iter().flat_map(of).collect();
    names.sort();
    names.dedup();
    names
}
