//! The files that make a folder a kpt package (`kpt.dev/v1`).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use nephoran_api::WorkloadKind;

use super::{Files, Rendered};
use crate::error::GenerateError;
use crate::object::{ObjectError, to_yaml};

/// Marks a file as input of kpt that is never applied to a cluster.
pub(crate) const LOCAL_CONFIG_ANNOTATION: &str = "config.kubernetes.io/local-config";
/// Condition of Nephio: its specialisers have filled in the addresses and attachments (`condkptsdk` of
/// nephio-project/nephio).
const SPECIALIZED: &str = "nephio.org.Specializer.specialize";
/// Condition that gates a package revision's approval: the offline checks passed.
const CHECKED: &str = "nephoran.com.Checked";

/// `api/kptfile/v1/types.go` of kptdev/kpt, as far as we fill it. No pipeline: the package is complete as generated,
/// and a function that runs at render time could change what was checked.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kptfile<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    info: Info<'a>,
    status: Status,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Info<'a> {
    description: &'a str,
    keywords: [&'static str; 2],
    readiness_gates: Vec<ReadinessGate>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReadinessGate {
    condition_type: &'static str,
}

#[derive(Serialize)]
struct Status {
    conditions: Vec<Condition>,
}

#[derive(Serialize)]
struct Condition {
    r#type: &'static str,
    status: &'static str,
    reason: &'static str,
    message: &'static str,
}

/// The files of the package of one cluster.
pub(super) fn package(
    rendered: &Rendered<'_>,
    cluster: &str,
    workload: WorkloadKind,
) -> Result<Files, GenerateError> {
    let package = rendered.blueprint.package;
    let description = format!("Network functions of {package} on cluster {cluster}");
    let mut files = Files::new();
    for (path, object) in rendered.on_cluster(cluster) {
        files.insert(path.to_owned(), object.to_yaml()?);
    }
    files.insert(
        "Kptfile".to_owned(),
        kptfile(package, &description, workload)?,
    );
    files.insert("package-context.yaml".to_owned(), package_context(package)?);
    Ok(files)
}

/// Metadata of a file that is input of tools.
pub(super) fn local_metadata(name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        annotations: Some(BTreeMap::from([(
            LOCAL_CONFIG_ANNOTATION.to_owned(),
            "true".to_owned(),
        )])),
        ..ObjectMeta::default()
    }
}

fn kptfile(
    package: &str,
    description: &str,
    workload: WorkloadKind,
) -> Result<String, ObjectError> {
    let checked = Condition {
        r#type: CHECKED,
        status: "True",
        reason: "ChecksPassed",
        message: "no rule of severity error is broken",
    };
    let conditions = match workload {
        WorkloadKind::Native => vec![checked],
        WorkloadKind::NephioNF => vec![
            checked,
            Condition {
                r#type: SPECIALIZED,
                status: "False",
                reason: "Specialize",
                message: "waits for Nephio's specialisers",
            },
        ],
    };
    to_yaml(&Kptfile {
        api_version: "kpt.dev/v1",
        kind: "Kptfile",
        metadata: local_metadata(package),
        info: Info {
            description,
            keywords: ["nephoran", "5g"],
            readiness_gates: conditions
                .iter()
                .map(|condition| ReadinessGate {
                    condition_type: condition.r#type,
                })
                .collect(),
        },
        status: Status { conditions },
    })
}

fn package_context(package: &str) -> Result<String, ObjectError> {
    to_yaml(&ConfigMap {
        metadata: local_metadata("kptfile.kpt.dev"),
        data: Some(BTreeMap::from([("name".to_owned(), package.to_owned())])),
        ..ConfigMap::default()
    })
}
