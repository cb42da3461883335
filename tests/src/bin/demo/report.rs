//! What the run left behind: commits, files, Pods, and how long it took.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use k8s_openapi::api::core::v1::Pod;
use kube::api::ListParams;
use kube::{Api, Client, ResourceExt};
use nephoran_api::INTENT_LABEL;
use nephoran_end_to_end::repository::Repository;
use nephoran_end_to_end::system::System;

use crate::progress::Outcome;

/// Prints all of it; the last line is the summary.
pub async fn print(system: &System, client: &Client, outcome: &Outcome) -> Result<()> {
    let repository = system.repository();
    print_commits(repository)?;
    print_tree(repository)?;
    print_pods(client).await?;
    if !outcome.all_ready() {
        println!("{}\n", system.logs().await);
    }
    let mut times: Vec<Duration> = outcome
        .intents
        .values()
        .filter_map(|shown| shown.took)
        .collect();
    times.sort();
    println!(
        "demo: {} intents, {} Ready, {} commits, p50 {} ms, p99 {} ms",
        outcome.intents.len(),
        times.len(),
        repository.commits()?.len(),
        percentile(&times, 50),
        percentile(&times, 99),
    );
    Ok(())
}

fn print_commits(repository: &Repository) -> Result<()> {
    println!("$ git log");
    for commit in repository.commits()? {
        let amended = if commit.amended_by.is_empty() {
            String::new()
        } else {
            format!(", amended by {}", commit.amended_by.join(", "))
        };
        println!(
            "{}  {}  (generation {}{amended})",
            &commit.hash[..10],
            commit.subject,
            commit.generation
        );
    }
    println!();
    Ok(())
}

fn print_tree(repository: &Repository) -> Result<()> {
    println!("$ tree");
    let mut open: Vec<String> = Vec::new();
    for path in repository.files()? {
        let parts: Vec<&str> = path.split('/').collect();
        let Some((file, folders)) = parts.split_last() else {
            continue;
        };
        let shared = open
            .iter()
            .zip(folders)
            .take_while(|(one, other)| one == *other)
            .count();
        open.truncate(shared);
        for folder in &folders[shared..] {
            println!("{}{folder}/", "  ".repeat(open.len()));
            open.push((*folder).to_owned());
        }
        println!("{}{file}", "  ".repeat(open.len()));
    }
    println!();
    Ok(())
}

async fn print_pods(client: &Client) -> Result<()> {
    println!("$ kubectl get pods -A -l {INTENT_LABEL}");
    let pods = Api::<Pod>::all(client.clone())
        .list(&ListParams::default().labels(INTENT_LABEL))
        .await?;
    let mut running: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pod in pods {
        let phase = pod
            .status
            .as_ref()
            .and_then(|status| status.phase.clone())
            .unwrap_or_default();
        running
            .entry(pod.namespace().unwrap_or_default())
            .or_default()
            .push(format!("{} {phase}", pod.name_any()));
    }
    for (namespace, pods) in running {
        for pod in pods {
            println!("{namespace}  {pod}");
        }
    }
    println!();
    Ok(())
}

/// The time, in milliseconds, that `percent` of the intents were at most from Ready.
fn percentile(sorted: &[Duration], percent: usize) -> u128 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).map_or(0, Duration::as_millis)
}
