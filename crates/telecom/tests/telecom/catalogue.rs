use std::collections::BTreeSet;

use nephoran_telecom::catalogue::{
    HardwareCondition, HardwareFeature, Need, Plane, Role, Source, WorkloadKind,
};
use nephoran_telecom::{Catalogue, NetworkFunctionType as Nf, ReferencePoint as Rp, Template};

fn template(function: Nf) -> &'static Template {
    Catalogue::builtin()
        .template(function)
        .expect("every type has a template")
}

#[test]
fn every_type_of_the_vocabulary_has_a_template() {
    let types: Vec<_> = Catalogue::builtin()
        .templates()
        .map(|template| template.function)
        .collect();
    assert_eq!(types, Nf::ALL);
}

fn sources(template: &Template) -> Vec<&Source> {
    let mut sources = vec![
        &template.floor.source,
        &template.scaling.source,
        &template.slo.source,
    ];
    sources.extend(template.sizing.lines().map(|line| line.source));
    sources.extend(
        template
            .overcommit
            .iter()
            .map(|overcommit| &overcommit.source),
    );
    sources.extend(template.image.iter().map(|image| &image.source));
    sources.extend(template.real_radio_floor.iter().map(|floor| &floor.source));
    sources.extend(
        template
            .workload
            .storage
            .iter()
            .map(|storage| &storage.source),
    );
    sources.extend(template.hardware.values().map(|need| &need.source));
    sources.extend(template.security_waiver.iter().map(|waiver| &waiver.source));
    sources.extend(template.probe.iter().map(|probe| &probe.source));
    sources.extend(template.metrics.iter().map(|metrics| &metrics.source));
    sources
}

#[test]
fn every_number_names_a_standard_a_project_or_says_estimate() {
    const KNOWN: &[&str] = &[
        "estimate: ",
        "TS ",
        "RFC ",
        "O-RAN",
        "arXiv ",
        "free5gc",
        "free5GC",
        "Nephio",
        "oai ",
        "OAI ",
        "srsRAN",
        "Open5GS",
        "Gradiant",
        "ONAP",
        "ghcr.io",
    ];
    for template in Catalogue::builtin().templates() {
        assert!(
            template.standard.starts_with("TS ") || template.standard.starts_with("O-RAN."),
            "{}",
            template.function
        );
        for source in sources(template) {
            assert!(
                KNOWN.iter().any(|known| source.as_str().contains(known)),
                "{}: {source}",
                template.function
            );
        }
    }
}

#[test]
fn the_binding_support_function_cites_its_own_specification() {
    assert_eq!(
        template(Nf::Bsf).standard,
        "TS 23.503 clause 6.1.1.2; TS 29.521"
    );
}

#[test]
fn functions_that_the_standards_measure_export_their_measurements() {
    // TS 28.552 clauses 5.1 to 5.10 and the measured objects of clause 5.7.1; TS 32.425, 32.426 and 32.409.
    let measured = [
        Nf::Amf,
        Nf::Smf,
        Nf::Upf,
        Nf::Nrf,
        Nf::Ausf,
        Nf::Udm,
        Nf::Udr,
        Nf::Udsf,
        Nf::Pcf,
        Nf::Nssf,
        Nf::Nef,
        Nf::Smsf,
        Nf::Nwdaf,
        Nf::Sepp,
        Nf::N3iwf,
        Nf::Lmf,
        Nf::FiveGEir,
        Nf::Gnodeb,
        Nf::OCuCp,
        Nf::OCuUp,
        Nf::ODu,
        Nf::OEnb,
        Nf::Mme,
        Nf::PCscf,
        Nf::ICscf,
        Nf::SCscf,
    ];
    for function in measured {
        let metrics = template(function).metrics.as_ref();
        let metrics = metrics.unwrap_or_else(|| panic!("{function} exports nothing"));
        assert!(
            metrics.source.as_str().starts_with("TS ") && !metrics.names.is_empty(),
            "{function}"
        );
    }
}

#[test]
fn a_waiver_says_which_capabilities_and_why() {
    for template in Catalogue::builtin().templates() {
        if let Some(waiver) = &template.security_waiver {
            assert!(
                !waiver.capabilities.is_empty() && waiver.reason.len() > 20,
                "{}",
                template.function
            );
        }
    }
}

#[test]
fn cpu_is_never_promised_twice_on_the_user_plane_or_beside_a_radio() {
    for template in Catalogue::builtin().templates() {
        if let Some(overcommit) = &template.overcommit {
            assert!(
                (100..=400).contains(&overcommit.cpu_percent),
                "{}",
                template.function
            );
            assert!(
                template.plane != Plane::User && template.real_radio_floor.is_none(),
                "{}",
                template.function
            );
        }
    }
    assert!(template(Nf::Amf).overcommit.is_some() && template(Nf::NearRtRic).overcommit.is_none());
}

#[test]
fn images_are_pinned_and_the_functions_of_the_core_and_the_split_ran_have_one() {
    for template in Catalogue::builtin().templates() {
        if let Some(image) = &template.image {
            assert!(
                image
                    .tag
                    .contains(|character: char| character.is_ascii_digit()),
                "{}",
                image.reference()
            );
            assert!(
                image.repository.contains('/') && !image.repository.contains('@'),
                "{}",
                image.reference()
            );
        }
    }
    for function in [
        Nf::Amf,
        Nf::Smf,
        Nf::Upf,
        Nf::Nrf,
        Nf::Ausf,
        Nf::Udm,
        Nf::Udr,
        Nf::Pcf,
        Nf::Nssf,
        Nf::Nef,
        Nf::Bsf,
        Nf::Chf,
        Nf::Scp,
        Nf::Nwdaf,
        Nf::OCuCp,
        Nf::OCuUp,
        Nf::ODu,
        Nf::NearRtRic,
    ] {
        assert!(template(function).image.is_some(), "{function}");
    }
}

#[test]
fn interfaces_use_the_protocols_and_ports_of_their_reference_points() {
    for template in Catalogue::builtin().templates() {
        for (point, interface) in &template.interfaces {
            match (interface.protocol, interface.port) {
                (Some(protocol), Some(port)) => assert!(
                    point.facts().accepts(protocol, port),
                    "{} {point}",
                    template.function
                ),
                none => assert_eq!(none, (None, None), "{} {point}", template.function),
            }
        }
    }
}

#[test]
fn required_interfaces_are_present() {
    for (function, points) in [
        (Nf::Amf, &[Rp::N2, Rp::Sbi][..]),
        (Nf::Smf, &[Rp::N4, Rp::Sbi]),
        (Nf::Upf, &[Rp::N3, Rp::N4, Rp::N6]),
        (Nf::OCuCp, &[Rp::N2, Rp::E1, Rp::F1C]),
        (Nf::OCuUp, &[Rp::N3, Rp::E1, Rp::F1U]),
        (Nf::ODu, &[Rp::F1C, Rp::F1U, Rp::E2]),
        (Nf::NearRtRic, &[Rp::A1, Rp::E2, Rp::O1]),
    ] {
        for point in points {
            assert!(
                template(function).interfaces.contains_key(point),
                "{function} {point}"
            );
        }
    }
    assert!(template(Nf::Upf).needs_data_network());
    assert!(!template(Nf::Smf).needs_data_network());
}

#[test]
fn both_ends_of_a_reference_point_know_each_other_and_can_connect() {
    for near in Catalogue::builtin().templates() {
        for (point, here) in &near.interfaces {
            for peer in &here.peers {
                let there = template(*peer).interfaces.get(point);
                let there =
                    there.unwrap_or_else(|| panic!("{} expects {peer} on {point}", near.function));
                assert!(
                    there.peers.contains(&near.function),
                    "{peer} does not admit {} on {point}",
                    near.function
                );
                assert_eq!(
                    here.protocol, there.protocol,
                    "{} and {peer} on {point}",
                    near.function
                );
                let roles = (here.role, there.role);
                assert!(
                    !matches!(
                        roles,
                        (Role::Client, Role::Client) | (Role::Server, Role::Server)
                    ),
                    "{} and {peer} on {point} are both {}",
                    near.function,
                    here.role
                );
                if roles == (Role::Client, Role::Server) {
                    assert_eq!(
                        here.port, there.port,
                        "{} calls {peer} on {point}",
                        near.function
                    );
                }
            }
        }
    }
}

#[test]
fn listening_ports_on_one_network_are_distinct() {
    for template in Catalogue::builtin().templates() {
        let mut seen = BTreeSet::new();
        for (point, interface) in &template.interfaces {
            // GTP-U endpoints share one socket; what differs is the tunnel.
            let gtp_u = interface.port == Some(2152);
            if let (Some(protocol), Some(port)) = (interface.protocol, interface.port)
                && interface.role != Role::Client
                && !gtp_u
                && port != 8805
                && port != 2123
            {
                let key = (interface.network.clone(), protocol.transport(), port);
                assert!(
                    seen.insert(key),
                    "{} listens twice on {port} ({point})",
                    template.function
                );
            }
        }
    }
}

#[test]
fn floors_are_never_below_what_the_upstream_charts_request() {
    for (function, cpu, memory) in [
        (Nf::Amf, 150, 128),
        (Nf::Smf, 100, 128),
        (Nf::Upf, 500, 512),
        (Nf::Nrf, 100, 128),
        (Nf::Ausf, 100, 128),
        (Nf::Udm, 100, 128),
        (Nf::Udr, 100, 128),
        (Nf::Pcf, 100, 128),
        (Nf::Nssf, 100, 128),
        (Nf::Chf, 100, 128),
        (Nf::Nef, 100, 128),
        (Nf::N3iwf, 100, 128),
        (Nf::ODu, 2000, 1024),
    ] {
        let floor = &template(function).floor;
        assert!(
            floor.cpu_millicores >= cpu && floor.memory_mib >= memory,
            "{function}"
        );
    }
    let real_radio = template(Nf::ODu)
        .real_radio_floor
        .as_ref()
        .expect("a physical layer has one");
    assert!(real_radio.cpu_millicores >= 12_000 && real_radio.memory_mib >= 16_384);
}

#[test]
fn a_radio_of_hardware_needs_pages_cores_and_a_clock() {
    for feature in [
        HardwareFeature::Hugepages,
        HardwareFeature::CpuPinning,
        HardwareFeature::Ptp,
    ] {
        assert_eq!(
            template(Nf::ODu).hardware[&feature].when,
            HardwareCondition::RealRadio
        );
    }
    assert_eq!(
        template(Nf::Upf).hardware[&HardwareFeature::Sriov].when,
        HardwareCondition::HighThroughput
    );
}

#[test]
fn the_register_and_the_slice_selector_do_not_scale_out_and_only_stateful_sets_have_volumes() {
    for function in [Nf::Nrf, Nf::Nssf] {
        let scaling = &template(function).scaling;
        assert!(
            !scaling.horizontally_scalable && scaling.max_replicas <= 3,
            "{function}"
        );
    }
    for template in Catalogue::builtin().templates() {
        let stateful = template.workload.kind == WorkloadKind::StatefulSet;
        assert_eq!(
            template.workload.storage.is_some(),
            stateful,
            "{}",
            template.function
        );
    }
}

#[test]
fn the_core_starts_with_its_register_and_the_session_manager_waits_for_a_user_plane() {
    let catalogue = Catalogue::builtin();
    let closed = catalogue.hard_closure(&BTreeSet::from([Nf::Amf, Nf::Smf]));
    assert_eq!(closed, BTreeSet::from([Nf::Amf, Nf::Smf, Nf::Nrf, Nf::Upf]));
    let order = catalogue.start_order(&closed);
    assert_eq!(
        order,
        [
            BTreeSet::from([Nf::Upf, Nf::Nrf]),
            BTreeSet::from([Nf::Amf, Nf::Smf])
        ]
    );
    assert_eq!(template(Nf::Smf).dependencies[&Nf::Pcf], Need::Soft);
}

#[test]
fn everything_at_once_starts_in_waves_that_never_need_a_later_one() {
    let catalogue = Catalogue::builtin();
    let all: BTreeSet<_> = Nf::ALL.iter().copied().collect();
    let mut started = BTreeSet::new();
    for wave in catalogue.start_order(&all) {
        for function in &wave {
            assert!(
                template(*function)
                    .hard_dependencies()
                    .all(|needed| started.contains(&needed)),
                "{function}"
            );
        }
        started.extend(wave);
    }
    assert_eq!(started, all);
}
