//! Phase 5: from what runs to a verdict.
//!
//! The engine is pure: observed objects and a point in time go in, [`health`](fn@health), [`pod_trouble`] and
//! [`judge`](fn@judge) say what they mean.

pub mod controller;
mod health;
mod judge;
mod trouble;

pub use health::{ObservedObject, health};
pub use judge::{Judgement, judge};
pub use trouble::pod_trouble;
