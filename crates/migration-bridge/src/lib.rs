//! Routes intents between the old and the new implementation and aggregates their status.
//!
//! It writes `NetworkIntent`s and creates `IntentProcessing`s; everything after that is the other controllers' or, on the
//! legacy routes, the monolith's, which runs in this process.

mod aggregate;
mod chain;
pub mod controller;
mod legacy;
mod metrics;
mod routing;
mod settings;
