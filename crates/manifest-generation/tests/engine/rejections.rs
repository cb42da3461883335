//! Plans and options that no package may come from.

use nephoran_api::{
    Classified, DataNetwork, ErrorClass, Packaging, Plan, PlannedSlice, PodSecurity,
};
use nephoran_manifest_generation::{GenerateError, Options};
use nephoran_telecom::{Protocol, SliceKind};

use crate::plans::{self, generate};

fn rules_broken_by(spoil: impl Fn(&mut Plan)) -> Vec<String> {
    let mut plan = plans::core();
    spoil(&mut plan);
    match generate(&plan, &plans::options("core")) {
        Err(GenerateError::Rejected { findings }) => {
            findings.into_iter().map(|finding| finding.rule).collect()
        }
        other => panic!("expected a rejection, got {other:?}"),
    }
}

/// Asserts that each spoiled core is rejected by the rule named.
macro_rules! rejected {
    ($($test:ident: $rule:literal, $spoil:expr;)+) => {
        $(#[test]
        fn $test() {
            let rules = rules_broken_by($spoil);
            assert!(rules.iter().any(|rule| rule == $rule), "{rules:?}");
        })+
    };
}

fn interface(plan: &mut Plan, component: usize, index: usize) -> &mut nephoran_api::Interface {
    &mut plan.components[component].interfaces[index]
}

const AMF: usize = 7;
const UPF: usize = 8;

rejected! {
    a_function_name_cannot_climb_out_of_its_folder: "NEPH-ID-001", |plan| plan.components[0].name = "../nrf".to_owned();
    a_cluster_name_cannot_climb_either: "NEPH-ID-001", |plan| plan.components[0].cluster = "..".to_owned();
    a_namespace_is_a_dns_label: "NEPH-ID-001", |plan| plan.namespace = "Telecom".to_owned();
    a_package_is_named: "NEPH-ID-001", |plan| plan.package = String::new();
    a_data_network_name_cannot_add_lines_to_a_configuration: "NEPH-ID-001", |plan| plan.data_networks[0].name = "internet\n  evil: true".to_owned();
    a_plan_has_functions: "NEPH-ID-001", |plan| plan.components.clear();
    two_functions_of_a_cluster_have_two_names: "NEPH-ID-002", |plan| plan.components[1].name = plan.components[0].name.clone();
    an_image_without_a_tag_is_refused: "NEPH-SEC-003", |plan| plan.components[0].image = "registry:5000/nrf".to_owned();
    an_image_of_the_day_is_refused: "NEPH-SEC-003", |plan| plan.components[0].image = "free5gc/nrf:latest".to_owned();
    a_guaranteed_function_has_equal_requests_and_limits: "NEPH-RES-001", |plan| plan.components[0].qos_class = nephoran_api::QosClass::Guaranteed;
    a_function_has_limits: "NEPH-RES-001", |plan| plan.components[0].resources.limits.clear();
    an_amf_has_n2: "NEPH-INT-003", |plan| plan.components[AMF].interfaces.retain(|interface| interface.point != "N2");
    a_upf_has_n6: "NEPH-INT-003", |plan| plan.components[UPF].interfaces.retain(|interface| interface.point != "N6");
    a_port_follows_its_standard: "NEPH-INT-002", |plan| interface(plan, AMF, 0).port = Some(38413);
    a_protocol_follows_its_standard: "NEPH-INT-002", |plan| interface(plan, AMF, 0).protocol = Some(Protocol::Tcp);
    a_transport_is_not_forgotten: "NEPH-INT-002", |plan| interface(plan, AMF, 0).protocol = None;
    an_unknown_reference_point_is_refused: "NEPH-INT-002", |plan| interface(plan, AMF, 0).point = "N99".to_owned();
    a_reference_point_of_another_type_is_refused: "NEPH-INT-002", |plan| interface(plan, AMF, 0).point = "N4".to_owned();
    a_country_code_has_three_digits: "NEPH-TEL-001", |plan| plan.plmn.mcc = "1".to_owned();
    a_network_code_has_two_or_three_digits: "NEPH-TEL-001", |plan| plan.plmn.mnc = "1x".to_owned();
    a_tracking_area_code_has_24_bits: "NEPH-TEL-001", |plan| plan.plmn.tac = 1 << 24;
    a_slice_differentiator_has_six_digits: "NEPH-TEL-001", |plan| plan.slice = Some(PlannedSlice { sst: 1, sd: Some("12".to_owned()), kind: SliceKind::Embb, five_qi: 9 });
    a_user_plane_has_a_data_network: "NEPH-TEL-002", |plan| plan.data_networks.clear();
    a_pool_is_a_prefix: "NEPH-TEL-002", |plan| plan.data_networks[0].pool = "10.60.0.1/16".to_owned();
    pools_do_not_overlap: "NEPH-TEL-002", |plan| plan.data_networks.push(DataNetwork { name: "ims".to_owned(), pool: "10.60.128.0/17".to_owned() });
}

#[test]
fn everything_wrong_with_a_plan_is_reported_at_once() {
    let rules = rules_broken_by(|plan| {
        plan.plmn.mcc = "1".to_owned();
        plan.plmn.tac = 0;
        plan.components[0].name = "A".to_owned();
        interface(plan, AMF, 0).point = "N99".to_owned();
    });
    assert_eq!(rules.len(), 5, "{rules:?}");
}

#[test]
fn a_rejection_names_rule_file_and_cure() {
    let mut plan = plans::core();
    plan.components[0].image = "free5gc/nrf:latest".to_owned();
    let error = generate(&plan, &plans::options("core")).unwrap_err();
    insta::assert_snapshot!(
        error,
        @r#"the package breaks one rule; NEPH-SEC-003 local/core-nrf/deployment.yaml: image "free5gc/nrf:latest" of container nrf is not pinned; name a release tag or a digest, never "latest""#
    );
    assert_eq!(
        (error.reason(), error.class()),
        ("PackageRejected", ErrorClass::Validation)
    );
}

#[test]
fn a_lower_security_level_fixes_less() {
    let deployment = |pod_security| {
        let options = Options {
            packaging: Packaging {
                pod_security,
                ..Packaging::default()
            },
            ..plans::options("core")
        };
        generate(&plans::core(), &options).unwrap().files["local/core-amf/deployment.yaml"].clone()
    };
    assert!(deployment(PodSecurity::Restricted).contains("runAsNonRoot: true"));
    let baseline = deployment(PodSecurity::Baseline);
    assert!(
        !baseline.contains("runAsNonRoot")
            && baseline.contains("RuntimeDefault")
            && baseline.contains("privileged: false")
    );
    assert!(!deployment(PodSecurity::Privileged).contains("RuntimeDefault"));
}

#[test]
fn a_network_rule_that_admits_nothing_is_a_warning() {
    let mut plan = plans::core();
    plan.network_rules[0].point = Some("E2".to_owned());
    let package = generate(&plan, &plans::options("core")).unwrap();
    let warning = package
        .findings
        .iter()
        .find(|finding| finding.rule == "NEPH-NET-004")
        .unwrap();
    assert!(warning.message.contains("O-CU-CP"), "{}", warning.message);
}

#[test]
fn networks_of_a_cluster_have_addresses_of_their_own() {
    type Spoil = fn(&mut nephoran_api::AttachedNetwork);
    let spoiled: [(Spoil, &str); 5] = [
        (
            |network| network.subnet = "10.11.0.1/24".to_owned(),
            "not an address prefix",
        ),
        (
            |network| network.subnet = "10.10.0.0/16".to_owned(),
            "overlaps the addresses of network vpc-internal",
        ),
        (
            |network| network.subnet = "10.60.1.0/24".to_owned(),
            "overlaps the addresses of data network internet",
        ),
        (
            |network| network.gateway = Some("10.99.0.1".to_owned()),
            "is not an address of 10.12.0.0/24",
        ),
        (
            |network| network.gateway = Some("fe80::1".to_owned()),
            "is not an address of 10.12.0.0/24",
        ),
    ];
    for (spoil, said) in spoiled {
        let mut plan = plans::attached();
        let profile = plan.profiles.get_mut("edge-1").unwrap();
        spoil(profile.networks.get_mut("vpc-internet").unwrap());
        profile.networks.get_mut("vpc-internal").unwrap().subnet = "10.10.128.0/24".to_owned();
        profile.networks.remove("vpc-ran");
        let error = generate(&plan, &plans::options("robots"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("NEPH-TEL-003") && error.contains(said),
            "{said}: {error}"
        );
    }
}
