//! Phase 1: from the text of an intent to a typed `IntentModel`.
//!
//! The builtin provider ([`builtin`]) is a deterministic parser without network, and the default. Language models
//! ([`language_model`]) are asked with a prompt ([`prompt`]) and passages of a knowledge base ([`knowledge`]); what they
//! answer is data that the [`guard`] reads, checks against the text and refuses or has repaired. Answers are cached
//! ([`cache`]). The [`processor`] puts these together; the controller and the HTTP API ([`server`]) call it.

pub mod builtin;
pub mod cache;
mod clarification;
pub mod configuration;
pub mod controller;
pub mod guard;
pub mod knowledge;
pub mod language_model;
pub mod normal_text;
pub mod processor;
pub mod prompt;
pub mod secrets;
pub mod server;
pub mod text;
mod understanding;

pub use builtin::{CONFIDENCE_THRESHOLD, understand};
pub use clarification::{Clarification, clarification};
pub use understanding::{Span, Understanding};
