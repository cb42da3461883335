//! Applies the intents and shows them get through their phases.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures::stream::{BoxStream, select_all};
use futures::{StreamExt, TryStreamExt};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use kube::runtime::{WatchStreamExt, watcher};
use kube::{Api, Client, ResourceExt};
use nephoran_api::conditions::{READY, STALLED};
use nephoran_api::{
    DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration, NetworkIntent,
    PhaseObject, PhaseProgress, PipelinePhase, ResourcePlan,
};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::intent::current;

/// A person gives up looking sooner.
const PATIENCE: Duration = Duration::from_mins(3);

/// What became of the intents.
pub struct Outcome {
    /// By `namespace/name`.
    pub intents: BTreeMap<String, Shown>,
}

/// One intent on the screen.
pub struct Shown {
    applied: Instant,
    bar: ProgressBar,
    /// The phases that are done.
    done: BTreeSet<PipelinePhase>,
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

/// What a watch says of an intent.
enum News {
    /// One of its phases is done.
    Done(String, PipelinePhase),
    /// It changed.
    Changed(Box<NetworkIntent>),
}

type AllNews = BoxStream<'static, Result<News, watcher::Error>>;

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
        let bar = ProgressBar::new(PipelinePhase::ALL.len() as u64)
            .with_style(style.clone())
            .with_prefix(key(intent));
        let shown = Shown {
            applied: Instant::now(),
            bar: screen.add(bar),
            done: BTreeSet::new(),
            said: "applied".to_owned(),
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
    let mut news = news(client);
    while !outcome.all_ready() {
        let Some(next) = news.try_next().await? else {
            break;
        };
        let about = match &next {
            News::Done(key, _) => key.clone(),
            News::Changed(intent) => key(intent.as_ref()),
        };
        let Some(shown) = outcome.intents.get_mut(&about) else {
            continue;
        };
        if shown.take(next) && screen.is_hidden() {
            let seconds = shown.applied.elapsed().as_secs_f64();
            println!("{seconds:7.3} s  {about}  {}", shown.said);
        }
    }
    Ok(())
}

fn news(client: &Client) -> AllNews {
    let intents = watcher(
        Api::<NetworkIntent>::all(client.clone()),
        watcher::Config::default(),
    );
    let intents = intents.default_backoff().applied_objects();
    let intents = intents.map_ok(|intent| News::Changed(Box::new(intent)));
    select_all([
        intents.boxed(),
        phase::<IntentProcessing>(client),
        phase::<ResourcePlan>(client),
        phase::<ManifestGeneration>(client),
        phase::<GitOpsDeployment>(client),
        phase::<DeploymentVerification>(client),
    ])
    .boxed()
}

/// The objects of one phase that are completed.
fn phase<K: PhaseObject>(client: &Client) -> AllNews {
    watcher(Api::<K>::all(client.clone()), watcher::Config::default())
        .default_backoff()
        .applied_objects()
        .try_filter_map(async |object| {
            let done = object.completed().is_some();
            Ok(done.then(|| News::Done(key(&object), K::PHASE)))
        })
        .boxed()
}

impl Shown {
    /// Whether that is worth saying.
    fn take(&mut self, news: News) -> bool {
        let before = self.said.clone();
        let trouble = match news {
            News::Done(_, phase) => {
                self.done.insert(phase);
                None
            }
            News::Changed(intent) => self.look_at(&intent),
        };
        self.bar.set_position(self.done.len() as u64);
        if let Some(took) = self.took {
            self.said = format!("Ready after {:.3} s", took.as_secs_f64());
        } else if let Some(trouble) = trouble {
            self.said = trouble;
        } else if let Some(last) = self.done.last() {
            self.said = format!("{} is done", last.as_str());
        }
        self.bar.set_message(self.said.clone());
        self.said != before
    }

    /// What it is stalled by, if it is.
    fn look_at(&mut self, intent: &NetworkIntent) -> Option<String> {
        let is_true = |condition| current(intent, condition).filter(|found| found.status == "True");
        if self.took.is_none() && is_true(READY).is_some() {
            self.took = Some(self.applied.elapsed());
        }
        // The old implementation has no objects: what it did stands here alone.
        let phases = intent
            .status
            .iter()
            .flat_map(|status| &status.phase_statuses);
        let done = phases.filter(|phase| phase.status == PhaseProgress::Completed);
        self.done.extend(done.map(|phase| phase.phase));
        is_true(STALLED).map(|stalled| format!("{}: {}", stalled.reason, stalled.message))
    }
}

fn key<K: ResourceExt>(object: &K) -> String {
    format!(
        "{}/{}",
        object.namespace().unwrap_or_default(),
        object.name_any()
    )
}
