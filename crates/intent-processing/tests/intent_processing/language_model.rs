//! Language models: providers over HTTP, and what stands around them.

mod budget;
mod circuit;
mod configuration;
mod counted;
mod event_stream;
mod failures;
mod limits;
mod queue;
mod requests;
mod schema;
mod secrecy;
mod streams;
mod support;
