//! Load generator and micro-benchmarks. They print what they measure and never fail on it.
//!
//! Every load runs on a control plane of its own whose etcd waits for the disk, with the load generator beside it on
//! the same machine: the numbers compare two commits on one machine, not two machines.

pub mod arrivals;
pub mod bare_chain;
pub mod engines;
pub mod language;
pub mod latency;
pub mod links;
pub mod machine;
pub mod moments;
pub mod namespaces;
pub mod network_intents;
pub mod objects_alone;
pub mod package_scores;
pub mod parser_scores;
pub mod planner_scores;
pub mod summary;
pub mod table;
