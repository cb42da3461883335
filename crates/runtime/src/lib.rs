//! What every controller binary shares, and no more: arguments, client, telemetry, admin server, shutdown, shard
//! leases, backoff, the status writer, and the two loops of a phase (follow the kind before, reconcile the own kind).
//!
//! It knows the shapes of `nephoran-api` and nothing of any phase's domain; of the catalogue that several phases read,
//! only which version is in force.

/// The allocator of every operator; what it gains is in `benches/README.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod admin;
pub mod args;
pub mod attempt;
pub mod backoff;
pub mod client;
pub mod clusters;
pub mod events;
pub mod follow;
pub mod in_force;
pub mod kubeconfig;
pub mod metrics;
pub mod newest;
pub mod phase_controller;
pub mod process;
pub mod settings;
pub mod shards;
pub mod status_writer;
pub mod telemetry;
pub mod tenancy;
pub mod transition;
pub mod watch;
