//! Behaviour of flag sets, evaluation and routes, through the crate's public doors.

// Helpers outside `#[test]` functions fail a test like the tests themselves do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod config;
mod evaluation;
mod flag_file;
mod invalid_sets;
mod properties;
mod route;
mod targeting;

use nephoran_feature_flags::context::Context;
use nephoran_feature_flags::flag::FlagSet;

/// The set of this flag file, which must be valid.
fn set(yaml: &str) -> FlagSet {
    match FlagSet::parse(yaml) {
        Ok(parsed) => parsed.set,
        Err(error) => panic!("{error}\n{yaml}"),
    }
}

/// An intent of type deployment in `nephoran-dev`.
fn intent(name: &str) -> Context {
    Context {
        namespace: "nephoran-dev".into(),
        name: name.into(),
        intent_type: "deployment".into(),
        priority: "medium".into(),
        ..Context::default()
    }
}
