//! Plans beside others: functions they share, numbers they do not.

use std::collections::BTreeSet;

use nephoran_api::{Isolation, Plan};
use nephoran_resource_planning::{Held, Numbering, PlanInput, plan};
use nephoran_telecom::NetworkFunctionType;

use super::{input, model, planned};

const AMF: &str = "{action: Deploy, networkFunctions: [{type: AMF}]}";
const PCF: &str = "{action: Deploy, networkFunctions: [{type: PCF}]}";

/// The plan of an intent beside those of others.
fn beside(others: &[&Plan], text: &str, previous: Option<&Plan>) -> Plan {
    let input = PlanInput {
        held: Held::of(others.iter().copied()),
        previous: previous.cloned(),
        ..input(model(text), vec![], vec![])
    };
    plan(&input).unwrap().plan
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.components
        .iter()
        .map(|one| one.name.as_str())
        .collect()
}

#[test]
fn the_register_of_a_neighbour_is_used_instead_of_a_second_one() {
    let first = planned(AMF).plan;
    assert_eq!(names(&first), ["nrf", "amf"]);
    let second = beside(&[&first], PCF, None);
    assert_eq!(names(&second), ["pcf"]);
    let used = &second.uses[0];
    assert_eq!(
        (
            used.function_type,
            used.name.as_str(),
            used.package.as_str()
        ),
        (NetworkFunctionType::Nrf, "nrf", "core")
    );
    assert!(
        second
            .warnings
            .iter()
            .any(|warning| warning.contains("nrf (NRF) of intent core is used"))
    );
    assert!(Held::of([&first]).still_offers(&second));
    assert!(!Held::default().still_offers(&second));
}

#[test]
fn a_plan_keeps_the_register_it_brought_when_a_neighbour_brings_one_too() {
    let first = planned(AMF).plan;
    let mut other = beside(&[], PCF, None);
    other.components[0].name = "nrf-of-another".to_owned();
    let again = beside(&[&other], AMF, Some(&first));
    assert_eq!(names(&again), names(&first));
    assert_eq!(again.uses, []);
}

#[test]
fn nothing_of_another_namespace_or_of_an_isolated_plan_is_used() {
    let mut elsewhere = planned(AMF).plan;
    elsewhere.namespace = "elsewhere".to_owned();
    assert_eq!(names(&beside(&[&elsewhere], PCF, None)), ["nrf", "pcf"]);

    let isolated = planned(
        "{action: Deploy, networkFunctions: [{type: AMF}], security: {isolation: dedicated}}",
    )
    .plan;
    assert_eq!(isolated.isolation, Isolation::Physical);
    assert_eq!(names(&beside(&[&isolated], PCF, None)), ["nrf", "pcf"]);

    let shared = planned(AMF).plan;
    let alone = beside(
        &[&shared],
        "{action: Deploy, networkFunctions: [{type: PCF}], security: {isolation: logical}}",
        None,
    );
    assert_eq!(names(&alone), ["nrf", "pcf"]);
}

#[test]
fn pools_slices_and_tracking_areas_are_never_given_out_twice() {
    let slice = |namespace: &str| {
        let text = "{action: Deploy, networkFunctions: [{type: UPF}], slice: {sst: 2, kind: URLLC}, capacity: {subscribers: 9000}}";
        PlanInput {
            target_namespace: namespace.to_owned(),
            ..input(model(text), vec![], vec![])
        }
    };
    let mut plans: Vec<Plan> = Vec::new();
    for number in 0..100 {
        let input = PlanInput {
            held: Held::of(&plans),
            ..slice(&format!("ns-{number}"))
        };
        plans.push(plan(&input).unwrap().plan);
    }
    let pools: Vec<ipnet::Ipv4Net> = plans
        .iter()
        .map(|plan| plan.data_networks[0].pool.parse().unwrap())
        .collect();
    for (index, pool) in pools.iter().enumerate() {
        assert!(
            pool.prefix_len() <= 18,
            "{pool} holds fewer than 9,000 addresses"
        );
        for other in &pools[..index] {
            assert!(
                !pool.contains(other) && !other.contains(pool),
                "{pool} meets {other}"
            );
        }
    }
    let slices: BTreeSet<_> = plans
        .iter()
        .map(|plan| plan.slice.as_ref().unwrap().sd.clone())
        .collect();
    let areas: BTreeSet<_> = plans.iter().map(|plan| plan.plmn.tac).collect();
    assert_eq!((slices.len(), areas.len()), (100, 100));
    assert_eq!(
        (
            plans[0].slice.as_ref().unwrap().sd.as_deref(),
            plans[0].plmn.tac
        ),
        (None, 1)
    );
}

#[test]
fn functions_of_one_namespace_share_their_network() {
    let first = planned(AMF).plan;
    let mut elsewhere = first.clone();
    elsewhere.namespace = "elsewhere".to_owned();
    elsewhere.plmn.tac = 7;
    let second = beside(&[&elsewhere, &first], PCF, None);
    assert_eq!(second.plmn, first.plmn);
}

#[test]
fn an_intent_is_not_renumbered_whatever_others_do() {
    let text = "{action: Deploy, networkFunctions: [{type: UPF}], slice: {sst: 1, kind: eMBB}}";
    let first = planned(text).plan;
    let mut second = beside(&[&first], text, None);
    second.namespace = "elsewhere".to_owned();
    let kept = beside(&[], text, Some(&second));
    assert_eq!(kept.data_networks, second.data_networks);
    assert_eq!(kept.slice, second.slice);
    assert_eq!(kept.plmn, second.plmn);
}

#[test]
fn an_exhausted_address_space_is_a_conflict_that_names_the_way_out() {
    let tight = Numbering::new(
        &"001-01".parse().unwrap(),
        1.try_into().unwrap(),
        vec!["10.45.0.0/20".parse().unwrap()],
    );
    let text = "{action: Deploy, networkFunctions: [{type: UPF}]}";
    let of = |others: &[&Plan]| {
        plan(&PlanInput {
            numbering: tight.clone(),
            held: Held::of(others.iter().copied()),
            ..input(model(text), vec![], vec![])
        })
    };
    let first = of(&[]).unwrap().plan;
    assert_eq!(first.data_networks[0].pool, "10.45.0.0/20");
    let error = of(&[&first]).unwrap_err().to_string();
    assert!(
        error.contains("no pool of 0 addresses is free in 10.45.0.0/20 (1 pools of other intents)"),
        "{error}"
    );
    assert!(error.contains("--address-space"), "{error}");
}

#[test]
fn an_isolation_level_nobody_knows_is_refused_with_the_known_ones() {
    let text = "{action: Deploy, networkFunctions: [{type: AMF}], security: {isolation: cosmic}}";
    let error = plan(&input(model(text), vec![], vec![]))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("security.isolation is cosmic; use one of none,"),
        "{error}"
    );
}
