//! The planner through its public door: properties over random intents, golden plans, amendments, refusals.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test that cannot plan has failed"
)]

mod amendments;
mod conflicts;
mod documented;
mod explained;
mod formula;
mod generate;
mod golden;
mod golden_estates;
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "its numbers are small"
)]
mod instances;
mod neighbours;
mod objectives;
mod optimality;
mod placement;
mod prices;
mod properties;
mod refusals;
mod room;
mod stability;
mod volumes;

use nephoran_api::{Classified, Component, IntentModel, TargetClusterSpec};
use nephoran_resource_planning::{Amendment, Cluster, PlanError, PlanInput, Planned, plan};
use nephoran_telecom::Catalogue;

/// An intent named `core` in namespace `telecom`.
fn input(
    model: IntentModel,
    amendments: Vec<Amendment>,
    clusters: Vec<Cluster>,
) -> PlanInput<'static> {
    PlanInput {
        amendments,
        clusters,
        ..PlanInput::new("telecom", "core", model, "telecom", Catalogue::builtin())
    }
}

/// A model written as YAML.
fn model(text: &str) -> IntentModel {
    serde_saphyr::from_str(text).unwrap()
}

/// Clusters written as YAML, specs by name.
fn clusters(text: &str) -> Vec<Cluster> {
    let specs: std::collections::BTreeMap<String, TargetClusterSpec> =
        serde_saphyr::from_str(text).unwrap();
    specs
        .into_iter()
        .map(|(name, spec)| Cluster {
            name,
            spec,
            nodes: None,
        })
        .collect()
}

fn planned(text: &str) -> Planned {
    plan(&input(model(text), vec![], vec![])).unwrap()
}

fn refused(text: &str, clusters_text: &str) -> PlanError {
    plan(&input(model(text), vec![], clusters(clusters_text))).unwrap_err()
}

fn component<'p>(planned: &'p Planned, name: &str) -> &'p Component {
    planned
        .plan
        .components
        .iter()
        .find(|component| component.name == name)
        .unwrap()
}

/// Reason, class and message of an error.
fn words(error: &PlanError) -> String {
    format!("{} ({}): {error}", error.reason(), error.class().as_str())
}
