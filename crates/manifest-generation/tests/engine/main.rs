//! The engine of phase 3 through its public doors.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test cannot set up has failed"
)]

mod artifacts;
mod configurations;
mod determinism;
mod folders;
mod mutations;
mod packages;
mod plans;
mod properties;
mod rejections;
mod seeded;
