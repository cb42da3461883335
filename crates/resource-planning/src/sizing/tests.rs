use nephoran_telecom::{Catalogue, NetworkFunctionType as Nf};

use super::*;

fn function(function_type: Nf) -> Function<'static> {
    Function {
        name: function_type.short_name().to_owned(),
        template: Catalogue::builtin().template(function_type).unwrap(),
        added_for: None,
        settings: Settings::default(),
    }
}

fn capacity(subscribers: u64) -> CapacityRequest {
    CapacityRequest {
        subscribers: Some(subscribers),
        ..CapacityRequest::default()
    }
}

#[test]
fn registrations_follow_subscribers_unless_the_intent_names_them() {
    let load = of_capacity(&capacity(16_200));
    assert_eq!(load.of(Axis::RegistrationsPerSecond), 10);
    assert_eq!((load.of(Axis::Ues), load.of(Axis::Cells)), (1620, 2));
    let named = CapacityRequest {
        registrations_per_second: Some(70),
        cells: Some(12),
        ..capacity(16_200)
    };
    let load = of_capacity(&named);
    assert_eq!(
        (load.of(Axis::RegistrationsPerSecond), load.of(Axis::Cells)),
        (70, 12)
    );
}

#[test]
fn siblings_share_every_part_of_the_load() {
    let settings = Settings {
        capacity: capacity(10_000),
        downlink: Some(BitRate::from_bits_per_second(3_000_000_000)),
        ..Settings::default()
    };
    let load = load(&settings, 3);
    assert_eq!(
        (load.of(Axis::Subscribers), load.of(Axis::ThroughputMbps)),
        (3334, 1000)
    );
}

#[test]
fn an_overcommitted_request_is_lower_and_its_limit_is_not() {
    let amf = function(Nf::Amf);
    let size = size(&amf, &of_capacity(&capacity(10_000))).unwrap();
    let usual = amounts(&amf, &size, false, false).unwrap();
    let shared = amounts(&amf, &size, false, true).unwrap();
    assert_eq!(usual.cpu_millicores, 330);
    assert_eq!(shared.cpu_millicores, 220);
    assert_eq!(shared.cpu_limit_millicores, usual.cpu_limit_millicores);
    assert_eq!(shared.memory_bytes, usual.memory_bytes);
}

#[test]
fn overcommitment_stops_at_the_floor_and_leaves_guaranteed_and_user_plane_functions_alone() {
    let amf = function(Nf::Amf);
    let small = size(&amf, &of_capacity(&capacity(1000))).unwrap();
    assert_eq!(
        amounts(&amf, &small, false, true).unwrap().cpu_millicores,
        150
    );
    let large = size(&amf, &of_capacity(&capacity(10_000))).unwrap();
    assert_eq!(
        amounts(&amf, &large, true, true),
        amounts(&amf, &large, true, false)
    );
    let upf = function(Nf::Upf);
    let size = size(&upf, &Load::on(Axis::ThroughputMbps, 8000)).unwrap();
    assert_eq!(
        amounts(&upf, &size, false, true),
        amounts(&upf, &size, false, false)
    );
}
