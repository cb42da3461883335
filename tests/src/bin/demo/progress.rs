//! Applies the intents and shows them get through their phases.

use std::collections::BTreeMap;
use std::pin::pin;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures::TryStreamExt;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use kube::runtime::{WatchStreamExt, watcher};
use kube::{Api, Client, ResourceExt};
use nephoran_api::conditions::{READY, STALLED};
use nephoran_api::{NetworkIntent, PhaseProgress, PhaseStatus};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::intent::current;

/// A person gives up looking sooner.
const PATIENCE: Duration = Duration::from_secs(180);
/// An intent has five phases.
const PHASES: u64 = 5;

/// What became of the intents.
pub struct Outcome {
    /// By `namespace/name`.
    pub intents: BTreeMap<String, Shown>,
}

/// One intent on the screen.
pub struct Shown {
    applied: Instant,
    bar: ProgressBar,
    /// What was last said of it.
    said: String,
    /// From its application until it was Ready.
    pub took: Option<Duration>,
}

impl Outcome {
    /// Whether every intent became Ready.
    pub fn all_ready(&self) -> bool {
        self.intents.values().all(|shown| shown.took.is_some())
    }
}

/// Applies `intents` and follows them until all are Ready, or patience ends.
pub async fn run(client: &Client, intents: &[NetworkIntent]) -> Result<Outcome> {
    let screen = MultiProgress::new();
    let width = intents
        .iter()
        .map(|intent| key(intent).len())
        .max()
        .unwrap_or_default();
    let style = ProgressStyle::with_template(&format!("{{prefix:{width}}} {{bar:10}} {{msg}}"))?;
    let mut outcome = Outcome {
        intents: BTreeMap::new(),
    };
    for intent in intents {
        let bar = screen.add(
            ProgressBar::new(PHASES)
                .with_style(style.clone())
                .with_prefix(key(intent)),
        );
        let shown = Shown {
            applied: Instant::now(),
            bar,
            said: String::new(),
            took: None,
        };
        outcome.intents.insert(key(intent), shown);
        let namespace = intent
            .namespace()
            .context("an example names no namespace")?;
        apply(&Api::namespaced(client.clone(), &namespace), intent).await?;
    }
    // What it has seen until then is in the outcome, which says who is not Ready.
    let _ = tokio::time::timeout(PATIENCE, follow(client, &screen, &mut outcome)).await;
    for shown in outcome.intents.values() {
        shown.bar.abandon();
    }
    println!();
    Ok(outcome)
}

async fn follow(client: &Client, screen: &MultiProgress, outcome: &mut Outcome) -> Result<()> {
    let changes = watcher(
        Api::<NetworkIntent>::all(client.clone()),
        watcher::Config::default(),
    );
    let mut changes = pin!(changes.default_backoff().applied_objects());
    while !outcome.all_ready() {
        let Some(intent) = changes.try_next().await? else {
            break;
        };
        if let Some(shown) = outcome.intents.get_mut(&key(&intent)) {
            shown.take(&intent);
            if screen.is_hidden() {
                println!(
                    "{:7.3} s  {}  {}",
                    shown.applied.elapsed().as_secs_f64(),
                    key(&intent),
                    shown.said
                );
            }
        }
    }
    Ok(())
}

impl Shown {
    fn take(&mut self, intent: &NetworkIntent) {
        let phases = intent
            .status
            .as_ref()
            .map(|status| status.phase_statuses.as_slice())
            .unwrap_or_default();
        let done = phases
            .iter()
            .filter(|phase| phase.status == PhaseProgress::Completed)
            .count();
        self.bar.set_position(done as u64);
        let ready = current(intent, READY);
        if self.took.is_none() && ready.is_some_and(|ready| ready.status == "True") {
            self.took = Some(self.applied.elapsed());
        }
        let trouble = current(intent, STALLED).filter(|stalled| stalled.status == "True");
        self.said = match (self.took, trouble.or(ready)) {
            (Some(took), _) => format!(
                "Ready after {:.3} s  {}",
                took.as_secs_f64(),
                durations(phases)
            ),
            (None, Some(condition)) => format!("{}: {}", condition.reason, condition.message),
            (None, None) => "applied".to_owned(),
        };
        self.bar.set_message(self.said.clone());
    }
}

/// The phases that are done.
fn durations(phases: &[PhaseStatus]) -> String {
    let done = phases
        .iter()
        .filter(|phase| phase.status == PhaseProgress::Completed);
    done.map(|phase| phase.phase.as_str())
        .collect::<Vec<_>>()
        .join(" → ")
}

fn key(intent: &NetworkIntent) -> String {
    format!(
        "{}/{}",
        intent.namespace().unwrap_or_default(),
        intent.name_any()
    )
}
