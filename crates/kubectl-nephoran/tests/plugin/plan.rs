//! `plan`: files of intents and their plans.

use std::fmt::Write as _;

use nephoran_api::Plan;
use serde_json::Value;

use crate::{intent, run, run_with};

const CORE: &str = "examples/01-core.yaml";
const SCALE: &str = "examples/02-scale-amf.yaml";

fn planned(input: &str) -> crate::Ran {
    run_with(["plan", "-f", "-"], input)
}

fn replicas(output: &str, component: &str) -> u32 {
    let documents: Vec<Value> = serde_json::from_str(output).unwrap();
    let plans = documents
        .into_iter()
        .map(|document| serde_json::from_value::<Plan>(document["plan"].clone()).unwrap());
    let components: Vec<_> = plans.flat_map(|plan| plan.components).collect();
    components
        .iter()
        .find(|found| found.name == component)
        .unwrap()
        .replicas
        .desired
}

#[test]
fn a_table_shows_functions_sizes_places_and_cost() {
    insta::assert_snapshot!(run(["plan", "-f", CORE]));
}

#[test]
fn a_change_in_another_file_is_part_of_the_plan_of_its_owner() {
    assert_eq!(
        replicas(&run(["plan", "-f", CORE, "-o", "json"]).stdout, "amf"),
        3
    );
    let both = run(["plan", "-f", CORE, "-f", SCALE, "-o", "json"]);
    assert_eq!((both.code, replicas(&both.stdout, "amf")), (0, 5));
    let table = run(["plan", "-f", CORE, "-f", SCALE]).stdout;
    assert!(table.contains("changed by core/scale-amf"), "{table}");
}

#[test]
fn the_order_of_files_does_not_matter_for_who_owns_what() {
    assert_eq!(
        run(["plan", "-f", SCALE, "-f", CORE]).stdout,
        run(["plan", "-f", CORE, "-f", SCALE]).stdout
    );
}

#[test]
fn a_later_change_supersedes_an_earlier_one_and_that_is_said() {
    let input = [
        intent("core", "Deploy AMF with 3 replicas"),
        intent("up", "Scale the AMF to 5 replicas"),
        intent("down", "Scale the AMF to 4 replicas"),
    ];
    insta::assert_snapshot!(planned(&input.concat()));
}

#[test]
fn creation_decides_which_change_is_later() {
    let dated = |name: &str, sentence: &str, time: &str| {
        intent(name, sentence).replace(
            "namespace: core",
            &format!("namespace: core, creationTimestamp: \"{time}\""),
        )
    };
    let input = [
        dated(
            "down",
            "Scale the AMF to 4 replicas",
            "2026-11-21T12:00:02Z",
        ),
        dated("up", "Scale the AMF to 5 replicas", "2026-11-21T12:00:01Z"),
        dated("core", "Deploy AMF with 3 replicas", "2026-11-21T12:00:00Z"),
    ];
    assert_eq!(
        replicas(
            &run_with(["plan", "-f", "-", "-o", "json"], &input.concat()).stdout,
            "amf"
        ),
        4
    );
}

#[test]
fn a_change_without_its_owner_says_how_to_name_it() {
    let ran = run(["plan", "-f", SCALE]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran);
}

#[test]
fn a_change_that_the_owner_cannot_include_is_an_error_and_the_plan_stands() {
    let input = [
        intent("core", "Deploy AMF with 3 replicas"),
        intent("much", "Scale the AMF to 900 replicas"),
    ];
    let ran = planned(&input.concat());
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran);
}

#[test]
fn two_deploys_of_one_function_conflict() {
    let input = [
        intent("first", "Deploy AMF with 3 replicas"),
        intent("second", "Deploy AMF with 2 replicas"),
    ];
    let ran = planned(&input.concat());
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran);
}

#[test]
fn a_question_ends_with_3_and_the_other_intents_are_planned() {
    let input = [
        intent("vague", "Please make the network nicer"),
        intent("core", "Deploy AMF with 3 replicas"),
    ];
    let ran = planned(&input.concat());
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran);
}

#[test]
fn an_error_outweighs_a_question() {
    let input = [
        intent("vague", "Please make the network nicer"),
        intent("lost", "Scale the AMF to 5 replicas"),
    ];
    assert_eq!(planned(&input.concat()).code, 1);
}

#[test]
fn a_chosen_intent_type_that_contradicts_the_sentence_is_asked_about() {
    let typed = |name: &str| {
        intent("core", "Deploy AMF with 3 replicas")
            .replace("spec: {", &format!("spec: {{intentType: {name}, "))
    };
    assert_eq!(planned(&typed("deployment")).code, 0);
    assert_eq!(planned(&typed("scaling")).code, 3);
}

#[test]
fn explain_says_why() {
    insta::assert_snapshot!(run([
        "plan",
        "-f",
        "examples/03-urllc-slice.yaml",
        "--cluster",
        "examples/target-clusters.yaml",
        "--explain"
    ]));
}

#[test]
fn without_clusters_a_region_is_relaxed_and_that_is_said() {
    let ran = run(["plan", "-f", "examples/03-urllc-slice.yaml"]);
    assert!(
        ran.stdout.contains("relaxed: region from eu-west"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_unknown_region_names_those_that_exist() {
    let input = intent("core", "Deploy AMF with 3 replicas in region eu-north");
    let ran = run_with(
        [
            "plan",
            "-f",
            "-",
            "--cluster",
            "examples/target-clusters.yaml",
        ],
        &input,
    );
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("known regions: eu-central, eu-west"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_a_cluster_says_of_its_nodes_counts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cluster.yaml");
    let amounts = |cpu: &str, memory: &str| format!("{{cpu: '{cpu}', memory: {memory}}}");
    let cluster = format!(
        "apiVersion: nephoran.com/v1\nkind: TargetCluster\nmetadata: {{name: site}}\nspec: {{}}\nstatus: {{nodes: {{ready: 1, allocatable: {}, requested: {}, requestedElsewhere: {}}}}}\n",
        amounts("4", "8Gi"),
        amounts("3950m", "1Gi"),
        amounts("3950m", "1Gi"),
    );
    std::fs::write(&file, cluster).unwrap();
    let arguments = ["plan", "-f", "-", "--cluster", file.to_str().unwrap()];
    let ran = run_with(arguments, &intent("core", "Deploy AMF with 3 replicas"));
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr
            .contains("of the 4 that its nodes offer, of which 3950m are requested by other Pods"),
        "{}",
        ran.stderr
    );
}

#[test]
fn yaml_has_one_document_per_deploy() {
    let ran = run(["plan", "-f", "examples", "-o", "yaml"]);
    let documents: Vec<Value> = serde_saphyr::from_multiple(&ran.stdout).unwrap();
    let json: Vec<Value> =
        serde_json::from_str(&run(["plan", "-f", "examples", "-o", "json"]).stdout).unwrap();
    assert_eq!(documents, json);
    let intents: Vec<_> = documents
        .iter()
        .map(|document| document["intent"].as_str().unwrap())
        .collect();
    assert_eq!(
        intents,
        ["complete-core", "factory-robots", "oran", "edge-upf"]
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let misspelt = intent("core", "Deploy AMF with 3 replicas")
        .replace("spec: {", "spec: {targetComponent: [AMF], ");
    let wrong_value = intent("core", "Deploy AMF with 3 replicas")
        .replace("spec: {", "spec: {targetComponents: [AMFF], ");
    let old = intent("core", "Deploy AMF with 3 replicas")
        .replace("nephoran.com/v1", "intent.nephoran.com/v1alpha1");
    let twice = intent("core", "Deploy AMF with 3 replicas").repeat(2);
    let cases = [
        ("a misspelt field", misspelt),
        ("a value its field cannot have", wrong_value),
        ("another version", old),
        ("an intent that stands twice", twice),
        ("a short sentence", intent("core", "Deploy")),
        (
            "no name",
            "{apiVersion: nephoran.com/v1, kind: NetworkIntent, spec: {intent: Deploy AMF now}}"
                .to_owned(),
        ),
        ("no kind", "{metadata: {name: core}}".to_owned()),
        ("no YAML", "kind: [NetworkIntent\nmetadata: }".to_owned()),
        (
            "no intent",
            "{apiVersion: v1, kind: Namespace, metadata: {name: core}}".to_owned(),
        ),
        ("nothing", "# only a comment\n".to_owned()),
    ];
    let mut seen = String::new();
    for (what, input) in cases {
        let ran = planned(&input);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{what}");
        let message = ran.stderr.trim_end().replace('\n', "\n  ");
        writeln!(seen, "{what}\n  {message}").unwrap();
    }
    let missing = run(["plan", "-f", "examples/none.yaml"]);
    assert_eq!(missing.code, 1);
    insta::assert_snapshot!(seen + &missing.stderr);
}

#[test]
fn a_list_as_kubectl_prints_it_is_read() {
    let input = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "nephoran.com/v1", "kind": "NetworkIntent",
        "metadata": {"name": "core", "namespace": "core", "uid": "u", "generation": 4, "managedFields": [{"manager": "kubectl"}]},
        "spec": {"intent": "Deploy AMF with 3 replicas", "intentType": "deployment", "suspend": false}, "status": {"phase": "Completed"}}]}"#;
    let ran = run_with(["plan", "-f", "-", "-o", "json"], input);
    assert_eq!(
        (ran.code, replicas(&ran.stdout, "amf")),
        (0, 3),
        "{}",
        ran.stderr
    );
}
