//! Phase 1 through its public doors.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a failed test"
)]

mod attacks;
mod cache;
mod cache_disk;
mod cache_redis;
mod cache_redis_tls;
mod cache_stack;
mod cache_support;
mod configuration;
mod corpus;
mod everyday;
mod guard;
mod guard_properties;
mod knowledge;
mod knowledge_contract;
mod knowledge_documents;
mod knowledge_queries;
mod knowledge_weaviate;
mod language_model;
mod phrasings;
mod processor;
mod prompt;
mod properties;
mod questions;
mod rewordings;
mod scorer;
mod server;
mod whereabouts;
