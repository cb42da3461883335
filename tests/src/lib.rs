//! The whole system on one machine: a control plane, the six binaries each with exactly the rights its chart ships,
//! and a Git repository. The demo, the end-to-end tests and the benchmarks start it the same way.

pub mod access;
pub mod audit;
pub mod controller;
pub mod intent;
pub mod repository;
pub mod system;
pub mod waiting;
