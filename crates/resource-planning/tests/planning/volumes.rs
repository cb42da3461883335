//! Volumes that are there already keep their size: the claims of a StatefulSet do not change.

use nephoran_api::Plan;
use nephoran_resource_planning::{Amendment, Cluster, PlanInput, Planned, explain, plan};
use proptest::prelude::*;

use crate::generate;
use crate::properties::{config, with_figure};
use crate::{clusters, component, input, model, words};

/// A register of subscriptions: 1Gi, and 20 KiB for each of its subscribers.
fn udr(subscribers: u32, rest: &str) -> String {
    format!(
        "{{action: Deploy, networkFunctions: [{{type: UDR}}], capacity: {{subscribers: {subscribers}}}{rest}}}"
    )
}

fn after(previous: &Plan, text: &str, clusters: Vec<Cluster>) -> PlanInput<'static> {
    PlanInput {
        previous: Some(previous.clone()),
        ..input(model(text), vec![], clusters)
    }
}

fn size(planned: &Planned) -> &str {
    &component(planned, "udr").storage.as_ref().unwrap().0
}

fn first() -> Plan {
    let planned = crate::planned(&udr(10, ", resources: {storage: 5Gi}"));
    assert_eq!(size(&planned), "5Gi");
    planned.plan
}

fn amending(text: &str) -> Amendment {
    Amendment {
        namespace: "telecom".to_owned(),
        intent: "later".to_owned(),
        uid: "1".to_owned(),
        generation: 1,
        model: model(text),
    }
}

#[test]
fn a_load_that_takes_another_volume_keeps_the_old_one_and_says_what_to_do() {
    let small = crate::planned(&udr(10, "")).plan;
    let grow =
        "{action: Configure, networkFunctions: [{type: UDR}], capacity: {subscribers: 300000}}";
    let grown = PlanInput {
        amendments: vec![amending(grow)],
        ..after(&small, &udr(10, ""), vec![])
    };
    let grown = plan(&grown).unwrap();
    assert_eq!(
        (size(&grown), component(&grown, "udr").replicas.desired),
        ("2Gi", 15),
        "everything but the volume follows the load"
    );
    let kept = |planned: &Planned| -> Vec<String> {
        let warnings = planned.plan.warnings.iter();
        let kept = warnings.filter(|warning| warning.contains("keeps its volume"));
        kept.cloned().collect()
    };
    // 20,000 subscribers of a replica take 400 MiB, which is within the same GiB.
    assert_eq!(kept(&grown), Vec::<String>::new());

    let chf = |subscribers: u32| {
        format!(
            "{{action: Deploy, networkFunctions: [{{type: CHF}}], capacity: {{subscribers: {subscribers}}}}}"
        )
    };
    let small = crate::planned(&chf(1000)).plan;
    let grown = plan(&after(&small, &chf(9000), vec![])).unwrap();
    insta::assert_snapshot!(kept(&grown).join("\n"), @"chf keeps its volume of 2Gi and its load takes 6Gi: the claims of a StatefulSet do not change; watch how full it is; expand its claims by hand where their StorageClass allows it, or deploy it under another name, which starts with an empty volume");
    assert_eq!(component(&grown, "chf").storage.as_ref().unwrap().0, "2Gi");

    let large = crate::planned(&chf(9000)).plan;
    let shrunk = plan(&after(&large, &chf(1000), vec![])).unwrap();
    insta::assert_snapshot!(kept(&shrunk).join("\n"), @"chf keeps its volume of 6Gi and its load takes 2Gi: the claims of a StatefulSet do not change; leave it, or deploy it under another name, which starts with an empty volume");
    assert_eq!(component(&shrunk, "chf").storage.as_ref().unwrap().0, "6Gi");
}

#[test]
fn another_size_in_the_intent_is_refused_and_changes_nothing() {
    let change = "{action: Configure, networkFunctions: [{type: UDR}], resources: {storage: 20Gi}}";
    let amended = PlanInput {
        amendments: vec![amending(change)],
        ..after(&first(), &udr(10, ", resources: {storage: 5Gi}"), vec![])
    };
    let amended = plan(&amended).unwrap();
    assert_eq!(size(&amended), "5Gi");
    insta::assert_snapshot!(words(&amended.refused[0].error), @"VolumeFixed (validation): udr keeps its volume of 5Gi and cannot get one of 20Gi: the claims of a StatefulSet do not change; ask for 5Gi, or deploy the function under another name, which starts with an empty volume");

    let edited = after(&first(), &udr(10, ", resources: {storage: 3Gi}"), vec![]);
    insta::assert_snapshot!(words(&plan(&edited).unwrap_err()), @"VolumeFixed (validation): udr keeps its volume of 5Gi and cannot get one of 3Gi: the claims of a StatefulSet do not change; ask for 5Gi, or deploy the function under another name, which starts with an empty volume");
    let same = after(&first(), &udr(10, ", resources: {storage: 5120Mi}"), vec![]);
    assert_eq!(size(&plan(&same).unwrap()), "5Gi");
}

#[test]
fn a_function_that_has_to_move_gets_a_volume_of_any_size() {
    let two = || clusters("{one: {region: south}, two: {region: north}}");
    let on = |cluster: &str, storage: &str| {
        udr(
            10,
            &format!(", resources: {{storage: {storage}}}, placement: {{cluster: {cluster}}}"),
        )
    };
    let first = plan(&input(model(&on("one", "5Gi")), vec![], two()))
        .unwrap()
        .plan;
    let moved = plan(&after(&first, &on("two", "20Gi"), two())).unwrap();
    assert_eq!(size(&moved), "20Gi");
    let mut left = two();
    left.retain(|cluster| cluster.name == "two");
    assert_eq!(
        size(&plan(&after(&first, &on("two", "9Gi"), left)).unwrap()),
        "9Gi"
    );
    let elsewhere = PlanInput {
        target_namespace: "elsewhere".to_owned(),
        ..after(&first, &on("one", "20Gi"), two())
    };
    assert_eq!(size(&plan(&elsewhere).unwrap()), "20Gi");
}

#[test]
fn a_volume_that_is_kept_is_explained_and_paid_as_it_is() {
    // Half a TiB: 17.9 USD a month on premises, whatever the load takes now.
    let first = crate::planned(&udr(10, ", resources: {storage: 512Gi}")).plan;
    let input = after(&first, &udr(10, ""), vec![]);
    let planned = plan(&input).unwrap();
    let before = first.cost.per_component["udr"];
    assert!((planned.plan.cost.per_component["udr"] - before).abs() < 1e-9);
    let explanations = explain(&input, &planned).unwrap();
    let storage = explanations
        .iter()
        .find(|one| one.what == "storage")
        .unwrap();
    assert_eq!(storage.formula.as_deref(), Some("512Gi"));
    assert_eq!(
        storage.why,
        "the size it has, which cannot change; its load takes 2Gi"
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_volume_never_changes_its_size_where_it_is(model in generate::deploy(), before in generate::world(), after in generate::world(), figure in 0..7_usize, value in 0..60_000_u64) {
        if let Ok(first) = plan(&before.input(&model)) {
            let changed = PlanInput {
                previous: Some(first.plan.clone()),
                ..after.input(&with_figure(&model, figure, value))
            };
            if let Ok(second) = plan(&changed) {
                for component in &second.plan.components {
                    let had = first.plan.components.iter().find(|had| had.name == component.name && had.cluster == component.cluster);
                    if let Some(had) = had {
                        prop_assert_eq!(&had.storage, &component.storage, "volume of {}", component.name);
                    }
                }
            }
        }
    }
}
