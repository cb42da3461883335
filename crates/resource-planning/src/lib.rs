//! Phase 2: from an IntentModel to a sized, placed and costed plan.
//!
//! The steps, one module each: functions → dependency closure → amendments → sizing and replicas → quality of service
//! and hardware → reliability → placement under admission limits → cost → score. [`plan()`] runs them; all are pure.

mod admission;
mod amendment;
mod catalogue_page;
mod closure;
pub mod controller;
mod cost;
mod error;
mod functions;
mod hardware;
mod held;
mod interworking;
mod placement;
mod plan;
mod quality;
mod reliability;
mod replicas;
mod score;
mod site;
mod sizing;
mod unplanned;

pub use amendment::{Amendment, OwnedFunction, OwnedFunctions, target_of};
pub use catalogue_page::catalogue_page;
pub use cost::{ListPrice, list_prices};
pub use error::PlanError;
pub use held::{Held, Quota};
pub use plan::{PlanInput, Planned, RefusedAmendment, plan};
pub use site::Cluster;
