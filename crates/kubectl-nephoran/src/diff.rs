//! `diff`: what an intent in a file would change of the package that a running generation made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use k8s_openapi::api::core::v1::ConfigMap;
use kube::api::ListParams;
use kube::{Api, ResourceExt};
use nephoran_api::{ManifestGeneration, ResourcePlan, TargetCluster, artifact};
use nephoran_resource_planning::Cluster;
use similar::TextDiff;

use crate::answer::{Answer, Outcome};
use crate::cli::DiffArguments;
use crate::connection::Connection;
use crate::input::{self, Input};
use crate::knowledge::Knowledge;
use crate::offline::{OwnerPlan, plan_all};
use crate::render::package;

type Files = BTreeMap<String, String>;

pub(crate) fn run(arguments: &DiffArguments) -> anyhow::Result<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(compare(arguments))
}

async fn compare(arguments: &DiffArguments) -> anyhow::Result<Answer> {
    let mut input = input::read(&arguments.files)?;
    anyhow::ensure!(
        !input.intents.is_empty(),
        "the files hold no NetworkIntent; name another file with -f"
    );
    let connection = Connection::open(arguments.context.as_deref()).await?;
    input.knowledge = Knowledge::of_cluster(&connection, &arguments.system_namespace).await?;
    add_what_runs(&connection, &mut input).await?;
    let offline = plan_all(&input);
    let mut notes = input.notes.clone();
    notes.extend(offline.problems());
    if offline.outcome() != Outcome::Fine {
        return Ok(Answer {
            text: String::new(),
            notes,
            outcome: offline.outcome(),
        });
    }
    let mut text = String::new();
    for owner in &offline.plans {
        let running = running(&connection, owner, &mut notes).await?;
        let would_be = package(owner, None, None)?.files;
        text.push_str(&difference(&running, &would_be));
    }
    let outcome = if text.is_empty() {
        Outcome::Fine
    } else {
        Outcome::NotYet
    };
    Ok(Answer {
        text,
        notes,
        outcome,
    })
}

/// The clusters, unless the files name some, and the plans that run, whose functions and numbers stay.
async fn add_what_runs(connection: &Connection, input: &mut Input) -> anyhow::Result<()> {
    let client = &connection.client;
    if input.clusters.is_empty() {
        let clusters = Api::<TargetCluster>::all(client.clone())
            .list(&ListParams::default())
            .await?;
        input.clusters = clusters.iter().map(Cluster::from).collect();
    }
    for intent in &input.intents {
        let (namespace, name) = (intent.namespace().unwrap_or_default(), intent.name_any());
        let plan = Api::<ResourcePlan>::namespaced(client.clone(), &namespace)
            .get_opt(&name)
            .await?
            .and_then(|object| object.status?.result);
        input
            .previous
            .extend(plan.map(|plan| ((namespace, name), plan)));
    }
    Ok(())
}

/// The package of the running generation; empty when there is none yet.
async fn running(
    connection: &Connection,
    owner: &OwnerPlan,
    notes: &mut Vec<String>,
) -> anyhow::Result<Files> {
    let client = &connection.client;
    let name = format!("{}/{}", owner.namespace, owner.intent);
    let generation = Api::<ManifestGeneration>::namespaced(client.clone(), &owner.namespace)
        .get_opt(&owner.intent)
        .await?;
    let Some(stored) = generation.and_then(|object| object.status?.artifact) else {
        notes.push(format!(
            "note: {name} has no package on {} yet: all of it is new",
            connection.server
        ));
        return Ok(Files::new());
    };
    let config_maps = Api::<ConfigMap>::namespaced(client.clone(), &owner.namespace);
    let mut parts = Vec::new();
    for part in &stored.config_maps {
        parts.push(config_maps.get(part).await?.data.unwrap_or_default());
    }
    Ok(artifact::reassemble(&parts, &stored.digest)?)
}

/// The changes as a unified diff; empty when there are none.
fn difference(running: &Files, would_be: &Files) -> String {
    let mut text = String::new();
    let paths: BTreeSet<_> = running.keys().chain(would_be.keys()).collect();
    for path in paths {
        let side = |files: &Files| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (side(running), side(would_be));
        if old != new {
            let diff = TextDiff::from_lines(&old, &new);
            let header = |files: &Files, prefix: &str| {
                if files.contains_key(path) {
                    format!("{prefix}/{path}")
                } else {
                    "/dev/null".to_owned()
                }
            };
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "{}",
                diff.unified_diff()
                    .header(&header(running, "running"), &header(would_be, "file"))
            );
        }
    }
    text
}
