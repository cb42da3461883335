//! Step 4b, replicas: how many run, between which bounds, and whether an autoscaler moves them.
//!
//! A number the user names wins or is refused; bounds come from the load, the availability target and the template.

use nephoran_api::{Autoscaling, DeploymentPattern, Replicas, ScalingRequest};

use crate::PlanError;
use crate::functions::{Adjustment, Function};
use crate::reliability::{self, Demand};

/// Autoscaler target unless the intent names one. Source: free5gc-helm values.yaml v4.2.2, 80 % CPU.
const TARGET_CPU_PERCENT: u32 = 80;
/// The most a ratio may multiply: as many replicas as an intent may ask for.
const MOST_FACTOR: f64 = 1000.0;

/// Replicas of one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) replicas: Replicas,
    pub(crate) scaling: Option<Autoscaling>,
    /// What the availability demands of them.
    pub(crate) demand: Demand,
}

/// Replicas of `function` when its load needs `needed` of them.
pub(crate) fn plan(
    function: &Function<'_>,
    needed: u32,
    pattern: Option<DeploymentPattern>,
) -> Result<Planned, PlanError> {
    let bounds = Bounds::of(function, needed, pattern)?;
    let scaling = function
        .settings
        .scaling
        .as_ref()
        .filter(|_| function.template.scaling.horizontally_scalable);
    let (low, high) = match scaling {
        Some(scaling) => bounds.autoscaling(function, scaling)?,
        None => (bounds.least, bounds.most),
    };
    let desired = desired(function, low)?;
    if desired < u64::from(low) {
        return Err(bounds.refuse(
            function,
            desired,
            &format!("at least {low} are needed for {}", bounds.why),
        ));
    }
    let Some(desired) = u32::try_from(desired)
        .ok()
        .filter(|desired| *desired <= high)
    else {
        return Err(bounds.refuse(
            function,
            desired,
            &format!("at most {high} run ({})", bounds.most_why(scaling)),
        ));
    };
    let replicas = match scaling {
        Some(_) => Replicas {
            desired,
            min: low,
            max: high,
        },
        None => Replicas {
            desired,
            min: desired,
            max: desired,
        },
    };
    let scaling = scaling.map(|scaling| Autoscaling {
        target_cpu_percent: scaling.target_cpu_percent.unwrap_or(TARGET_CPU_PERCENT),
        target_memory_percent: scaling.target_memory_percent,
    });
    Ok(Planned {
        replicas,
        scaling,
        demand: bounds.demand,
    })
}

/// The number before bounds: the user's, or the least, with relative changes on top, fractions rounded up.
fn desired(function: &Function<'_>, low: u32) -> Result<u64, PlanError> {
    let mut number = i64::from(function.settings.replicas.unwrap_or(low));
    for adjustment in &function.settings.adjustments {
        number = match *adjustment {
            Adjustment::By(step) => number.saturating_add(i64::from(step)),
            Adjustment::Factor(factor)
                if factor.is_finite() && factor > 0.0 && factor <= MOST_FACTOR =>
            {
                scaled(number, factor)
            }
            Adjustment::Factor(factor) => {
                return Err(PlanError::value(
                    format!("{}.scaleFactor", function.name),
                    &factor,
                    "give a ratio above 0 and at most 1000, for example 2",
                ));
            }
        };
    }
    Ok(u64::try_from(number).unwrap_or(0))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "both factors are bounded far below 2^53"
)]
fn scaled(number: i64, factor: f64) -> i64 {
    // 10 × 1.1 is a little more than 11 in binary fractions, and means 11.
    (number as f64 * factor - 1e-9).ceil() as i64
}

struct Bounds {
    least: u32,
    most: u32,
    demand: Demand,
    /// What `least` is for.
    why: String,
    template: String,
}

impl Bounds {
    fn of(
        function: &Function<'_>,
        needed: u32,
        pattern: Option<DeploymentPattern>,
    ) -> Result<Self, PlanError> {
        let (template, availability) = (function.template, function.settings.availability);
        let demand = reliability::demand(availability, pattern)?;
        let least = demand.replicas(needed);
        let most = template.scaling.max_replicas;
        if least > most {
            return Err(PlanError::conflict(format!(
                "{} needs {} replicas for {} and its load, but at most {most} run ({}); relax the availability or the load",
                function.name,
                least,
                reliability::why(availability),
                template.scaling.source
            )));
        }
        let why = if least > needed {
            reliability::why(availability)
        } else {
            format!("its load and floor ({})", template.floor.source)
        };
        Ok(Self {
            least,
            most,
            demand,
            why,
            template: template.scaling.source.to_string(),
        })
    }

    /// The bounds of an autoscaler: the user's where given, else these.
    fn autoscaling(
        &self,
        function: &Function<'_>,
        scaling: &ScalingRequest,
    ) -> Result<(u32, u32), PlanError> {
        for (field, percent) in [
            ("targetCpuPercent", scaling.target_cpu_percent),
            ("targetMemoryPercent", scaling.target_memory_percent),
        ] {
            if percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
                return Err(PlanError::value(
                    format!("scaling.{field}"),
                    &percent.unwrap_or_default(),
                    "give a percentage from 1 to 100",
                ));
            }
        }
        let low = scaling.min_replicas.unwrap_or(self.least);
        let high = scaling.max_replicas.unwrap_or(self.most);
        let refuse = |why: String| PlanError::ReplicasOutOfRange {
            function: function.name.clone(),
            asked: format!("{low} to {high}"),
            why,
        };
        if low < self.least {
            return Err(refuse(format!(
                "at least {} are needed for {}; raise scaling.minReplicas",
                self.least, self.why
            )));
        }
        if high > self.most {
            return Err(refuse(format!(
                "at most {} run ({}); lower scaling.maxReplicas",
                self.most, self.template
            )));
        }
        if low > high {
            return Err(refuse(format!(
                "the fewest, {low}, are more than the most, {high}; change scaling.minReplicas or scaling.maxReplicas"
            )));
        }
        Ok((low, high))
    }

    fn most_why(&self, scaling: Option<&ScalingRequest>) -> String {
        if scaling.is_some_and(|scaling| scaling.max_replicas.is_some()) {
            "scaling.maxReplicas".to_owned()
        } else {
            self.template.clone()
        }
    }

    fn refuse(&self, function: &Function<'_>, desired: u64, why: &str) -> PlanError {
        PlanError::ReplicasOutOfRange {
            function: function.name.clone(),
            asked: desired.to_string(),
            why: format!(
                "{why}; ask for {} to {}, or change what demands it",
                self.least, self.most
            ),
        }
    }
}
