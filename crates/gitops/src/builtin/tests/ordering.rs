use k8s_openapi::api::{
    apps::v1 as apps, autoscaling::v2 as autoscaling, batch::v1 as batch, core::v1 as core,
    networking::v1 as networking, policy::v1 as policy,
};
use kube::api::ApiResource;
use proptest::prelude::*;

use super::super::kinds::KNOWN_KINDS;
use super::super::{apply_order, inventory, leaving};
use super::*;

fn manifest(api_version: &str, kind: &str, name: &str, start_order: i32) -> String {
    format!(
        "apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: core\n  \
         annotations: {{nephoran.com/start-order: \"{start_order}\"}}\n"
    )
}

fn paths_by_wave(manifests: Vec<Manifest>) -> Vec<Vec<String>> {
    apply_order(manifests)
        .into_iter()
        .map(|wave| {
            wave.into_iter()
                .map(|manifest| manifest.path().to_owned())
                .collect()
        })
        .collect()
}

#[test]
fn what_others_need_is_applied_first() {
    let kinds = [
        ("a.yaml", "autoscaling/v2", "HorizontalPodAutoscaler"),
        ("b.yaml", "policy/v1", "PodDisruptionBudget"),
        ("c.yaml", "apps/v1", "Deployment"),
        ("d.yaml", "networking.k8s.io/v1", "NetworkPolicy"),
        ("e.yaml", "v1", "Service"),
        ("f.yaml", "v1", "PersistentVolumeClaim"),
        ("g.yaml", "v1", "ConfigMap"),
        ("h.yaml", "v1", "ServiceAccount"),
        ("i.yaml", "v1", "Namespace"),
        ("j.yaml", "monitoring.coreos.com/v1", "ServiceMonitor"),
    ];
    let texts: Vec<_> = kinds
        .iter()
        .map(|(_, api, kind)| manifest(api, kind, "x", 0))
        .collect();
    let files: Vec<_> = kinds
        .iter()
        .zip(&texts)
        .map(|((path, ..), text)| (*path, text.as_str()))
        .collect();
    assert_eq!(
        paths_by_wave(package(&files).unwrap()),
        [
            vec!["i.yaml"],
            vec!["d.yaml", "e.yaml", "f.yaml", "g.yaml", "h.yaml"],
            vec!["c.yaml"],
            vec!["b.yaml"],
            vec!["a.yaml"],
            vec!["j.yaml"],
        ]
    );
}

#[test]
fn within_a_rank_the_start_order_decides_and_then_the_path() {
    let nrf = manifest("apps/v1", "Deployment", "nrf", -1);
    let amf = manifest("apps/v1", "StatefulSet", "amf", 0);
    let smf = manifest("apps/v1", "Deployment", "smf", 0);
    let waves =
        paths_by_wave(package(&[("z.yaml", &nrf), ("b.yaml", &smf), ("a.yaml", &amf)]).unwrap());
    assert_eq!(waves, [vec!["z.yaml"], vec!["a.yaml", "b.yaml"]]);
}

#[test]
fn the_table_of_kinds_agrees_with_the_kubernetes_types() {
    let typed = [
        ApiResource::erase::<core::Namespace>(&()),
        ApiResource::erase::<core::ServiceAccount>(&()),
        ApiResource::erase::<core::Secret>(&()),
        ApiResource::erase::<core::ConfigMap>(&()),
        ApiResource::erase::<core::PersistentVolumeClaim>(&()),
        ApiResource::erase::<core::Service>(&()),
        ApiResource::erase::<networking::NetworkPolicy>(&()),
        ApiResource::erase::<apps::Deployment>(&()),
        ApiResource::erase::<apps::StatefulSet>(&()),
        ApiResource::erase::<apps::DaemonSet>(&()),
        ApiResource::erase::<batch::Job>(&()),
        ApiResource::erase::<policy::PodDisruptionBudget>(&()),
        ApiResource::erase::<autoscaling::HorizontalPodAutoscaler>(&()),
    ];
    // The Kubernetes types know nothing of networks by Multus.
    let table: Vec<_> = KNOWN_KINDS
        .iter()
        .map(|known| known.resource().0)
        .filter(|resource| resource.group != "k8s.cni.cncf.io")
        .collect();
    assert_eq!(table, typed);
}

#[test]
fn what_leaves_goes_in_reverse_order_and_namespaces_stay() {
    let old = [
        object("v1", "Namespace", "", "core"),
        object("v1", "ConfigMap", "core", "amf"),
        object("apps/v1", "Deployment", "core", "amf"),
        object("apps/v1", "Deployment", "core", "smf"),
        object("autoscaling/v2", "HorizontalPodAutoscaler", "core", "amf"),
    ];
    let kinds: Vec<Vec<_>> = leaving(&old, &[object("apps/v1", "Deployment", "core", "smf")])
        .into_iter()
        .map(|wave| wave.into_iter().map(|object| object.kind).collect())
        .collect();
    assert_eq!(
        kinds,
        [
            vec!["HorizontalPodAutoscaler"],
            vec!["Deployment"],
            vec!["ConfigMap"]
        ]
    );
}

#[test]
fn an_object_in_a_newer_api_version_has_not_left() {
    let old = [object(
        "autoscaling/v1",
        "HorizontalPodAutoscaler",
        "core",
        "amf",
    )];
    let new = [object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "core",
        "amf",
    )];
    assert_eq!(leaving(&old, &new), Vec::<Vec<AppliedObject>>::new());
}

proptest! {
    #[test]
    fn every_object_is_in_exactly_one_wave_whatever_order_the_files_come_in(
        orders in prop::collection::vec((-3i32..3, 0usize..13), 1..20)
    ) {
        let texts: Vec<_> = orders
            .iter()
            .enumerate()
            .map(|(index, (start, kind))| {
                let kind = &KNOWN_KINDS[*kind];
                (format!("{index}.yaml"), manifest(kind.api_version, kind.kind, &format!("n{index}"), *start))
            })
            .collect();
        let files: Vec<_> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let manifests = package(&files).unwrap();
        let mut reversed = manifests.clone();
        reversed.reverse();
        let waves = apply_order(manifests.clone());
        prop_assert_eq!(&waves, &apply_order(reversed));
        prop_assert_eq!(inventory(&waves.concat()), inventory(&manifests));
    }

    #[test]
    fn nothing_that_stays_leaves(old in prop::collection::vec("[a-d]", 0..6), new in prop::collection::vec("[a-d]", 0..6)) {
        let objects = |names: &[String]| -> Vec<_> {
            names.iter().map(|name| object("v1", "ConfigMap", "core", name)).collect()
        };
        let left = leaving(&objects(&old), &objects(&new)).concat();
        for name in &old {
            let leaves = left.contains(&object("v1", "ConfigMap", "core", name));
            prop_assert_eq!(leaves, !new.contains(name));
        }
    }
}
