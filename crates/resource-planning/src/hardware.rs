//! Step 5b, hardware: what the nodes must offer a function, and which cluster features that takes.

use std::collections::BTreeSet;

use nephoran_api::{ClusterFeature, Hardware};
use nephoran_telecom::Template;
use nephoran_telecom::catalogue::{
    Axis, HIGH_THROUGHPUT_MBPS, HardwareCondition, HardwareFeature, Load,
};

/// The hardware of each replica of a function that carries `load` as a whole. No intent says that a radio unit of
/// hardware is connected, so functions with a physical layer are planned for a simulated radio.
pub(crate) fn of(template: &Template, load: &Load) -> Hardware {
    let mut hardware = Hardware::default();
    for (feature, need) in &template.hardware {
        let needed = match need.when {
            HardwareCondition::RealRadio => false,
            HardwareCondition::HighThroughput => {
                template.sizing.follows(Axis::ThroughputMbps)
                    && load.of(Axis::ThroughputMbps) > HIGH_THROUGHPUT_MBPS
            }
        };
        if !needed {
            continue;
        }
        match feature {
            HardwareFeature::Hugepages => hardware.hugepages_gi = Some(need.amount.unwrap_or(1)),
            HardwareFeature::Sriov => hardware.sriov = true,
            HardwareFeature::CpuPinning => hardware.cpu_pinning = true,
            HardwareFeature::Ptp => hardware.ptp = true,
        }
    }
    hardware
}

/// Whether the template asks for more with a radio unit of hardware.
pub(crate) fn has_radio(template: &Template) -> bool {
    template
        .hardware
        .values()
        .any(|need| need.when == HardwareCondition::RealRadio)
}

/// The cluster features that hardware takes. Exclusive CPUs need a kubelet setting, not a feature.
pub(crate) fn features(hardware: &Hardware) -> BTreeSet<ClusterFeature> {
    [
        (
            hardware.hugepages_gi.is_some(),
            ClusterFeature::Hugepages1Gi,
        ),
        (hardware.sriov, ClusterFeature::Sriov),
        (hardware.ptp, ClusterFeature::Ptp),
    ]
    .into_iter()
    .filter_map(|(needed, feature)| needed.then_some(feature))
    .collect()
}

/// Features as `spec.features` of a TargetCluster spells them.
pub(crate) fn spelled<'f>(features: impl IntoIterator<Item = &'f ClusterFeature>) -> String {
    let names = features.into_iter().filter_map(|feature| {
        let name = serde_json::to_value(feature).ok()?;
        Some(name.as_str()?.to_owned())
    });
    names.collect::<Vec<_>>().join(" and ")
}
