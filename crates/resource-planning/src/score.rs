//! Step 9, score: how good a placement is, 0 to 1, rounded to four decimals.
//!
//! * cost = (dearest − this) / (dearest − cheapest), over the candidate clusters; 1 when they do not differ.
//! * performance = mean over the components of ½ · 10 / (10 + latency of the cluster in ms; ½ when unknown)
//!   + ½ · share of the cluster that stays free (1 when unlimited).
//! * reliability = mean over the components of ½ · min(replicas, 3) / 3 + ½ · min(replicas, zones, 3) / 3, where a
//!   cluster that lists no zones counts as one.
//! * total = the mean of the three, weighted by the objectives: cost and energy weigh cost (energy follows resources);
//!   performance, latency and throughput weigh performance; reliability weighs reliability. Without objectives equally.

use nephoran_api::{Goal, Objective, Score};

use crate::PlanError;
use crate::cost::Money;

/// Latency that scores one half. Source: estimate, the edge of the near-real-time loop (O-RAN.WG1 architecture, 10 ms).
const HALF_LATENCY_MS: f64 = 10.0;
/// From here more replicas or zones score no higher.
const ENOUGH: u32 = 3;

/// How much each part counts; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weights {
    cost: f64,
    performance: f64,
    reliability: f64,
}

impl Weights {
    pub(crate) fn of(objectives: &[Objective]) -> Result<Self, PlanError> {
        let mut weights = Self {
            cost: 0.0,
            performance: 0.0,
            reliability: 0.0,
        };
        for objective in objectives {
            if !(0.0..=1.0).contains(&objective.weight) {
                return Err(PlanError::value(
                    "objectives.weight",
                    &objective.weight,
                    "give a weight from 0 to 1",
                ));
            }
            *match objective.goal {
                Goal::Cost | Goal::Energy => &mut weights.cost,
                Goal::Performance | Goal::Latency | Goal::Throughput => &mut weights.performance,
                Goal::Reliability => &mut weights.reliability,
            } += objective.weight;
        }
        let sum = weights.cost + weights.performance + weights.reliability;
        if sum <= 0.0 {
            let third = 1.0 / 3.0;
            return Ok(Self {
                cost: third,
                performance: third,
                reliability: third,
            });
        }
        Ok(Self {
            cost: weights.cost / sum,
            performance: weights.performance / sum,
            reliability: weights.reliability / sum,
        })
    }

    /// The score of three parts.
    pub(crate) fn score(&self, cost: f64, performance: f64, reliability: f64) -> Score {
        let total =
            self.cost * cost + self.performance * performance + self.reliability * reliability;
        Score {
            cost: round(cost),
            performance: round(performance),
            reliability: round(reliability),
            latency: 0.0,
            throughput: 0.0,
            energy: 0.0,
            total: round(total),
        }
    }
}

/// The cost part.
pub(crate) fn cost(this: Money, cheapest: Money, dearest: Money) -> f64 {
    if dearest <= cheapest {
        1.0
    } else {
        dearest.saturating_sub(this) as f64 / (dearest - cheapest) as f64
    }
}

/// The performance part of a component on a cluster: its latency, and the share of it that is used, 0 to 1.
pub(crate) fn performance(latency_ms: Option<f64>, used: f64) -> f64 {
    let latency = latency_ms.map_or(0.5, |latency| {
        HALF_LATENCY_MS / (HALF_LATENCY_MS + latency.max(0.0))
    });
    0.5 * latency + 0.5 * (1.0 - used.clamp(0.0, 1.0))
}

/// The reliability part of a component on a cluster.
pub(crate) fn reliability(replicas: u32, zones: u32) -> f64 {
    let part = |count: u32| f64::from(count.min(ENOUGH)) / f64::from(ENOUGH);
    0.5 * part(replicas) + 0.5 * part(replicas.min(zones.max(1)))
}

fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
