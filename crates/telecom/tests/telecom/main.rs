//! The facts of this crate agree with each other and with the numbers of the standards.

#![expect(clippy::expect_used, reason = "a failed expectation is a failed test")]

mod catalogue;
mod catalogue_files;
mod compatibility;
mod identities;
mod overrides;
mod qos;
mod sizing;
mod vocabulary;
