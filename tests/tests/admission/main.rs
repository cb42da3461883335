//! Every rule of the custom kinds, against the real API server: what it accepts, and what it says when it refuses.

#![allow(clippy::unwrap_used)]

mod text_policy;

use kube::api::{ApiResource, DynamicObject, Patch, PatchParams};
use kube::{Api, Client};
use nephoran_devcluster::cluster::{DevCluster, Options};
use nephoran_end_to_end::access::repository_root;
use serde_json::{Value, json};

/// An object, named by its spec, and what the API server must say about it: nothing when it is accepted.
struct Case {
    kind: &'static str,
    spec: Value,
    refusal: Option<&'static str>,
}

fn accepted(kind: &'static str, spec: Value) -> Case {
    Case {
        kind,
        spec,
        refusal: None,
    }
}

fn refused(kind: &'static str, spec: Value, message: &'static str) -> Case {
    Case {
        kind,
        spec,
        refusal: Some(message),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_server_enforces_every_rule_with_its_message() {
    let options = Options {
        nodes: 0,
        crds: Some(repository_root().join("config/crds")),
        ..Options::default()
    };
    let cluster = DevCluster::connect_or_start(options).await.unwrap();
    let client = cluster.client().await.unwrap();
    let mut wrong = Vec::new();
    let cases = [
        network_intents(),
        shared_fields(),
        sources(),
        processing(),
        rollouts(),
        clusters(),
    ];
    for case in cases.into_iter().flatten() {
        let answer = dry_run(&client, case.kind, &case.spec).await;
        let as_expected = match (&answer, case.refusal) {
            (Ok(()), None) => true,
            (Err(said), Some(message)) => said.contains(message),
            _ => false,
        };
        if !as_expected {
            wrong.push(format!(
                "{} {}: expected {:?}, was {answer:?}",
                case.kind, case.spec, case.refusal
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the API server would do, with unknown fields refused. Nothing is stored.
async fn dry_run(client: &Client, kind: &str, spec: &Value) -> Result<(), String> {
    let resource = ApiResource {
        group: "nephoran.com".to_owned(),
        version: "v1".to_owned(),
        api_version: "nephoran.com/v1".to_owned(),
        kind: kind.to_owned(),
        plural: format!("{}s", kind.to_lowercase()),
    };
    let mut object = DynamicObject::new("case", &resource);
    object.data = json!({ "spec": spec });
    let api: Api<DynamicObject> = if kind == "TargetCluster" {
        Api::all_with(client.clone(), &resource)
    } else {
        Api::namespaced_with(client.clone(), "default", &resource)
    };
    let parameters = PatchParams {
        dry_run: true,
        ..PatchParams::apply("tests").validation_strict()
    };
    let answer = api.patch("case", &parameters, &Patch::Apply(&object)).await;
    answer.map(drop).map_err(|error| error.to_string())
}

/// The smallest NetworkIntent, with one field more.
fn intent(field: &str, value: Value) -> Value {
    let mut spec = json!({ "intent": "Deploy an AMF" });
    spec[field] = value;
    spec
}

#[expect(clippy::too_many_lines, reason = "a table, one row per rule")]
fn network_intents() -> Vec<Case> {
    const KIND: &str = "NetworkIntent";
    let ok = |field: &str, value: Value| accepted(KIND, intent(field, value));
    let no = |field: &str, value: Value, message: &'static str| {
        refused(KIND, intent(field, value), message)
    };
    let components = |names: &[&str]| json!(names);
    let every: Vec<String> = nephoran_api_components();
    vec![
        ok("intent", json!("x".repeat(10))),
        ok("intent", json!("x".repeat(2000))),
        no(
            "intent",
            json!("too short"),
            "spec.intent: Invalid value: \"too short\": spec.intent in body should be at least 10 chars long",
        ),
        no(
            "intent",
            json!("x".repeat(2001)),
            "may not be more than 2000",
        ),
        refused(KIND, json!({}), "spec.intent: Required value"),
        ok("intentType", json!("Scaling")),
        ok("intentType", json!("OPTIMIZATION")),
        no(
            "intentType",
            json!("destroy"),
            "spec.intentType must be one of deployment, scaling, optimization, maintenance, policy",
        ),
        ok("priority", json!("Critical")),
        no(
            "priority",
            json!("urgent"),
            "spec.priority must be one of low, medium, high, critical",
        ),
        ok(
            "targetComponents",
            json!(every.iter().take(20).collect::<Vec<_>>()),
        ),
        ok(
            "targetComponents",
            json!(every.iter().rev().take(20).collect::<Vec<_>>()),
        ),
        ok(
            "targetComponents",
            components(&["amf", "near-rt-ric", "gnodeb"]),
        ),
        no(
            "targetComponents",
            components(&["AMF", "HLR"]),
            "spec.targetComponents must be network function types: AMF, SMF, UPF",
        ),
        no(
            "targetComponents",
            components(&["AMF", "amf"]),
            "spec.targetComponents must not name a network function twice",
        ),
        no(
            "targetComponents",
            json!(every.iter().take(21).collect::<Vec<_>>()),
            "must have at most 20 items",
        ),
        ok(
            "resourceConstraints",
            json!({ "cpu": "500m", "maxCpu": "0.5", "memory": "1Gi", "maxMemory": "1024Mi", "storage": "10Gi" }),
        ),
        ok("resourceConstraints", json!({ "cpu": 2, "maxCpu": 4 })),
        no(
            "resourceConstraints",
            json!({ "cpu": "2", "maxCpu": "1500m" }),
            "spec.resourceConstraints.maxCpu must not be less than cpu",
        ),
        no(
            "resourceConstraints",
            json!({ "memory": "2Gi", "maxMemory": "2G" }),
            "spec.resourceConstraints.maxMemory must not be less than memory",
        ),
        no(
            "resourceConstraints",
            json!({ "cpu": "two" }),
            "spec.resourceConstraints.cpu",
        ),
        ok("networkSlice", json!("010203-aaBBcc")),
        no(
            "networkSlice",
            json!("01-0203"),
            "spec.networkSlice in body should match",
        ),
        ok("timeoutSeconds", json!(30)),
        ok("timeoutSeconds", json!(3600)),
        no(
            "timeoutSeconds",
            json!(29),
            "spec.timeoutSeconds in body should be greater than or equal to 30",
        ),
        no(
            "timeoutSeconds",
            json!(3601),
            "spec.timeoutSeconds in body should be less than or equal to 3600",
        ),
        ok("maxRetries", json!(0)),
        no(
            "maxRetries",
            json!(11),
            "spec.maxRetries in body should be less than or equal to 10",
        ),
        no(
            "maxRetries",
            json!(-1),
            "spec.maxRetries in body should be greater than or equal to 0",
        ),
        ok("deletionPolicy", json!("orphan")),
        no(
            "deletionPolicy",
            json!("Keep"),
            "spec.deletionPolicy must be one of Delete, Orphan",
        ),
        ok("approval", json!("manual")),
        no(
            "approval",
            json!("Maybe"),
            "spec.approval must be one of Auto, Manual",
        ),
        ok("targetNamespace", json!("core-5g")),
        no(
            "targetNamespace",
            json!("../core"),
            "spec.targetNamespace in body should match",
        ),
        no(
            "targetNamespace",
            json!("x".repeat(64)),
            "may not be more than 63",
        ),
        no(
            "targetCluster",
            json!(""),
            "spec.targetCluster in body should be at least 1 chars long",
        ),
        no(
            "region",
            json!(""),
            "spec.region in body should be at least 1 chars long",
        ),
        ok("parameters", Value::Null),
        ok("parameters", json!({ "anything": { "goes": [1, "two"] } })),
        ok("parametersMap", json!({ "key": "value" })),
        no(
            "parametersMap",
            json!({ "key": 1 }),
            "spec.parametersMap.key",
        ),
        ok(
            "processedParameters",
            json!({ "written": "by the original operator" }),
        ),
        no(
            "replicas",
            json!(3),
            ".spec.replicas: field not declared in schema",
        ),
    ]
}

fn nephoran_api_components() -> Vec<String> {
    let crd = std::fs::read_to_string(
        repository_root().join("config/crds/nephoran.com_networkintents.yaml"),
    )
    .unwrap();
    let (_, names) = crd
        .split_once("spec.targetComponents must be network function types: ")
        .unwrap();
    names
        .lines()
        .next()
        .unwrap()
        .trim_end_matches('"')
        .split(", ")
        .map(str::to_owned)
        .collect()
}

const DIGEST: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

fn reference(kind: &str) -> Value {
    json!({ "kind": kind, "name": "core", "uid": "u", "digest": DIGEST })
}

/// The phase kinds that consume the result of the kind before, with a value each that is no result of it.
const CONSUMERS: [(&str, &str); 4] = [
    ("ResourcePlan", "IntentProcessing"),
    ("ManifestGeneration", "ResourcePlan"),
    ("GitOpsDeployment", "ManifestGeneration"),
    ("DeploymentVerification", "GitOpsDeployment"),
];

fn sources() -> Vec<Case> {
    let inline = |kind: &str| match kind {
        "ResourcePlan" => json!({ "action": "Deploy", "networkFunctions": [{ "type": "AMF" }] }),
        "GitOpsDeployment" => {
            json!({ "package": "core", "files": { "local/configmap.yaml": "kind: ConfigMap" } })
        }
        _ => {
            json!({ "cluster": "local", "objects": [{ "apiVersion": "v1", "kind": "Service", "namespace": "core", "name": "amf" }] })
        }
    };
    let mut cases = Vec::new();
    for (kind, upstream) in CONSUMERS {
        let source = |source: Value| json!({ "source": source });
        cases.push(accepted(
            kind,
            source(json!({ "ref": reference(upstream) })),
        ));
        cases.push(refused(
            kind,
            source(json!({})),
            "spec.source must hold exactly one of ref and inline",
        ));
        cases.push(refused(kind, json!({}), "spec.source: Required value"));
        let mut odd = reference(upstream);
        odd["digest"] = json!("sha256:short");
        cases.push(refused(
            kind,
            source(json!({ "ref": odd })),
            "spec.source.ref.digest in body should match",
        ));
        if kind != "ManifestGeneration" {
            cases.push(accepted(kind, source(json!({ "inline": inline(kind) }))));
            let both = json!({ "ref": reference(upstream), "inline": inline(kind) });
            cases.push(refused(
                kind,
                source(both),
                "spec.source must hold exactly one of ref and inline",
            ));
        }
    }
    cases
}

fn shared_fields() -> Vec<Case> {
    let mut cases = Vec::new();
    for (kind, upstream) in CONSUMERS {
        let with = |field: &str, value: Value| {
            let mut spec = json!({ "source": { "ref": reference(upstream) } });
            spec[field] = value;
            spec
        };
        cases.extend([
            accepted(kind, with("mode", json!("Shadow"))),
            refused(
                kind,
                with("mode", json!("shadow")),
                "spec.mode: Unsupported value",
            ),
            accepted(kind, with("stopAfter", json!("ManifestGeneration"))),
            refused(
                kind,
                with("stopAfter", json!("Completed")),
                "spec.stopAfter: Unsupported value",
            ),
            refused(
                kind,
                with("timeoutSeconds", json!(5)),
                "greater than or equal to 30",
            ),
            refused(
                kind,
                with("maxRetries", json!(11)),
                "less than or equal to 10",
            ),
            refused(
                kind,
                with("intentRef", json!({ "name": "core" })),
                "spec.intentRef.generation: Required value",
            ),
        ]);
        if kind != "DeploymentVerification" {
            cases.extend([
                refused(
                    kind,
                    with("approval", json!("never")),
                    "spec.approval must be one of Auto, Manual",
                ),
                refused(
                    kind,
                    with("deletionPolicy", json!("never")),
                    "spec.deletionPolicy must be one of Delete, Orphan",
                ),
            ]);
        }
    }
    cases
}

fn processing() -> Vec<Case> {
    const KIND: &str = "IntentProcessing";
    let hint = |field: &str, value: Value| intent("hints", json!({ field: value }));
    let option = |field: &str, value: Value| intent("processing", json!({ field: value }));
    vec![
        accepted(
            KIND,
            intent(
                "processing",
                json!({ "provider": "builtin", "temperature": 0.1, "maxTokens": 100 }),
            ),
        ),
        refused(
            KIND,
            option("provider", json!("oracle")),
            "spec.processing.provider",
        ),
        refused(
            KIND,
            option("temperature", json!(2.5)),
            "less than or equal to 2",
        ),
        refused(
            KIND,
            option("maxTokens", json!(99)),
            "greater than or equal to 100",
        ),
        refused(
            KIND,
            option("rag", json!({ "maxDocuments": 21 })),
            "less than or equal to 20",
        ),
        refused(
            KIND,
            hint("intentType", json!("destroy")),
            "intentType must be one of deployment, scaling, optimization, maintenance, policy",
        ),
        refused(
            KIND,
            hint("priority", json!("urgent")),
            "priority must be one of low, medium, high, critical",
        ),
        refused(
            KIND,
            hint("deletionPolicy", json!("Keep")),
            "deletionPolicy must be one of Delete, Orphan",
        ),
        refused(
            KIND,
            hint("approval", json!("Maybe")),
            "approval must be one of Auto, Manual",
        ),
        refused(KIND, hint("networkSlice", json!("x")), "should match"),
    ]
}

fn rollouts() -> Vec<Case> {
    const KIND: &str = "MigrationRollout";
    let rollout = |field: &str, value: Value| {
        let mut spec = json!({ "flag": "microservices.llm.enabled" });
        spec[field] = value;
        spec
    };
    let steps = |percentages: &[u32]| {
        let steps: Vec<Value> = percentages
            .iter()
            .map(|percentage| json!({ "percentage": percentage }))
            .collect();
        rollout("steps", json!(steps))
    };
    let gate = |gate: Value| rollout("gates", json!([gate]));
    vec![
        accepted(KIND, steps(&[10, 25, 25, 100])),
        refused(
            KIND,
            steps(&[10, 50, 25]),
            "spec.steps percentages must not go down",
        ),
        refused(KIND, steps(&[101]), "less than or equal to 100"),
        accepted(
            KIND,
            gate(json!({ "name": "error-rate", "threshold": 0.01 })),
        ),
        accepted(
            KIND,
            gate(json!({ "name": "prometheus", "threshold": 1, "query": "up" })),
        ),
        refused(
            KIND,
            gate(json!({ "name": "prometheus", "threshold": 1 })),
            "a gate named prometheus needs a query",
        ),
        refused(
            KIND,
            gate(json!({ "name": "weather", "threshold": 1 })),
            "Unsupported value",
        ),
    ]
}

fn clusters() -> Vec<Case> {
    const KIND: &str = "TargetCluster";
    let pricing = json!({ "cpuHour": 0.04, "memoryGiBHour": 0.005, "currency": "EUR" });
    vec![
        accepted(
            KIND,
            json!({ "region": "eu-west", "provider": "edge", "features": ["sriov", "hugepages-1Gi"], "pricing": pricing }),
        ),
        refused(
            KIND,
            json!({ "provider": "moon" }),
            "spec.provider: Unsupported value",
        ),
        refused(
            KIND,
            json!({ "features": ["teleport"] }),
            "Unsupported value",
        ),
        refused(
            KIND,
            json!({ "pricing": { "cpuHour": -1, "memoryGiBHour": 0 } }),
            "greater than or equal to 0",
        ),
        refused(
            KIND,
            json!({ "pricing": { "cpuHour": 1, "memoryGiBHour": 0, "currency": "euro" } }),
            "should match",
        ),
        refused(
            KIND,
            json!({ "repository": { "url": "" } }),
            "spec.repository.url",
        ),
        refused(
            KIND,
            json!({ "engine": "Magic" }),
            "spec.engine: Unsupported value",
        ),
        refused(
            KIND,
            json!({ "admission": { "maxReplicas": 0 } }),
            "greater than or equal to 1",
        ),
    ]
}
