//! The builtin engine: applies a package to a cluster by itself, without Flux, Argo CD or Config Sync.
//!
//! What is applied, where and in which order is decided by pure functions ([`Manifest`], [`apply_order`],
//! [`leaving`]); [`Engine`] only carries the decision to the API server. It may write nothing outside the namespaces
//! it was given, and it deletes nothing that does not carry the labels of the intent it works for.

mod access;
mod answer;
mod engine;
mod error;
mod identity;
mod kinds;
mod manifest;
mod order;
mod prune;
mod resources;

pub use access::impersonating;
pub use engine::{Engine, FIELD_MANAGER};
pub use error::ApplyError;
pub use manifest::{Manifest, inventory, parse_package};
pub use order::{START_ORDER_ANNOTATION, apply_order};
pub use prune::{Pruned, leaving};

/// The recommended label that names the tool an object is managed by, and its value here.
pub(crate) const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "nephoran");

#[cfg(test)]
mod tests;
