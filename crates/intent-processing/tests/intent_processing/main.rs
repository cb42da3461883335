//! The builtin parser, through its public door.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is a failed test"
)]

mod corpus;
mod properties;
mod questions;
