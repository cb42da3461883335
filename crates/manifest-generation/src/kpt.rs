//! The files that make a folder a kpt package (`kpt.dev/v1`).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use crate::object::{ObjectError, to_yaml};

/// Marks a file as input of kpt that is never applied to a cluster.
pub(crate) const LOCAL_CONFIG_ANNOTATION: &str = "config.kubernetes.io/local-config";
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
    readiness_gates: [ReadinessGate; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReadinessGate {
    condition_type: &'static str,
}

#[derive(Serialize)]
struct Status {
    conditions: [Condition; 1],
}

#[derive(Serialize)]
struct Condition {
    r#type: &'static str,
    status: &'static str,
    reason: &'static str,
    message: &'static str,
}

fn local_metadata(name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        annotations: Some(BTreeMap::from([(
            LOCAL_CONFIG_ANNOTATION.to_owned(),
            "true".to_owned(),
        )])),
        ..ObjectMeta::default()
    }
}

/// The text of `Kptfile`.
pub(crate) fn kptfile(package: &str, description: &str) -> Result<String, ObjectError> {
    to_yaml(&Kptfile {
        api_version: "kpt.dev/v1",
        kind: "Kptfile",
        metadata: local_metadata(package),
        info: Info {
            description,
            keywords: ["nephoran", "5g"],
            readiness_gates: [ReadinessGate {
                condition_type: CHECKED,
            }],
        },
        status: Status {
            conditions: [Condition {
                r#type: CHECKED,
                status: "True",
                reason: "ChecksPassed",
                message: "no rule of severity error is broken",
            }],
        },
    })
}

/// The text of `package-context.yaml`.
pub(crate) fn package_context(package: &str) -> Result<String, ObjectError> {
    to_yaml(&ConfigMap {
        metadata: local_metadata("kptfile.kpt.dev"),
        data: Some(BTreeMap::from([("name".to_owned(), package.to_owned())])),
        ..ConfigMap::default()
    })
}
