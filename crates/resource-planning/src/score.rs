//! Step 9, score: how good a placement is, 0 to 1, rounded to four decimals.
//!
//! Every part is a sum over the components, so that the best placement can be found exactly.
//! * cost = (dearest − this) / (dearest − cheapest); the cheapest and the dearest place each component by itself where
//!   it fits. 1 when they do not differ.
//! * energy = the same of the power (CPU × watts per CPU × power usage effectiveness).
//! * latency = mean over the components of 10 / (10 + latency of the cluster in ms); ½ when unknown.
//! * throughput = mean over the components of the share of the cluster's scarcest resource that stays free beside what
//!   other intents hold, as though every function placed with the component were as large as it; 1 when unlimited.
//! * performance = (latency + throughput) / 2.
//! * reliability = mean over the components of ½ · min(replicas, 3) / 3 + ½ · min(replicas, zones, 3) / 3, where a
//!   cluster that lists no zones counts as one.
//! * total = the mean of cost, latency, throughput, reliability and energy, weighted by the objectives: each goal weighs
//!   its own part, performance weighs latency and throughput by half. Without objectives cost, performance and
//!   reliability weigh equally.

use nephoran_api::{Goal, Objective, Score};

use crate::PlanError;

/// Latency that scores one half. Source: estimate, the edge of the near-real-time loop (O-RAN.WG1 architecture, 10 ms).
const HALF_LATENCY_MS: f64 = 10.0;
/// From here more replicas or zones score no higher.
const ENOUGH: u32 = 3;
/// From here cost or energy is worth CPU that is not there when all functions are busy at once.
const OVERCOMMIT: f64 = 0.5;

/// How much each part counts; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weights {
    cost: f64,
    latency: f64,
    throughput: f64,
    reliability: f64,
    energy: f64,
}

/// The parts of a score, or what one component adds to them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Parts {
    pub(crate) cost: f64,
    pub(crate) latency: f64,
    pub(crate) throughput: f64,
    pub(crate) reliability: f64,
    pub(crate) energy: f64,
}

impl Weights {
    pub(crate) fn of(objectives: &[Objective]) -> Result<Self, PlanError> {
        let mut weights = Self::NONE;
        for Objective { goal, weight } in objectives {
            if !(0.0..=1.0).contains(weight) {
                return Err(PlanError::value(
                    "objectives.weight",
                    weight,
                    "give a weight from 0 to 1",
                ));
            }
            weights.add(*goal, *weight);
        }
        if weights.sum() <= 0.0 {
            for goal in [Goal::Cost, Goal::Performance, Goal::Reliability] {
                weights.add(goal, 1.0);
            }
        }
        Ok(weights.normalised())
    }

    /// One goal alone.
    pub(crate) fn only(goal: Goal) -> Self {
        let mut weights = Self::NONE;
        weights.add(goal, 1.0);
        weights
    }

    const NONE: Self = Self {
        cost: 0.0,
        latency: 0.0,
        throughput: 0.0,
        reliability: 0.0,
        energy: 0.0,
    };

    fn add(&mut self, goal: Goal, weight: f64) {
        match goal {
            Goal::Cost => self.cost += weight,
            Goal::Energy => self.energy += weight,
            Goal::Latency => self.latency += weight,
            Goal::Throughput => self.throughput += weight,
            Goal::Reliability => self.reliability += weight,
            Goal::Performance => {
                self.latency += weight / 2.0;
                self.throughput += weight / 2.0;
            }
        }
    }

    fn sum(&self) -> f64 {
        self.cost + self.latency + self.throughput + self.reliability + self.energy
    }

    fn normalised(self) -> Self {
        let sum = self.sum();
        Self {
            cost: self.cost / sum,
            latency: self.latency / sum,
            throughput: self.throughput / sum,
            reliability: self.reliability / sum,
            energy: self.energy / sum,
        }
    }

    /// Whether functions that are not Guaranteed may share CPU that is not there when all are busy at once: cost or
    /// energy weighs more than everything else.
    pub(crate) fn prefers_overcommit(&self) -> bool {
        self.cost > OVERCOMMIT || self.energy > OVERCOMMIT
    }

    /// The weighted sum of some parts.
    pub(crate) fn total(&self, parts: &Parts) -> f64 {
        self.cost * parts.cost
            + self.latency * parts.latency
            + self.throughput * parts.throughput
            + self.reliability * parts.reliability
            + self.energy * parts.energy
    }

    /// The score of a plan with these parts.
    pub(crate) fn score(&self, parts: &Parts) -> Score {
        Score {
            cost: round(parts.cost),
            performance: round(f64::midpoint(parts.latency, parts.throughput)),
            reliability: round(parts.reliability),
            latency: round(parts.latency),
            throughput: round(parts.throughput),
            energy: round(parts.energy),
            total: round(self.total(parts)),
        }
    }
}

/// The cost or the energy part: how far `this` lies below the most, of the way to the least.
pub(crate) fn saved(this: u64, (least, most): (u64, u64)) -> f64 {
    if most <= least {
        1.0
    } else {
        most.saturating_sub(this) as f64 / (most - least) as f64
    }
}

/// The latency part of a component on a cluster.
pub(crate) fn latency(latency_ms: Option<f64>) -> f64 {
    latency_ms.map_or(0.5, |latency| {
        HALF_LATENCY_MS / (HALF_LATENCY_MS + latency.max(0.0))
    })
}

/// The throughput part of a component on a cluster of which a share is used.
pub(crate) fn throughput(used: f64) -> f64 {
    1.0 - used.clamp(0.0, 1.0)
}

/// The reliability part of a component on a cluster.
pub(crate) fn reliability(replicas: u32, zones: u32) -> f64 {
    let part = |count: u32| f64::from(count.min(ENOUGH)) / f64::from(ENOUGH);
    0.5 * part(replicas) + 0.5 * part(replicas.min(zones.max(1)))
}

fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
