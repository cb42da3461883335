//! Phase 3: from a plan to a validated package of manifests.
//!
//! [`generate`] takes a [`Plan`](nephoran_api::Plan) and returns the files of one package per cluster, the
//! findings of the offline checks and the recorded security waivers. It reads nothing but its arguments, so the same
//! plan and catalogue give the same bytes on every host. [`check`](mod@check) runs the same
//! rules on any set of files.

mod blueprint;
pub mod check;
mod configuration;
pub mod controller;
mod custom;
mod error;
mod format;
mod generate;
mod names;
mod object;
mod options;
mod package;
mod ports;
mod ran_node;
mod template_set;
mod wiring;
mod workload;

pub use error::GenerateError;
pub use generate::generate;
pub use object::{Object, ObjectError};
pub use options::Options;
pub use package::{Package, Waiver};
pub use template_set::{TemplateError, TemplateSet, TemplateSetError};
