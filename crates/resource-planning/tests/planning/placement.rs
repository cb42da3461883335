//! Properties of a placement among other intents, limits and quotas.

use std::collections::BTreeMap;

use nephoran_api::{Component, Score, quantity};
use nephoran_resource_planning::{PlanInput, plan};
use proptest::prelude::*;

use crate::generate;
use crate::properties::{cluster_of, config, offered};
use crate::{clusters, input, model};

/// Component by component: CPU, memory, storage and pods at its most.
fn most(component: &Component) -> [u64; 4] {
    let requests = &component.resources.requests;
    let storage = component.storage.as_ref();
    let one = [
        quantity::millicores(&requests["cpu"]).unwrap(),
        quantity::bytes(&requests["memory"]).unwrap(),
        storage.map_or(0, |storage| quantity::bytes(storage).unwrap()),
        1,
    ];
    one.map(|one| one * u64::from(component.replicas.max))
}

fn used<'p>(components: impl IntoIterator<Item = &'p Component>) -> BTreeMap<String, [u64; 4]> {
    let mut used: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    for component in components {
        let sum = used.entry(component.cluster.clone()).or_default();
        let most = most(component);
        *sum = std::array::from_fn(|index| sum[index] + most[index]);
    }
    used
}

fn dominates(one: &Score, other: &Score) -> bool {
    let parts = |score: &Score| {
        [
            score.cost,
            score.performance,
            score.reliability,
            score.energy,
        ]
    };
    let mut pairs = parts(one).into_iter().zip(parts(other));
    pairs.all(|(one, other)| one >= other)
}

#[test]
fn a_user_plane_away_from_its_session_manager_is_told_with_what_to_check() {
    let core = "{action: Deploy, networkFunctions: [{type: SMF}, {type: UPF}], pattern: Hybrid}";
    let told = |estate: &str| {
        let planned = plan(&input(model(core), vec![], clusters(estate))).unwrap();
        let crossing = |warning: &String| warning.starts_with("N4 crosses clusters");
        planned.plan.warnings.into_iter().find(crossing)
    };
    let apart = told("{central: {provider: onprem}, edge: {provider: edge}}").unwrap();
    for part in ["smf runs on central", "upf on edge", "UDP 8805"] {
        assert!(apart.contains(part), "{apart}");
    }
    assert_eq!(told("{central: {provider: onprem}}"), None);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn capacity_and_quota_are_kept_beside_what_others_hold(model in generate::deploy(), world in generate::world()) {
        let input = world.input(&model);
        if let Ok(planned) = plan(&input) {
            let other = world.other_plan();
            let others = other.iter().flat_map(|other| &other.components);
            let together = used(planned.plan.components.iter().chain(others));
            let ours = used(&planned.plan.components);
            for (cluster, ours) in &ours {
                let all = together[cluster];
                let offered = cluster_of(&world.clusters, cluster).map_or([u64::MAX; 3], offered);
                prop_assert!(all.iter().zip(offered).all(|(all, offered)| *all <= offered), "{all:?} of {offered:?} on {cluster}");
                if let Some(quota) = input.quotas.get(cluster) {
                    prop_assert!(quota.cpu_millicores.is_none_or(|most| ours[0] <= most));
                    prop_assert!(quota.memory_bytes.is_none_or(|most| ours[1] <= most));
                    prop_assert!(quota.pods.is_none_or(|most| ours[3] <= most));
                }
            }
        }
    }

    #[test]
    fn regions_and_the_budget_are_kept(model in generate::deploy(), world in generate::world()) {
        if let Ok(planned) = plan(&world.input(&model)) {
            let limits = &world.constraints;
            for component in &planned.plan.components {
                let region = cluster_of(&world.clusters, &component.cluster).and_then(|cluster| cluster.spec.region.clone());
                if !limits.allowed_regions.is_empty() {
                    prop_assert!(region.as_ref().is_some_and(|region| limits.allowed_regions.contains(region)));
                }
                if !limits.denied_regions.is_empty() {
                    prop_assert!(region.as_ref().is_some_and(|region| !limits.denied_regions.contains(region)));
                }
                prop_assert!(world.place.region.is_none() || world.place.region == region);
            }
            prop_assert!(limits.max_monthly_cost.is_none_or(|most| planned.plan.cost.monthly <= most));
        }
    }

    #[test]
    fn an_unchanged_input_never_moves_anything(model in generate::deploy(), world in generate::world()) {
        let first = world.input(&model);
        if let Ok(planned) = plan(&first) {
            let second = PlanInput { previous: Some(planned.plan.clone()), ..first };
            let again = plan(&second).unwrap();
            prop_assert_eq!(&planned.plan.components, &again.plan.components);
            let third = PlanInput { previous: Some(again.plan.clone()), ..second };
            let third = plan(&third).unwrap();
            prop_assert_eq!(serde_json::to_string(&again.plan).unwrap(), serde_json::to_string(&third.plan).unwrap());
        }
    }

    #[test]
    fn a_plan_settles_after_one_change_of_the_world(model in generate::deploy(), before in generate::world(), after in generate::world()) {
        if let Ok(first) = plan(&before.input(&model)) {
            let changed = PlanInput { previous: Some(first.plan), ..after.input(&model) };
            if let Ok(second) = plan(&changed) {
                let unchanged = PlanInput { previous: Some(second.plan.clone()), ..changed };
                prop_assert_eq!(&second.plan.components, &plan(&unchanged).unwrap().plan.components);
            }
        }
    }

    #[test]
    fn no_alternative_is_beaten_by_another_or_by_the_plan(model in generate::deploy(), world in generate::world()) {
        if let Ok(planned) = plan(&world.input(&model)) {
            let front = &planned.plan.alternatives;
            prop_assert!(front.len() <= 10 && front.is_sorted_by(|one, other| one.score.total >= other.score.total));
            for (index, one) in front.iter().enumerate() {
                prop_assert!(!dominates(&planned.plan.score, &one.score));
                prop_assert!(front.iter().enumerate().all(|(other, by)| other == index || !dominates(&by.score, &one.score)));
                prop_assert_eq!(one.clusters.values().sum::<u32>() as usize, planned.plan.components.len());
            }
        }
    }
}
