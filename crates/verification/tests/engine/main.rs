//! The engine of phase 5 through its public doors.
#![allow(
    clippy::unwrap_used,
    reason = "what these functions build is written down here"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!(..)` as an argument reads better than a reference to it"
)]

mod judge;
mod kstatus;
mod pod_trouble;
mod properties;
mod stricter;

use k8s_openapi::jiff::Timestamp;
use nephoran_api::{AppliedObject, HealthStatus, ObjectHealth};
use nephoran_verification::{ObservedObject, health};
use serde_json::Value;

const NOW: &str = "2026-11-21T12:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn expected(api_version: &str, kind: &str) -> AppliedObject {
    AppliedObject {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        namespace: "core".to_owned(),
        name: "amf".to_owned(),
        generation: None,
    }
}

fn seen(expected: &AppliedObject, found: &Value) -> ObjectHealth {
    health(
        ObservedObject {
            cluster: "local",
            expected,
            found: Some(found),
        },
        now(),
    )
}

/// The status of an object of generation 1 with these `spec` and `status` fields.
fn status_of(api_version: &str, kind: &str, mut object: Value) -> HealthStatus {
    if object.pointer("/metadata/generation").is_none() {
        object["metadata"]["generation"] = 1.into();
    }
    seen(&expected(api_version, kind), &object).status
}
