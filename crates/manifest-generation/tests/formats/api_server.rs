//! Every function of the catalogue, in every format and as every kind of workload, on an API server that refuses what
//! its schemas do not know.

use std::path::Path;

use kube::api::{Api, DynamicObject, Patch, PatchParams, ValidationDirective};
use kube::core::{GroupVersionKind, TypeMeta};
use kube::discovery::{Discovery, Scope};
use nephoran_api::{PackageFormat, Packaging, Plan, WorkloadKind};
use nephoran_devcluster::cluster::{DevCluster, Options as ClusterOptions};
use nephoran_manifest_generation::Options;
use nephoran_telecom::NetworkFunctionType;
use serde_json::Value;

use crate::plans::{component, generate, plan};
use crate::tools::{is_yaml, objects};

/// Nephio's CRDs, where this repository lies beside them.
const NEPHIO: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/schemas/nephio"
);

/// Those a package uses; some of the others no API server accepts.
const DEFINITIONS: [&str; 7] = [
    "workload.nephio.org_nfdeployments",
    "req.nephio.org_capacities",
    "req.nephio.org_interfaces",
    "req.nephio.org_datanetworks",
    "req.nephio.org_dependencies",
    "infra.nephio.org_workloadclusters",
    "infra.nephio.org_networks",
];

/// One plan with every function of the vocabulary, one that is alone with each, and those with all hardware.
fn every_function() -> Plan {
    let components = NetworkFunctionType::ALL
        .iter()
        .map(|function| component(*function, "all", "local"))
        .collect();
    plan("all", components)
}

/// What a package of `plan` applies.
fn applied(plan: &Plan, format: PackageFormat, workload: WorkloadKind) -> Vec<Value> {
    let options = Options {
        packaging: Packaging {
            format,
            workload,
            ..Packaging::default()
        },
        intent: "all".to_owned(),
    };
    let files = generate(plan, &options).unwrap().files;
    let folder = match format {
        PackageFormat::Kpt => "local/",
        PackageFormat::Kustomize => "local/base/",
        PackageFormat::Helm => "local/manifests/",
    };
    files
        .iter()
        .filter(|(path, _)| path.starts_with(folder) && is_yaml(path))
        .filter(|(path, _)| {
            !path.ends_with("kustomization.yaml") && !path.ends_with("package-context.yaml")
        })
        .flat_map(|(_, text)| objects(text).into_values())
        .collect()
}

async fn accepted(
    client: &kube::Client,
    discovery: &Discovery,
    object: &Value,
) -> Result<(), String> {
    let text = |pointer: &str| {
        let value = object.pointer(pointer).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let types = TypeMeta {
        api_version: text("/apiVersion"),
        kind: text("/kind"),
    };
    let kind = GroupVersionKind::try_from(&types).map_err(|error| error.to_string())?;
    let (resource, capabilities) = discovery
        .resolve_gvk(&kind)
        .ok_or_else(|| format!("{kind:?} is not served"))?;
    let api: Api<DynamicObject> = match capabilities.scope {
        Scope::Cluster => Api::all_with(client.clone(), &resource),
        Scope::Namespaced => {
            Api::namespaced_with(client.clone(), &text("/metadata/namespace"), &resource)
        }
    };
    let mut parameters = PatchParams::apply("test").dry_run();
    parameters.field_validation = Some(ValidationDirective::Strict);
    api.patch(&text("/metadata/name"), &parameters, &Patch::Apply(object))
        .await
        .map(|_| ())
        .map_err(|error| error.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_server_accepts_every_object_of_every_function() {
    let cluster = DevCluster::start(ClusterOptions::default()).await.unwrap();
    let client = cluster.client().await.unwrap();
    let namespaces: Api<k8s_openapi::api::core::v1::Namespace> = Api::all(client.clone());
    let namespace = serde_json::from_value(serde_json::json!({"metadata": {"name": "telecom"}}));
    namespaces
        .create(&kube::api::PostParams::default(), &namespace.unwrap())
        .await
        .unwrap();
    let has_nephio = Path::new(NEPHIO).is_dir();
    if has_nephio {
        let [kubectl] = nephoran_devcluster::binaries::locate(["kubectl"])
            .await
            .unwrap();
        let kubeconfig = cluster.kubeconfig().to_str().unwrap();
        for definition in DEFINITIONS {
            let file = format!("{NEPHIO}/{definition}.yaml");
            let apply = [
                "--kubeconfig",
                kubeconfig,
                "apply",
                "--server-side",
                "-f",
                &file,
            ];
            crate::tools::output(&kubectl, &apply);
        }
        crate::tools::output(
            &kubectl,
            &[
                "--kubeconfig",
                kubeconfig,
                "wait",
                "--for=condition=Established",
                "crd",
                "--all",
                "--timeout=60s",
            ],
        );
    }
    let discovery = Discovery::new(client.clone()).run().await.unwrap();
    let plan = every_function();
    let mut refused = Vec::new();
    let mut count = 0;
    for workload in [WorkloadKind::Native, WorkloadKind::NephioNF] {
        if workload == WorkloadKind::NephioNF && !has_nephio {
            continue;
        }
        for format in [
            PackageFormat::Kpt,
            PackageFormat::Kustomize,
            PackageFormat::Helm,
        ] {
            for object in applied(&plan, format, workload) {
                count += 1;
                if let Err(error) = accepted(&client, &discovery, &object).await {
                    let name = object.pointer("/metadata/name").cloned();
                    refused.push(format!("{format:?} {workload:?} {name:?}: {error}"));
                }
            }
        }
    }
    cluster.stop();
    assert!(
        refused.is_empty(),
        "{} of {count}:\n{}",
        refused.len(),
        refused.join("\n")
    );
    assert!(count >= 3 * 5 * NetworkFunctionType::ALL.len(), "{count}");
}
