//! What `explain` prints holds: every formula, worked out as it is written, gives the number of the plan.

use nephoran_api::{
    Action, BitRate, CapacityRequest, Component, FunctionRequest, IntentModel, QosRequest,
    ResourceRequest, quantity,
};
use nephoran_resource_planning::{Amendment, Explanation, PlanInput, Planned, explain, plan};
use nephoran_telecom::NetworkFunctionType;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use crate::formula::value_of;
use crate::generate;
use crate::properties::config;
use crate::{clusters, component, input, model};

/// The number of a plan that an explanation is about: replicas, CPUs, bytes, or money.
fn planned_number(planned: &Planned, component: &Component, what: &str) -> f64 {
    let cpu = |of: &str| {
        let amounts = match of {
            "requests" => &component.resources.requests,
            _ => &component.resources.limits,
        };
        quantity::millicores(&amounts["cpu"]).unwrap() as f64 / 1e3
    };
    let bytes = |size: &_| quantity::bytes(size).unwrap() as f64;
    match what {
        "replicas" => component.replicas.desired.into(),
        "cpu" => cpu("requests"),
        "cpu limit" => cpu("limits"),
        "memory" => bytes(&component.resources.requests["memory"]),
        "memory limit" => bytes(&component.resources.limits["memory"]),
        "storage" => bytes(component.storage.as_ref().unwrap()),
        "cost per hour" => planned.plan.cost.per_component[&component.name],
        other => unreachable!("nobody knows what {other} is"),
    }
}

fn check(input: &PlanInput<'_>) -> Result<(), TestCaseError> {
    let Ok(planned) = plan(input) else {
        return Ok(());
    };
    let explanations = explain(input, &planned).unwrap();
    for component in &planned.plan.components {
        let mut told = Vec::new();
        for explanation in explanations
            .iter()
            .filter(|one| one.component == component.name)
        {
            told.push(explanation.what);
            holds(&planned, component, explanation)?;
        }
        let mut expected = vec!["replicas", "cpu", "memory", "cpu limit", "memory limit"];
        expected.extend(component.storage.as_ref().map(|_| "storage"));
        expected.extend(["image", "cost per hour"]);
        prop_assert_eq!(told, expected);
    }
    Ok(())
}

fn holds(
    planned: &Planned,
    component: &Component,
    explanation: &Explanation,
) -> Result<(), TestCaseError> {
    let Explanation {
        what,
        value,
        formula,
        why,
        ..
    } = explanation;
    prop_assert!(!why.is_empty());
    let Some(formula) = formula else {
        prop_assert_eq!(value, &component.image);
        return Ok(());
    };
    let number = planned_number(planned, component, what);
    let result = value_of(formula);
    // A cost is rounded to four decimals; everything else is exact.
    let tolerance = if *what == "cost per hour" {
        0.5e-4
    } else {
        0.0
    };
    let difference = (result - number).abs();
    prop_assert!(
        difference <= tolerance + number * 1e-9,
        "{what} of {}: {formula} gives {result}, the plan has {number}",
        component.name
    );
    let shown = value.split(' ').next().unwrap_or_default();
    prop_assert!(
        (value_of(shown) - number).abs() <= number * 1e-9,
        "{what} of {}: {value} is shown, the plan has {number}",
        component.name
    );
    Ok(())
}

/// What a later intent changes of the numbers.
fn amending() -> impl Strategy<Value = IntentModel> {
    let request = (
        weighted(0.3, 1..9_u32),
        weighted(0.3, -2..4_i32),
        weighted(0.3, select(vec![0.5, 1.1, 2.0])),
    );
    let demand = (
        weighted(0.3, 0..40_000_u64),
        weighted(0.2, 0..200_u64),
        weighted(0.2, select(vec![0.99, 0.999, 0.99999])),
        weighted(0.2, 0..20_000_u64),
    );
    let resources = (
        weighted(0.1, select(vec!["1500m", "2", "4"])),
        weighted(0.1, select(vec!["1G", "3Gi"])),
        weighted(0.1, select(vec!["4", "6"])),
        weighted(0.1, select(vec!["30Gi", "50G"])),
    );
    (request, demand, resources).prop_map(|(request, demand, resources)| {
        let (replicas, scale_by, scale_factor) = request;
        let (subscribers, registrations_per_second, availability, megabits) = demand;
        let (cpu, memory, max_cpu, storage) = resources;
        let quantity =
            |text: &str| k8s_openapi::apimachinery::pkg::api::resource::Quantity(text.to_owned());
        IntentModel {
            action: Action::Configure,
            network_functions: vec![FunctionRequest {
                replicas,
                scale_by,
                scale_factor,
                ..FunctionRequest::of(NetworkFunctionType::Amf)
            }],
            capacity: Some(CapacityRequest {
                subscribers,
                registrations_per_second,
                ..CapacityRequest::default()
            }),
            qos: Some(QosRequest {
                availability,
                throughput_downlink: megabits
                    .map(|megabits| BitRate::from_bits_per_second(megabits * 1_000_000)),
                ..QosRequest::default()
            }),
            resources: Some(ResourceRequest {
                cpu: cpu.map(quantity),
                memory: memory.map(quantity),
                max_cpu: max_cpu.map(quantity),
                storage: storage.map(quantity),
                ..ResourceRequest::default()
            }),
            ..IntentModel::default()
        }
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_formula_gives_the_number_of_the_plan(model in generate::deploy(), world in generate::world(), mut amending in amending(), of_all in any::<bool>()) {
        let first = world.input(&model);
        check(&first)?;
        // The change concerns the first function, or all.
        amending.network_functions[0].function_type = model.network_functions[0].function_type;
        if of_all {
            amending.network_functions.clear();
        }
        let amendment = Amendment {
            namespace: "telecom".to_owned(),
            intent: "later".to_owned(),
            uid: "1".to_owned(),
            generation: 1,
            model: amending,
        };
        let previous = plan(&first).ok().map(|planned| planned.plan);
        check(&PlanInput { amendments: vec![amendment], previous, ..first })?;
    }
}

#[test]
fn a_formula_is_written_as_an_engineer_would() {
    let input = input(
        model(
            "{action: Deploy, networkFunctions: [{type: AMF}, {type: CHF}], capacity: {subscribers: 25000}, qos: {availability: 0.99999}, objectives: [{goal: cost, weight: 1}]}",
        ),
        vec![],
        clusters(
            "{here: {pricing: {cpuHour: 0.1, memoryGiBHour: 0.25, storageGiBMonth: 0.5, currency: EUR}}}",
        ),
    );
    let planned = plan(&input).unwrap();
    let lines: Vec<_> = explain(&input, &planned)
        .unwrap()
        .into_iter()
        .filter_map(|line| {
            let formula = line.formula?;
            Some(format!(
                "{} {} {} = {formula}",
                line.component, line.what, line.value
            ))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(component(&planned, "amf").replicas.desired, 4);
}
