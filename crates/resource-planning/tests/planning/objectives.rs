//! What objectives change: each goal weighs its own part, and a comparison shows the difference.

use nephoran_resource_planning::{Amendment, plan};

use crate::{clusters, component, input, model};

/// One cluster is best at each goal.
const ESTATE: &str = "
    cheap: {pricing: {cpuHour: 0.01, memoryGiBHour: 0.001}, capacity: {cpu: '8'}, latencyMs: {here: 40}, energy: {wattsPerCpu: 8, powerUsageEffectiveness: 2}}
    near: {pricing: {cpuHour: 0.05, memoryGiBHour: 0.005}, capacity: {cpu: '8'}, latencyMs: {here: 1}, energy: {wattsPerCpu: 7, powerUsageEffectiveness: 2}}
    roomy: {pricing: {cpuHour: 0.06, memoryGiBHour: 0.006}, capacity: {cpu: '800'}, latencyMs: {here: 30}, energy: {wattsPerCpu: 6, powerUsageEffectiveness: 2}}
    green: {pricing: {cpuHour: 0.07, memoryGiBHour: 0.007}, capacity: {cpu: '8'}, latencyMs: {here: 50}, energy: {wattsPerCpu: 1, powerUsageEffectiveness: 1.1}}
";

fn amendment(goal: &str) -> Amendment {
    Amendment {
        namespace: "telecom".to_owned(),
        intent: format!("for-{goal}"),
        uid: "1".to_owned(),
        generation: 1,
        model: model(&format!(
            "{{action: Optimize, networkFunctions: [], objectives: [{{goal: {goal}, weight: 1}}]}}"
        )),
    }
}

const AMF: &str = "{action: Deploy, networkFunctions: [{type: AMF, replicas: 8}]}";

#[test]
fn each_goal_finds_the_cluster_that_is_best_at_it() {
    for (goal, best) in [
        ("cost", "cheap"),
        ("latency", "near"),
        ("throughput", "roomy"),
        ("energy", "green"),
    ] {
        let planned = plan(&input(model(AMF), vec![amendment(goal)], clusters(ESTATE))).unwrap();
        assert_eq!(component(&planned, "amf").cluster, best, "{goal}");
        let score = planned.plan.score;
        let part = match goal {
            "cost" => score.cost,
            "latency" => score.latency,
            "throughput" => score.throughput,
            _ => score.energy,
        };
        assert!(
            (score.total - part).abs() < 1e-9,
            "{goal} weighs its own part only"
        );
        assert!((score.performance - f64::midpoint(score.latency, score.throughput)).abs() < 1e-4);
    }
}

#[test]
fn a_comparison_scores_both_plans_under_the_new_objectives() {
    let planned = plan(&input(
        model(AMF),
        vec![amendment("energy")],
        clusters(ESTATE),
    ))
    .unwrap();
    let comparison = planned.plan.comparison.unwrap();
    assert_eq!(comparison.intent, "telecom/for-energy");
    let (before, after) = (comparison.before, comparison.after);
    assert!((after.score.total - 1.0).abs() < 1e-9);
    assert!(before.score.total < after.score.total && before.watts > after.watts);
    assert_eq!((before.replicas, &before.cpu), (after.replicas, &after.cpu));
    // Eight AMFs of 150m and an NRF of 100m, at 1.1 W per CPU.
    assert!((after.watts - 1.3 * 1.1).abs() < 1e-9, "{}", after.watts);
}

#[test]
fn without_new_objectives_nothing_is_compared() {
    let scale = Amendment {
        model: model("{action: Scale, networkFunctions: [{type: AMF, replicas: 2}]}"),
        ..amendment("cost")
    };
    let last = vec![amendment("cost"), scale];
    assert!(
        plan(&input(model(AMF), last, clusters(ESTATE)))
            .unwrap()
            .plan
            .comparison
            .is_none()
    );
}
