//! `health`: the health of objects as they stand in files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use k8s_openapi::jiff::Timestamp;
use nephoran_api::{AppliedObject, HealthStatus, LOCAL_CLUSTER, ObjectHealth};
use nephoran_verification::{ObservedObject, health};
use serde::Serialize;
use serde_json::Value;

use crate::answer::{Answer, Outcome, json};
use crate::cli::{HealthArguments, TextOrJson};
use crate::input::{Document, documents};
use crate::table::table;

/// The health of all objects.
#[derive(Serialize)]
struct Health {
    /// The worst status of all.
    status: HealthStatus,
    objects: Vec<ObjectHealth>,
}

pub(crate) fn run(arguments: &HealthArguments) -> anyhow::Result<Answer> {
    let now = Timestamp::now();
    let objects: Vec<ObjectHealth> = documents(&arguments.files)?
        .iter()
        .map(|document| judged(document, now))
        .collect();
    // Worst first is the order of the statuses.
    let Some(status) = objects.iter().map(|object| object.status).min() else {
        anyhow::bail!(
            "the files hold no object, so there is nothing to judge; name another file with -f"
        );
    };
    let outcome = if status == HealthStatus::Current {
        Outcome::Fine
    } else {
        Outcome::NotYet
    };
    let health = Health { status, objects };
    let text = match arguments.output {
        TextOrJson::Json => json(&health)?,
        TextOrJson::Text => page(&health)?,
    };
    Ok(Answer {
        text,
        notes: Vec::new(),
        outcome,
    })
}

fn judged(document: &Document, now: Timestamp) -> ObjectHealth {
    let expected = AppliedObject {
        api_version: document.text("/apiVersion").to_owned(),
        kind: document.text("/kind").to_owned(),
        namespace: document.text("/metadata/namespace").to_owned(),
        name: document.text("/metadata/name").to_owned(),
        generation: document
            .value
            .pointer("/metadata/generation")
            .and_then(Value::as_i64),
    };
    health(
        ObservedObject {
            cluster: LOCAL_CLUSTER,
            expected: &expected,
            found: Some(&document.value),
        },
        now,
    )
}

fn page(health: &Health) -> Result<String, std::fmt::Error> {
    let mut counts: BTreeMap<HealthStatus, usize> = BTreeMap::new();
    for object in &health.objects {
        *counts.entry(object.status).or_default() += 1;
    }
    let row = |object: &ObjectHealth| {
        vec![
            object.resource.clone(),
            format!("{:?}", object.status),
            object.message.clone(),
        ]
    };
    let mut page = table(
        &["OBJECT", "STATUS", "MESSAGE"],
        &health.objects.iter().map(row).collect::<Vec<_>>(),
    );
    let counts: Vec<String> = counts
        .iter()
        .map(|(status, count)| format!("{count} {status:?}"))
        .collect();
    writeln!(page, "overall: {:?} ({})", health.status, counts.join(", "))?;
    Ok(page)
}
