//! Hardware: what a function asks of its node.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{EmptyDirVolumeSource, Volume, VolumeMount};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_telecom::catalogue::HardwareFeature;

use crate::blueprint::Function;

/// Node resource: huge pages of 1 GiB.
const HUGEPAGES: &str = "hugepages-1Gi";
/// Node resource: SR-IOV virtual functions, under the name of the device plugin's own deployment
/// (k8snetworkplumbingwg/sriov-network-device-plugin, `deployments/configMap.yaml`).
const SRIOV: &str = "intel.com/intel_sriov_netdevice";
/// Node label of Node Feature Discovery: the node has network cards with SR-IOV.
const SRIOV_NODE_LABEL: &str = "feature.node.kubernetes.io/network-sriov.capable";
/// Node label an operator sets on nodes whose clock follows PTP; no standard label exists.
const PTP_NODE_LABEL: &str = "nephoran.com/ptp";

/// Resources requested and limited alike: huge pages and devices cannot be overcommitted.
///
/// Exclusive CPUs need nothing here: the kubelet's static policy gives them to whole-CPU Guaranteed pods. Networks of
/// the cluster's profile bring their own virtual functions; `takes_any` says that there is none.
pub(crate) fn resources(function: &Function<'_>, takes_any: bool) -> BTreeMap<String, Quantity> {
    let hardware = &function.component.hardware;
    let mut resources = BTreeMap::new();
    if let Some(gibibytes) = hardware.hugepages_gi {
        resources.insert(HUGEPAGES.to_owned(), Quantity(format!("{gibibytes}Gi")));
    }
    if hardware.sriov && takes_any {
        let need = function.template.hardware.get(&HardwareFeature::Sriov);
        let count = need.and_then(|need| need.amount).unwrap_or(1);
        resources.insert(SRIOV.to_owned(), Quantity(count.to_string()));
    }
    resources
}

/// Labels the node must have.
pub(crate) fn node_selector(function: &Function<'_>) -> Option<BTreeMap<String, String>> {
    let hardware = &function.component.hardware;
    let labels: BTreeMap<_, _> = [
        (hardware.sriov, SRIOV_NODE_LABEL),
        (hardware.ptp, PTP_NODE_LABEL),
    ]
    .into_iter()
    .filter(|(needed, _)| *needed)
    .map(|(_, label)| (label.to_owned(), "true".to_owned()))
    .collect();
    (!labels.is_empty()).then_some(labels)
}

/// Where the function finds its huge pages.
pub(crate) fn hugepages_volume(function: &Function<'_>) -> Option<(Volume, VolumeMount)> {
    function.component.hardware.hugepages_gi?;
    let volume = Volume {
        name: "hugepages".to_owned(),
        empty_dir: Some(EmptyDirVolumeSource {
            medium: Some("HugePages-1Gi".to_owned()),
            ..EmptyDirVolumeSource::default()
        }),
        ..Volume::default()
    };
    let mount = VolumeMount {
        name: "hugepages".to_owned(),
        mount_path: "/dev/hugepages".to_owned(),
        ..VolumeMount::default()
    };
    Some((volume, mount))
}

/// Whether two replicas may not fit beside each other on the node of the first.
pub(crate) fn is_exclusive(function: &Function<'_>) -> bool {
    !function.component.hardware.is_empty()
}
