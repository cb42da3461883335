//! Step 6, reliability: how many replicas over how many zones an availability target demands.
//!
//! Two rules: from 99.9 % a function survives the loss of one zone (two replicas over two zones); from 99.999 % it
//! carries its whole load with one replica gone (N+1) over three zones.

use nephoran_api::DeploymentPattern;

use crate::PlanError;

/// From here a function runs twice.
const THREE_NINES: f64 = 0.999;
/// From here a function has one replica to spare.
const FIVE_NINES: f64 = 0.99999;

/// What an availability target demands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Fewest replicas.
    pub(crate) least: u32,
    /// Replicas beyond those that the load needs.
    pub(crate) spare: u32,
    /// Fewest zones they are spread over; 0 when the target demands none.
    pub(crate) zones: u32,
}

impl Demand {
    /// Fewest replicas of a function whose load needs `needed`.
    pub(crate) fn replicas(self, needed: u32) -> u32 {
        needed.saturating_add(self.spare).max(self.least)
    }
}

/// What `availability` (a fraction) or the layout demands.
pub(crate) fn demand(
    availability: Option<f64>,
    pattern: Option<DeploymentPattern>,
) -> Result<Demand, PlanError> {
    if let Some(availability) = availability
        && !(availability > 0.0 && availability < 1.0)
    {
        return Err(PlanError::value(
            "qos.availability",
            &availability,
            "give a fraction between 0 and 1, for example 0.999",
        ));
    }
    let availability = availability.unwrap_or(0.0);
    let (least, spare, zones) = if availability >= FIVE_NINES {
        (3, 1, 3)
    } else if availability >= THREE_NINES {
        (2, 0, 2)
    } else if pattern == Some(DeploymentPattern::HighAvailability) {
        // Survives a node, as the pattern says, not a zone.
        (2, 0, 0)
    } else {
        (1, 0, 0)
    };
    Ok(Demand {
        least,
        spare,
        zones,
    })
}

/// The demand in words, for messages.
pub(crate) fn why(availability: Option<f64>) -> String {
    availability.map_or_else(
        || "the high-availability pattern".to_owned(),
        |availability| format!("an availability of {availability}"),
    )
}
