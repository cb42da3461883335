//! The route of one intent's generation: who does its phases.
//!
//! A pure function of flags, configuration, intent, moment and safeguards. Whatever a configuration says, a
//! phase whose flag is killed or latched off by a safeguard is not done by the pipeline, and neither is any
//! phase behind it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Deserialize;

use crate::config::{InFlight, MigrationPhase, RouteConfig};
use crate::context::Context;
use crate::evaluate::{Computed, Evaluation, Reason, evaluate};
use crate::flag::{FULL_FLAG, FlagSet, PHASE_FLAGS, VALIDATION_FLAG};
use crate::safeguard::Safeguards;

/// A phase the pipeline can take over, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Intent processing: the sentence is understood.
    Llm,
    /// Resource planning.
    Resource,
    /// Manifest generation.
    Manifest,
    /// The Git commit and its delivery.
    Gitops,
    /// Deployment verification.
    Verification,
}

impl Phase {
    /// Every phase in order.
    pub const ALL: [Self; 5] = [
        Self::Llm,
        Self::Resource,
        Self::Manifest,
        Self::Gitops,
        Self::Verification,
    ];

    /// The flag that moves this phase into the pipeline.
    #[must_use]
    pub fn flag(self) -> &'static str {
        PHASE_FLAGS[self as usize]
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Who does an intent's phases. Read in any case, written as named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Route {
    /// The monolith does all of them.
    Legacy,
    /// The pipeline does all of them.
    Microservices,
    /// The pipeline does a prefix, the monolith continues.
    Hybrid,
    /// The monolith does all of them; the pipeline runs in its shadow, for comparison.
    Validation,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl FromStr for Route {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [
            Self::Legacy,
            Self::Microservices,
            Self::Hybrid,
            Self::Validation,
        ]
        .into_iter()
        .find(|route| route.to_string().eq_ignore_ascii_case(text))
        .ok_or_else(|| {
            format!(
                "unknown route \"{text}\": expected Legacy, Microservices, Hybrid or Validation"
            )
        })
    }
}

impl TryFrom<String> for Route {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// The decision for one generation of an intent, to be kept on it until it is terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteDecision {
    /// Who does the phases.
    pub route: Route,
    /// The last phase the pipeline does: all for Microservices, a prefix for Hybrid, otherwise none.
    pub last_pipeline_phase: Option<Phase>,
    /// Which rule decided, and on what grounds.
    pub reason: String,
    /// The digest of the flag set the decision was made from.
    pub flags_digest: String,
}

/// Decides the route of one generation of the intent of `context`.
///
/// `pinned` is the decision already made for this generation. It stands, unless a kill switch of a flag
/// it relies on is on and the configuration says `inFlight: Abort`.
#[must_use]
pub fn decide(
    set: &FlagSet,
    config: &RouteConfig,
    context: &Context,
    now: Timestamp,
    safeguards: &Safeguards,
    computed: &Computed,
    pinned: Option<&RouteDecision>,
) -> RouteDecision {
    let mut rules = Rules {
        set,
        config,
        context,
        now,
        safeguards,
        computed,
        passed_over: Vec::new(),
    };
    if let Some(pinned) = pinned
        && !rules.aborts(pinned)
    {
        return pinned.clone();
    }
    let choice = rules
        .intent_type()
        .or_else(|| rules.namespace())
        .or_else(|| rules.full())
        .or_else(|| rules.validation())
        .or_else(|| rules.prefix())
        .unwrap_or_else(|| rules.default_route());
    let mut grounds = vec![choice.reason];
    grounds.append(&mut rules.passed_over);
    RouteDecision {
        route: choice.route,
        last_pipeline_phase: choice.last,
        reason: grounds.join("; "),
        flags_digest: set.digest().to_owned(),
    }
}

struct Choice {
    route: Route,
    last: Option<Phase>,
    reason: String,
}

impl Choice {
    fn new(route: Route, last: Option<Phase>, reason: String) -> Self {
        Self {
            route,
            last,
            reason,
        }
    }
}

/// How far a walk along the phases came.
struct Reach {
    last: Option<Phase>,
    /// What ended it; none if every phase passed and the migration has no ceiling.
    held: Option<String>,
}

/// The rules in the order in which they win. A rule that applies but does not decide leaves its grounds in
/// `passed_over`.
struct Rules<'a> {
    set: &'a FlagSet,
    config: &'a RouteConfig,
    context: &'a Context,
    now: Timestamp,
    safeguards: &'a Safeguards,
    computed: &'a Computed,
    passed_over: Vec<String>,
}

impl Rules<'_> {
    /// Whether the pinned decision has lost its ground and must not finish.
    fn aborts(&mut self, pinned: &RouteDecision) -> bool {
        let killed = |name: &&str| self.set.get(name).is_some_and(|flag| flag.kill_switch);
        let Some(flag) = flags_behind(pinned).into_iter().find(killed) else {
            return false;
        };
        if self.config.in_flight == InFlight::Finish {
            return false;
        }
        let route = pinned.route;
        self.passed_over.push(format!(
            "the pinned route {route} is aborted by the kill switch of {flag}"
        ));
        true
    }

    fn intent_type(&mut self) -> Option<Choice> {
        let kind = &self.context.intent_type;
        let route = *self.config.intent_type_routes.get(kind)?;
        self.mapped(route, &format!("intentTypeRoutes maps {kind} to {route}"))
    }

    fn namespace(&mut self) -> Option<Choice> {
        let namespace = &self.context.namespace;
        let route = *self.config.namespace_routes.get(namespace)?;
        self.mapped(
            route,
            &format!("namespaceRoutes maps {namespace} to {route}"),
        )
    }

    /// A route from a table, if its flags allow it.
    fn mapped(&mut self, route: Route, rule: &str) -> Option<Choice> {
        let (last, obstacle) = match route {
            Route::Legacy => (None, None),
            Route::Validation => (None, self.off(VALIDATION_FLAG)),
            Route::Hybrid => match self.reach(Self::off) {
                Reach { last: None, held } => (None, held),
                Reach { last, .. } => (last, None),
            },
            Route::Microservices => {
                let Reach { last, held } = self.reach(Self::stopped);
                (last, self.off(FULL_FLAG).or(held))
            }
        };
        match obstacle {
            None => Some(Choice::new(route, last, rule.to_owned())),
            Some(why) => {
                self.passed_over
                    .push(format!("{rule}, which does not apply: {why}"));
                None
            }
        }
    }

    fn full(&mut self) -> Option<Choice> {
        let full = self.judge(FULL_FLAG);
        if !full.value {
            return None;
        }
        let rule = format!("{FULL_FLAG} is on ({}: {})", full.reason, full.detail);
        match self.reach(Self::stopped) {
            Reach { last, held: None } => Some(Choice::new(Route::Microservices, last, rule)),
            Reach {
                last: Some(last),
                held: Some(why),
            } => Some(Choice::new(
                Route::Hybrid,
                Some(last),
                format!("{rule}, held after {last}: {why}"),
            )),
            Reach {
                last: None,
                held: Some(why),
            } => {
                self.passed_over
                    .push(format!("{rule}, held before {}: {why}", Phase::Llm));
                None
            }
        }
    }

    fn validation(&self) -> Option<Choice> {
        if !self.config.performance_comparison {
            return None;
        }
        let validation = self.judge(VALIDATION_FLAG);
        let reason = format!(
            "performanceComparison is on and {VALIDATION_FLAG} is on ({}: {})",
            validation.reason, validation.detail
        );
        validation
            .value
            .then(|| Choice::new(Route::Validation, None, reason))
    }

    fn prefix(&mut self) -> Option<Choice> {
        let Reach { last, held } = self.reach(Self::off);
        let Some(last) = last else {
            self.passed_over
                .extend(held.map(|why| format!("no phase is in the pipeline: {why}")));
            return None;
        };
        let end = held.map_or_else(String::new, |why| format!(", and no further: {why}"));
        Some(Choice::new(
            Route::Hybrid,
            Some(last),
            format!("the phase flags are on up to {last}{end}"),
        ))
    }

    /// The default speaks only where no flag does: a flag that is in the set and off overrules it, so that
    /// a rollback by flags works whatever the default is.
    fn default_route(&self) -> Choice {
        let default = self.config.default_route;
        let choice = match default {
            Route::Legacy => Ok(Choice::new(
                Route::Legacy,
                None,
                "defaultRoute is Legacy".to_owned(),
            )),
            Route::Validation => match self.contradicted(VALIDATION_FLAG) {
                None => Ok(Choice::new(
                    Route::Validation,
                    None,
                    "defaultRoute is Validation".to_owned(),
                )),
                Some(why) => Err(why),
            },
            Route::Hybrid => self.default_pipeline(Route::Hybrid),
            Route::Microservices => match self.contradicted(FULL_FLAG) {
                None => self.default_pipeline(Route::Microservices),
                Some(why) => Err(why),
            },
        };
        choice.unwrap_or_else(|why| {
            Choice::new(
                Route::Legacy,
                None,
                format!("defaultRoute {default} does not apply: {why}"),
            )
        })
    }

    /// As much of the pipeline as no flag forbids.
    fn default_pipeline(&self, default: Route) -> Result<Choice, String> {
        let rule = format!("defaultRoute is {default}");
        match self.reach(Self::contradicted) {
            Reach { last: None, held } => Err(held.unwrap_or_default()),
            Reach { last, held: None } => Ok(Choice::new(default, last, rule)),
            Reach {
                last: Some(last),
                held: Some(why),
            } => Ok(Choice::new(
                Route::Hybrid,
                Some(last),
                format!("{rule}, held after {last}: {why}"),
            )),
        }
    }

    fn judge(&self, flag: &str) -> Evaluation {
        evaluate(
            self.set,
            flag,
            self.context,
            self.now,
            self.safeguards,
            self.computed,
        )
    }

    /// Walks the phases in order until the ceiling or the first obstacle to a phase's flag.
    fn reach(&self, obstacle: fn(&Self, &str) -> Option<String>) -> Reach {
        let mut last = None;
        let limit = self.config.migration_phase;
        let ceiling = || format!("migration-phase is {}", limit.name());
        for phase in Phase::ALL {
            let beyond = Some(phase) > limit.ceiling();
            let held = if beyond {
                Some(ceiling())
            } else {
                obstacle(self, phase.flag())
            };
            if held.is_some() {
                return Reach { last, held };
            }
            last = Some(phase);
        }
        Reach {
            last,
            held: (limit != MigrationPhase::Complete).then(ceiling),
        }
    }

    /// The flag is off, for whatever reason.
    fn off(&self, flag: &str) -> Option<String> {
        let judged = self.judge(flag);
        (!judged.value).then(|| format!("{flag} is off ({}: {})", judged.reason, judged.detail))
    }

    /// The flag is off although the set has it.
    fn contradicted(&self, flag: &str) -> Option<String> {
        self.set.get(flag).and_then(|_| self.off(flag))
    }

    /// The flag was stopped by hand or by a safeguard, which nothing overrules.
    fn stopped(&self, flag: &str) -> Option<String> {
        let stop = matches!(
            self.judge(flag).reason,
            Reason::KillSwitch | Reason::Safeguard
        );
        stop.then(|| self.off(flag)).flatten()
    }
}

/// The flags a decision relies on.
fn flags_behind(decision: &RouteDecision) -> Vec<&'static str> {
    let phases = Phase::ALL
        .into_iter()
        .filter(|phase| Some(*phase) <= decision.last_pipeline_phase);
    let whole = match decision.route {
        Route::Microservices => Some(FULL_FLAG),
        Route::Validation => Some(VALIDATION_FLAG),
        Route::Legacy | Route::Hybrid => None,
    };
    phases.map(Phase::flag).chain(whole).collect()
}
