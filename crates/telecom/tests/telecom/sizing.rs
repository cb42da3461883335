//! Sizes follow loads: through the published figures, and never down.

use nephoran_telecom::catalogue::{Axis, HardwareFeature, Load, Size};
use nephoran_telecom::{Catalogue, NetworkFunctionType as Nf, Template};
use proptest::prelude::*;

fn template(function: Nf) -> &'static Template {
    Catalogue::builtin()
        .template(function)
        .expect("every type has a template")
}

fn size(function: Nf, load: &Load) -> (u32, u32, u32) {
    let Size {
        replicas,
        cpu_millicores,
        memory_mib,
        ..
    } = template(function).size(load).expect("fits");
    (replicas, cpu_millicores, memory_mib)
}

/// So many subscribers who register once in 27 minutes.
fn subscribers(number: u64) -> Load {
    Load::on(Axis::Subscribers, number)
        .with(Axis::Sessions, number)
        .with(Axis::RegistrationsPerSecond, number.div_ceil(1620))
}

#[test]
fn an_amf_of_a_thousand_subscribers_is_the_small_one_of_the_free5gc_operator() {
    assert_eq!(size(Nf::Amf, &subscribers(1000)), (1, 150, 128));
    let (replicas, cpu, memory) = size(Nf::Amf, &subscribers(10_000));
    assert!(
        replicas == 1 && (300..=350).contains(&cpu) && (256..=300).contains(&memory),
        "{cpu} {memory}"
    );
}

#[test]
fn an_smf_below_a_thousand_sessions_is_the_small_one_and_a_full_one_the_large_one() {
    assert_eq!(size(Nf::Smf, &Load::on(Axis::Sessions, 999)), (1, 100, 128));
    let (replicas, cpu, memory) = size(Nf::Smf, &Load::on(Axis::Sessions, 10_000));
    assert!(
        replicas == 1 && (450..=500).contains(&cpu) && (480..=512).contains(&memory),
        "{cpu} {memory}"
    );
}

#[test]
fn a_upf_is_small_up_to_five_gigabits_and_large_above() {
    for (megabits, expected) in [
        (0, (1, 500, 512)),
        (5000, (1, 500, 512)),
        (5001, (1, 1000, 1024)),
        (10_000, (1, 1000, 1024)),
        (10_001, (2, 1000, 1024)),
    ] {
        assert_eq!(
            size(Nf::Upf, &Load::on(Axis::ThroughputMbps, megabits)),
            expected,
            "{megabits}"
        );
    }
}

#[test]
fn functions_beside_amf_and_smf_start_with_what_free5gc_helm_requests() {
    for function in [
        Nf::Nrf,
        Nf::Ausf,
        Nf::Udm,
        Nf::Udr,
        Nf::Pcf,
        Nf::Nssf,
        Nf::Chf,
        Nf::Nef,
    ] {
        assert_eq!(
            size(function, &subscribers(1000)),
            (1, 100, 128),
            "{function}"
        );
        let (replicas, cpu, memory) = size(function, &subscribers(20_000));
        assert!(
            replicas == 1 && (190..=220).contains(&cpu) && (250..=270).contains(&memory),
            "{function} {cpu} {memory}"
        );
    }
    assert_eq!(size(Nf::N3iwf, &Load::on(Axis::Ues, 100)), (1, 100, 128));
}

#[test]
fn a_unit_with_a_simulated_radio_is_that_of_oai_and_one_with_a_real_radio_that_of_srsran() {
    assert_eq!(size(Nf::ODu, &Load::on(Axis::Cells, 1)), (1, 2000, 1024));
    for function in [Nf::ODu, Nf::Gnodeb] {
        let template = template(function);
        let floor = template
            .real_radio_floor
            .as_ref()
            .expect("has a physical layer");
        assert_eq!((floor.cpu_millicores, floor.memory_mib), (12_000, 16 << 10));
        assert_eq!(
            template.hardware[&HardwareFeature::Hugepages].amount,
            Some(2)
        );
    }
}

#[test]
fn the_most_demanding_line_decides_the_replicas_and_every_line_adds_cpu() {
    let calm = size(Nf::Amf, &Load::on(Axis::Subscribers, 5000));
    let busy = size(
        Nf::Amf,
        &Load::on(Axis::Subscribers, 5000).with(Axis::RegistrationsPerSecond, 250),
    );
    assert_eq!((calm.0, busy.0), (1, 3));
    assert_eq!(busy.1 - calm.1, 500);
}

#[test]
fn volumes_grow_with_what_is_kept_in_them() {
    for (function, axis, much) in [
        (Nf::Udr, Axis::Subscribers, 20_000),
        (Nf::Udsf, Axis::Subscribers, 20_000),
        (Nf::Nwdaf, Axis::Subscribers, 20_000),
        (Nf::Chf, Axis::Subscribers, 20_000),
        (Nf::Hss, Axis::Subscribers, 10_000),
        (Nf::Smo, Axis::Cells, 500),
        (Nf::NearRtRic, Axis::Cells, 500),
        (Nf::NonRtRic, Axis::Cells, 500),
    ] {
        let gib = |load| {
            template(function)
                .size(&Load::on(axis, load))
                .expect("fits")
                .storage_gib
        };
        assert!(0 < gib(0) && gib(0) < gib(much), "{function}");
    }
    assert_eq!(
        template(Nf::Amf)
            .size(&subscribers(10_000))
            .expect("fits")
            .storage_gib,
        0
    );
}

#[test]
fn a_load_beyond_the_most_replicas_names_the_figure() {
    let error = template(Nf::Nrf)
        .size(&subscribers(10_000_000))
        .expect_err("is too much");
    assert_eq!((error.axis, error.load), (Axis::Subscribers, 10_000_000));
    let load = Load::on(Axis::RegistrationsPerSecond, 5000);
    assert_eq!(
        template(Nf::Amf).size(&load).expect_err("is too much").axis,
        Axis::RegistrationsPerSecond
    );
}

prop_compose! {
    fn load()(amounts in prop::array::uniform6(prop_oneof![0_u64..2000, 0_u64..400_000])) -> Load {
        Axis::ALL.iter().zip(amounts).fold(Load::default(), |load, (axis, amount)| load.with(*axis, amount))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_larger_load_never_gets_less_and_never_less_than_the_floor(
        function in prop::sample::select(Nf::ALL), load in load(), axis in prop::sample::select(Axis::ALL), more in 0_u64..400_000
    ) {
        let template = template(function);
        let grown = load.with(axis, load.of(axis) + more);
        if let Ok(larger) = template.size(&grown) {
            let smaller = template.size(&load).expect("a smaller load fits too");
            prop_assert!(smaller.replicas <= larger.replicas);
            prop_assert!(smaller.cpu_millicores <= larger.cpu_millicores);
            prop_assert!(smaller.memory_mib <= larger.memory_mib);
            prop_assert!(smaller.storage_gib <= larger.storage_gib);
            prop_assert!(smaller.replicas >= template.floor.replicas);
            prop_assert!(smaller.cpu_millicores >= template.floor.cpu_millicores);
            prop_assert!(smaller.memory_mib >= template.floor.memory_mib);
            for line in template.sizing.lines() {
                prop_assert!(u64::from(smaller.replicas) * u64::from(line.per_replica_capacity) >= load.of(line.axis));
            }
        }
    }
}
