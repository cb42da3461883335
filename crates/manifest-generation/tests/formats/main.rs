//! Packages as the tools of their formats take them: helm, kustomize, and an API server that validates strictly.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test cannot set up has failed"
)]

mod api_server;
mod equivalence;
#[path = "../engine/plans.rs"]
#[allow(dead_code, reason = "shared with the tests of the engine")]
mod plans;
mod tools;
