//! An intent's status as a person wants to see it.

use std::fmt::{self, Write as _};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;
use k8s_openapi::jiff::Timestamp;
use kube::ResourceExt;
use nephoran_api::conditions::{READY, STALLED};
use nephoran_api::{
    NetworkIntent, NetworkIntentStatus, PhaseProgress, PhaseStatus, PipelinePhase, ProcessingPhase,
    RouteDecision,
};
use serde::Serialize;

/// Characters of a progress bar.
const BAR: usize = 12;

/// Where an intent stands, in one word. A status of an older generation says nothing about the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Standing {
    /// Done and verified.
    Ready,
    /// Only a change of the spec helps.
    Stalled,
    /// Frozen by `spec.suspend`.
    Suspended,
    /// On its way.
    InProgress,
}

/// What is shown of an intent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View {
    namespace: String,
    name: String,
    intent: String,
    generation: i64,
    pub(super) standing: Standing,
    phase: ProcessingPhase,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<RouteView>,
    pub(super) phases: Vec<PhaseView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_processing_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    conditions: Vec<ConditionView>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RouteView {
    decision: RouteDecision,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_pipeline_phase: Option<PipelinePhase>,
    reason: String,
}

/// One phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhaseView {
    pub(super) phase: PipelinePhase,
    pub(super) status: PhaseProgress,
    /// When it began.
    #[serde(skip)]
    pub(super) since: Option<Timestamp>,
    /// How long it took, or has taken so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    retries: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_error: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct ConditionView {
    #[serde(rename = "type")]
    type_: String,
    status: String,
    reason: String,
    message: String,
}

impl View {
    /// What is to see of `intent` at `now`.
    pub(super) fn of(intent: &NetworkIntent, now: Timestamp) -> Self {
        let generation = intent.metadata.generation.unwrap_or_default();
        let seen = intent
            .status
            .clone()
            .filter(|status| status.observed_generation == generation);
        let status = seen.unwrap_or_default();
        let phases = PipelinePhase::ALL.map(|phase| PhaseView::of(phase, &status, now));
        let route = status
            .route
            .as_ref()
            .filter(|route| route.generation == generation);
        Self {
            namespace: intent.namespace().unwrap_or_default(),
            name: intent.name_any(),
            intent: intent.spec.intent.clone(),
            generation,
            standing: standing(intent, &status),
            phase: status.phase,
            route: route.map(|route| RouteView {
                decision: route.decision,
                last_pipeline_phase: route.last_pipeline_phase,
                reason: route.reason.clone(),
            }),
            phases: phases.into(),
            total_processing_time: status.total_processing_time,
            commit: status.git_commit_hash,
            conditions: status.conditions.iter().map(ConditionView::of).collect(),
        }
    }

    /// The view as text.
    pub(super) fn page(&self) -> String {
        let mut page = String::new();
        // Writing to a String does not fail.
        let _ = self.write(&mut page);
        page
    }

    fn write(&self, page: &mut String) -> fmt::Result {
        let sentence = self.intent.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(
            page,
            "NetworkIntent {}/{}, generation {}\n  \"{sentence}\"\n",
            self.namespace, self.name, self.generation
        )?;
        writeln!(page, "{:<11}{}", "standing", self.standing_in_words())?;
        match &self.route {
            Some(route) => {
                let until = route
                    .last_pipeline_phase
                    .map_or_else(String::new, |phase| format!(" up to {}", phase.as_str()));
                writeln!(
                    page,
                    "{:<11}{}{until}: {}",
                    "route",
                    route.decision.as_str(),
                    route.reason
                )?;
            }
            None => writeln!(
                page,
                "{:<11}not decided yet; is the migration-bridge running?",
                "route"
            )?,
        }
        if let Some(commit) = &self.commit {
            writeln!(page, "{:<11}{commit}", "commit")?;
        }
        page.push('\n');
        for phase in &self.phases {
            writeln!(page, "  {}", phase.line())?;
        }
        if !self.conditions.is_empty() {
            page.push('\n');
        }
        for condition in &self.conditions {
            writeln!(
                page,
                "{}={} {}: {}",
                condition.type_, condition.status, condition.reason, condition.message
            )?;
        }
        Ok(())
    }

    fn standing_in_words(&self) -> String {
        let done = self
            .phases
            .iter()
            .filter(|phase| phase.status == PhaseProgress::Completed)
            .count();
        let all = self.phases.len();
        match self.standing {
            Standing::Ready => match &self.total_processing_time {
                Some(time) => format!("Ready after {time}"),
                None => "Ready".to_owned(),
            },
            Standing::Stalled => {
                format!("Stalled, {done} of {all} phases done: only a change of the intent helps")
            }
            Standing::Suspended => "Suspended: set spec.suspend to false to go on".to_owned(),
            Standing::InProgress => format!("in progress, {done} of {all} phases done"),
        }
    }
}

fn standing(intent: &NetworkIntent, status: &NetworkIntentStatus) -> Standing {
    let generation = intent.metadata.generation;
    let holds = |type_: &str| {
        status.conditions.iter().any(|condition| {
            condition.type_ == type_
                && condition.status == "True"
                && condition.observed_generation == generation
        })
    };
    if holds(STALLED) {
        Standing::Stalled
    } else if holds(READY) {
        Standing::Ready
    } else if intent.spec.suspend {
        Standing::Suspended
    } else {
        Standing::InProgress
    }
}

impl PhaseView {
    fn of(phase: PipelinePhase, status: &NetworkIntentStatus, now: Timestamp) -> Self {
        let reported = status
            .phase_statuses
            .iter()
            .find(|reported| reported.phase == phase);
        let since = reported
            .and_then(|reported| reported.start_time.as_ref())
            .map(|time| time.0);
        Self {
            phase,
            status: reported.map(|reported| reported.status).unwrap_or_default(),
            since,
            seconds: reported.and_then(|reported| seconds(reported, now)),
            retries: reported.map_or(0, |reported| reported.retry_count),
            // An error that was overcome is history.
            last_error: reported
                .filter(|reported| reported.status != PhaseProgress::Completed)
                .and_then(|reported| reported.last_error.clone()),
        }
    }

    /// Name, bar, progress, time, error.
    fn line(&self) -> String {
        let line = format!(
            "{:<23} [{}] {}",
            self.phase.as_str(),
            self.bar(),
            self.words()
        );
        line.trim_end().to_owned()
    }

    /// Progress, time and error in words.
    pub(super) fn words(&self) -> String {
        let mut words = self.status.as_str().to_owned();
        if let Some(seconds) = self.seconds {
            let _ = write!(words, "  {}", duration(seconds));
        }
        match self.retries {
            0 => {}
            1 => words.push_str("  1 retry"),
            retries => {
                let _ = write!(words, "  {retries} retries");
            }
        }
        if let Some(error) = &self.last_error {
            let _ = write!(words, "  {error}");
        }
        words
    }

    /// Half-way steps of the bar that are done: 0 pending, 1 begun, 2 done.
    pub(super) const fn halves(&self) -> usize {
        match self.status {
            PhaseProgress::Pending => 0,
            PhaseProgress::InProgress | PhaseProgress::Retrying | PhaseProgress::Failed => 1,
            PhaseProgress::Completed => 2,
        }
    }

    fn bar(&self) -> String {
        let done = BAR * self.halves() / 2;
        "#".repeat(done) + &"-".repeat(BAR - done)
    }
}

fn seconds(reported: &PhaseStatus, now: Timestamp) -> Option<f64> {
    let start = reported.start_time.as_ref()?.0;
    let working = matches!(
        reported.status,
        PhaseProgress::InProgress | PhaseProgress::Retrying
    );
    let end = reported
        .completion_time
        .as_ref()
        .map(|time| time.0)
        .or(working.then_some(now))?;
    // Clocks of two machines may differ; time never runs backwards here.
    Some(end.duration_since(start).as_secs_f64().max(0.0))
}

/// A duration as people say it: `0.3 s`, `2 min 05 s`.
pub(super) fn duration(seconds: f64) -> String {
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    let minutes = (seconds / 60.0).floor();
    format!(
        "{minutes} min {:02.0} s",
        (seconds - minutes * 60.0).floor()
    )
}

impl ConditionView {
    fn of(condition: &Condition) -> Self {
        Self {
            type_: condition.type_.clone(),
            status: condition.status.clone(),
            reason: condition.reason.clone(),
            message: condition.message.clone(),
        }
    }
}
