//! The judgement of one flag for one intent.
//!
//! A total function of the flags, the intent, the moment and the latched safeguards: it reads nothing else,
//! always ends, and never fails. The steps are in the order in which they win: a kill switch is looked at
//! before anything that could turn a flag on.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use crate::bucket::{self, Bucket, Percentage};
use crate::condition::Rule;
use crate::context::{Context, SEGMENT_LABEL};
use crate::flag::{self, Flag, FlagSet, INFRASTRUCTURE_READY, MONITORING_ENABLED, canonical_name};
use crate::safeguard::Safeguards;
use crate::schedule::InForce;

/// The flags that are found out, not configured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Computed {
    /// `infrastructure.ready`: the pipeline's kinds are established and each phase's shard leases are held.
    pub infrastructure_ready: bool,
    /// `monitoring.enabled`: a Prometheus URL is configured.
    pub monitoring_enabled: bool,
}

impl Computed {
    fn get(self, name: &str) -> Option<bool> {
        match name {
            INFRASTRUCTURE_READY => Some(self.infrastructure_ready),
            MONITORING_ENABLED => Some(self.monitoring_enabled),
            _ => None,
        }
    }
}

/// Why a flag is on or off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Off: no such flag.
    FlagNotFound,
    /// Off: its kill switch is on.
    KillSwitch,
    /// Off: not enabled, or a computed flag that does not hold.
    Disabled,
    /// Off: before its start, or from its end on.
    Expired,
    /// Off: a safeguard tripped and was not reset.
    Safeguard,
    /// Off: this prerequisite is off.
    Prerequisite(String),
    /// Off: this conflicting flag is on.
    Conflict(String),
    /// Off: conditions, targeting rules, segments or environment do not admit the intent.
    Targeting,
    /// On or off: by the intent's bucket and a percentage below 100.
    Split,
    /// On for everybody.
    Static,
    /// On: the conditions, targeting rules or segments admit the intent.
    TargetingMatch,
}

impl Reason {
    /// The reason's name without detail, for metric labels.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FlagNotFound => "FLAG_NOT_FOUND",
            Self::KillSwitch => "KILL_SWITCH",
            Self::Disabled => "DISABLED",
            Self::Expired => "EXPIRED",
            Self::Safeguard => "SAFEGUARD",
            Self::Prerequisite(_) => "PREREQUISITE",
            Self::Conflict(_) => "CONFLICT",
            Self::Targeting => "TARGETING",
            Self::Split => "SPLIT",
            Self::Static => "STATIC",
            Self::TargetingMatch => "TARGETING_MATCH",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prerequisite(name) | Self::Conflict(name) => write!(f, "{}({name})", self.code()),
            _ => f.write_str(self.code()),
        }
    }
}

/// A flag's value for one intent, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Whether the flag is on.
    pub value: bool,
    /// The chosen variant of a flag that is on and has variants.
    pub variant: Option<String>,
    /// The step that decided.
    pub reason: Reason,
    /// The same in words, with the values that decided.
    pub detail: String,
}

impl Evaluation {
    fn on(reason: Reason, detail: impl Into<String>) -> Self {
        Self {
            value: true,
            variant: None,
            reason,
            detail: detail.into(),
        }
    }

    fn off(reason: Reason, detail: impl Into<String>) -> Self {
        Self {
            value: false,
            variant: None,
            reason,
            detail: detail.into(),
        }
    }
}

/// Judges `flag` for the intent of `context` at the moment `now`.
#[must_use]
pub fn evaluate(
    set: &FlagSet,
    flag: &str,
    context: &Context,
    now: Timestamp,
    safeguards: &Safeguards,
    computed: &Computed,
) -> Evaluation {
    let judge = &mut Judge {
        set,
        context,
        key: context.key(),
        now,
        safeguards,
        computed: *computed,
        known: BTreeMap::new(),
    };
    judge.judge(canonical_name(flag), Conflicts::Count)
}

/// Whether conflicts count.
///
/// A conflicting flag is on when it would be, conflicts aside. That makes conflicts mutual and
/// independent of the order of judgement: of two flags that exclude each other, neither wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Conflicts {
    Count,
    Aside,
}

struct Judge<'a> {
    set: &'a FlagSet,
    context: &'a Context,
    key: String,
    now: Timestamp,
    safeguards: &'a Safeguards,
    computed: Computed,
    /// Values of flags already judged: a flag that many others require is judged once.
    known: BTreeMap<(&'a str, Conflicts), bool>,
}

impl<'a> Judge<'a> {
    /// Ends because prerequisites have no cycle and are at most 32 deep (`validate`), and because a
    /// judgement with conflicts aside follows prerequisites only.
    fn judge(&mut self, name: &str, conflicts: Conflicts) -> Evaluation {
        if let Some(holds) = self.computed.get(name) {
            return if holds {
                Evaluation::on(Reason::Static, "computed: it holds")
            } else {
                Evaluation::off(Reason::Disabled, "computed: it does not hold")
            };
        }
        let Some(flag) = self.set.get(name) else {
            return Evaluation::off(Reason::FlagNotFound, "no such flag in the set");
        };
        let bucket = Bucket::of(flag::seed(name), &self.key);
        self.switched_off(name, flag)
            .or_else(|| self.blocked(flag, conflicts))
            .or_else(|| {
                self.not_targeted(flag, bucket)
                    .map(|why| Evaluation::off(Reason::Targeting, why))
            })
            .unwrap_or_else(|| self.split(name, flag, bucket))
    }

    fn is_on(&mut self, name: &'a str, conflicts: Conflicts) -> bool {
        if let Some(value) = self.known.get(&(name, conflicts)) {
            return *value;
        }
        let value = self.judge(name, conflicts).value;
        self.known.insert((name, conflicts), value);
        value
    }

    /// Kill switch, enabled, lifetime, safeguard: what turns the flag off for every intent.
    fn switched_off(&self, name: &str, flag: &Flag) -> Option<Evaluation> {
        if flag.kill_switch {
            return Some(Evaluation::off(Reason::KillSwitch, "its kill switch is on"));
        }
        if !flag.enabled {
            return Some(Evaluation::off(Reason::Disabled, "it is not enabled"));
        }
        if let Some(start) = flag.start_time.filter(|start| self.now < *start) {
            return Some(Evaluation::off(
                Reason::Expired,
                format!("it starts at {start}"),
            ));
        }
        if let Some(end) = flag.end().filter(|end| *end <= self.now) {
            return Some(Evaluation::off(
                Reason::Expired,
                format!("it ended at {end}"),
            ));
        }
        self.safeguards.trip(name).map(|trip| {
            let detail = format!(
                "safeguard {} tripped at {} ({} above {}) and is latched until it is reset",
                trip.metric, trip.at, trip.value, trip.threshold
            );
            Evaluation::off(Reason::Safeguard, detail)
        })
    }

    /// Prerequisites, then conflicts: what other flags turn it off.
    fn blocked(&mut self, flag: &'a Flag, conflicts: Conflicts) -> Option<Evaluation> {
        for name in &flag.prerequisites {
            if !self.is_on(name, conflicts) {
                let detail = format!("its prerequisite {name} is off");
                return Some(Evaluation::off(Reason::Prerequisite(name.clone()), detail));
            }
        }
        if conflicts == Conflicts::Aside {
            return None;
        }
        for name in &flag.conflicts_with {
            if self.is_on(name, Conflicts::Aside) {
                let detail = format!("{name}, which it conflicts with, is on");
                return Some(Evaluation::off(Reason::Conflict(name.clone()), detail));
            }
        }
        None
    }

    /// The first of conditions, targeting rules, segments and environment that keeps the intent out.
    fn not_targeted(&self, flag: &Flag, bucket: Bucket) -> Option<String> {
        let admits = |rule: &Rule| rule.admits(self.context, bucket);
        if let Some(rule) = flag.conditions.iter().find(|rule| !admits(rule)) {
            return Some(format!("the condition {rule} does not admit the intent"));
        }
        if !flag.targeting_rules.is_empty() && !flag.targeting_rules.iter().any(admits) {
            return Some("no targeting rule admits the intent".to_owned());
        }
        let segment = self.context.labels.get(SEGMENT_LABEL);
        if !flag.user_segments.is_empty()
            && !segment.is_some_and(|segment| flag.user_segments.contains(segment))
        {
            return Some(format!(
                "the intent's label {SEGMENT_LABEL} is none of {}",
                flag.user_segments.join(", ")
            ));
        }
        let rule = self.environment_rule(flag).filter(|rule| !rule.enabled)?;
        Some(format!(
            "it is not enabled in environment {}",
            rule.environment
        ))
    }

    fn environment_rule<'f>(&self, flag: &'f Flag) -> Option<&'f flag::EnvironmentRule> {
        flag.environment_rules
            .iter()
            .find(|rule| rule.environment == self.context.environment)
    }

    /// The percentage in force, and its origin in words.
    fn percentage(&self, flag: &Flag) -> (Percentage, String) {
        if let Some(rule) = self.environment_rule(flag)
            && let Some(percentage) = rule.percentage
        {
            return (
                percentage,
                format!("{percentage} in environment {}", rule.environment),
            );
        }
        match flag
            .rollout_schedule
            .as_ref()
            .map(|schedule| schedule.at(self.now))
        {
            Some(InForce::NotBefore(start)) => (
                Percentage::ZERO,
                format!("0 %: the first stage of its schedule starts at {start}"),
            ),
            Some(InForce::Stage(stage, percentage)) => (
                percentage,
                format!("{percentage}, stage {stage} of its schedule"),
            ),
            None => {
                let percentage = flag.percentage.unwrap_or(Percentage::FULL);
                (percentage, percentage.to_string())
            }
        }
    }

    /// The last step: the intent's bucket against the percentage.
    fn split(&self, name: &str, flag: &Flag, bucket: Bucket) -> Evaluation {
        let (percentage, origin) = self.percentage(flag);
        if !percentage.admits(bucket) {
            return Evaluation::off(
                Reason::Split,
                format!("bucket {bucket} of 10000 is outside {origin}"),
            );
        }
        let targeted = !(flag.conditions.is_empty()
            && flag.targeting_rules.is_empty()
            && flag.user_segments.is_empty());
        let mut evaluation = if percentage < Percentage::FULL {
            Evaluation::on(
                Reason::Split,
                format!("bucket {bucket} of 10000 is inside {origin}"),
            )
        } else if targeted {
            Evaluation::on(Reason::TargetingMatch, "its targeting admits the intent")
        } else {
            Evaluation::on(Reason::Static, "it is on for every intent")
        };
        evaluation.variant =
            bucket::variant(name, &self.key, &flag.variant_weights).map(str::to_owned);
        evaluation
    }
}
