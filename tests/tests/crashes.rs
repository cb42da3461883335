//! Any binary may be killed at any moment: what it left half done is finished, and nothing is done twice.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::try_join_all;
use kube::ResourceExt;
use nephoran_api::{
    DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration, PhaseObject,
    PipelinePhase, ResourcePlan,
};
use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::Intent;
use nephoran_end_to_end::system::{System, SystemOptions};

/// Every round kills every binary once, each in another phase of another intent.
const ROUNDS: usize = 10;
/// The same seed, the same run.
const SEED: u64 = 20_260_101;
/// After a phase has begun, a kill comes within this time, in milliseconds: longer than most phases take.
const SPREAD: u64 = 60;
/// The same for a whole run of the old implementation.
const LEGACY_SPREAD: u64 = 600;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_kills_spread_over_binaries_and_phases_end_in_one_commit_per_generation() {
    // Retries of what a kill interrupted need not be waited for.
    let backoff = vec!["transient=100ms,1s,2,10".to_owned()];
    let system = System::start(SystemOptions {
        backoff,
        ..SystemOptions::default()
    })
    .await
    .unwrap();
    let client = system.client().await.unwrap();
    let mut intents = Vec::new();
    for index in 0..Controller::ALL.len() {
        let namespace = format!("crash-{index}");
        system.create_namespace(&namespace).await.unwrap();
        intents.push(Intent::new(&client, &namespace, "core"));
    }
    let mut random = Random(SEED);
    let mut kills: BTreeMap<(Controller, PipelinePhase), usize> = BTreeMap::new();

    for round in 0..ROUNDS {
        let replicas = 2 + round % 3;
        for (index, intent) in intents.iter().enumerate() {
            let controller = Controller::ALL[(index + round) % Controller::ALL.len()];
            let phase = PipelinePhase::ALL[(index * 2 + round) % PipelinePhase::ALL.len()];
            intent
                .say(&format!("Deploy an AMF with {replicas} replicas"))
                .await
                .unwrap();
            has_begun(&system, intent, phase).await;
            tokio::time::sleep(Duration::from_millis(random.below(SPREAD))).await;
            system.kill(controller).await.unwrap();
            *kills.entry((controller, phase)).or_default() += 1;
        }
        try_join_all(intents.iter().map(|intent| intent.ready(&system)))
            .await
            .unwrap();
        for intent in &intents {
            let generations = generations(&system, intent);
            let expected: Vec<String> = (1..=round + 1)
                .map(|generation| generation.to_string())
                .collect();
            assert_eq!(
                generations,
                expected,
                "{} in round {round}, seed {SEED}",
                intent.path()
            );
        }
    }

    println!("{} kills: {kills:?}", kills.values().sum::<usize>());
    assert_eq!(kills.values().sum::<usize>(), 60);
    assert_eq!(
        kills.len(),
        30,
        "not every binary was killed in every phase: {kills:?}"
    );
    for intent in &intents {
        intent.delete().await.unwrap();
    }
    for intent in &intents {
        intent.gone(&system).await.unwrap();
    }
    assert_eq!(system.repository().files().unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_legacy_run_begins_again_and_commits_once() {
    let migration = BTreeMap::from([("defaultRoute".to_owned(), "Legacy".to_owned())]);
    let options = SystemOptions {
        flags: "flags: {}".to_owned(),
        migration,
        controllers: [Controller::MigrationBridge].into(),
        ..SystemOptions::default()
    };
    let system = System::start(options).await.unwrap();
    system.create_namespace("crash-legacy").await.unwrap();
    let intent = Intent::new(&system.client().await.unwrap(), "crash-legacy", "core");
    let mut random = Random(SEED);
    for round in 0..ROUNDS {
        let replicas = 2 + round % 3;
        intent
            .say(&format!("Deploy an AMF with {replicas} replicas"))
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(random.below(LEGACY_SPREAD))).await;
        system.kill(Controller::MigrationBridge).await.unwrap();
        intent.ready(&system).await.unwrap();
        let expected: Vec<String> = (1..=round + 1)
            .map(|generation| generation.to_string())
            .collect();
        assert_eq!(generations(&system, &intent), expected, "round {round}");
    }
}

fn generations(system: &System, intent: &Intent) -> Vec<String> {
    let commits = system.repository().commits_of(&intent.path()).unwrap();
    commits
        .into_iter()
        .map(|commit| commit.generation)
        .collect()
}

/// Waits until the object of `phase` works for the intent's present generation, or has done so already.
async fn has_begun(system: &System, intent: &Intent, phase: PipelinePhase) {
    match phase {
        PipelinePhase::LLMProcessing => exists::<IntentProcessing>(system, intent).await,
        PipelinePhase::ResourcePlanning => exists::<ResourcePlan>(system, intent).await,
        PipelinePhase::ManifestGeneration => exists::<ManifestGeneration>(system, intent).await,
        PipelinePhase::GitOpsCommit => exists::<GitOpsDeployment>(system, intent).await,
        PipelinePhase::DeploymentVerification => {
            exists::<DeploymentVerification>(system, intent).await;
        }
    }
}

async fn exists<K: PhaseObject>(system: &System, intent: &Intent) {
    let generation = intent.get().await.unwrap().metadata.generation;
    let look = async || {
        let object = intent
            .api::<K>()
            .get(&intent.name)
            .await
            .map_err(|error| error.to_string())?;
        let current = object
            .phase_spec()
            .intent_ref
            .as_ref()
            .map(|intent| intent.generation)
            == generation;
        if current {
            Ok(())
        } else {
            Err(format!("{} is of a former generation", object.name_any()))
        }
    };
    system
        .until(
            &format!("{} has begun {}", intent.path(), K::PHASE.as_str()),
            look,
        )
        .await
        .unwrap();
}

/// splitmix64: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
