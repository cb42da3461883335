//! Phase 2: from an IntentModel to a sized, placed and costed plan.
//!
//! The steps, one module each: functions → dependency closure → amendments → sizing and replicas → quality of service
//! and hardware → reliability → volumes that are there already → numbering → placement under admission limits, quotas
//! and the room that others hold → cost and energy → score. [`plan()`] runs them; all are pure.

mod admission;
mod amendment;
pub mod assignment;
mod capacity;
mod catalogue_page;
mod closure;
mod constraint;
pub mod controller;
mod cost;
mod crossing;
mod energy;
mod error;
mod explain;
mod functions;
mod hardware;
mod held;
mod interworking;
mod isolation;
mod numbering;
mod placement;
mod plan;
mod profile;
mod quality;
mod reach;
mod reliability;
mod replicas;
mod score;
mod shipped;
mod site;
mod sizing;
mod unplanned;
mod volumes;

pub use amendment::{Amendment, OwnedFunction, OwnedFunctions, target_of};
pub use catalogue_page::catalogue_page;
pub use error::PlanError;
pub use explain::{Explanation, explain};
pub use held::{Held, Quota};
pub use numbering::Numbering;
pub use plan::{PlanInput, Planned, RefusedAmendment, plan};
pub use shipped::{ByProvider, Shipped, list_prices, typical_energy};
pub use site::Cluster;
