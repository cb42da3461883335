//! What the engines of the phases are measured on.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context as _, Result};
use k8s_openapi::jiff::Timestamp;
use nephoran_api::{IntentHints, Plan};
use nephoran_feature_flags::config::RouteConfig;
use nephoran_feature_flags::context::Context;
use nephoran_feature_flags::evaluate::Computed;
use nephoran_feature_flags::flag::FlagSet;
use nephoran_feature_flags::route::{RouteDecision, decide};
use nephoran_feature_flags::safeguard::Safeguards;
use nephoran_intent_processing::{Understanding, understand};
use nephoran_manifest_generation::{Options, Package, TemplateSet, generate};
use nephoran_resource_planning::{Cluster, PlanInput, Planned, plan};
use nephoran_telecom::Catalogue;
use serde_json::json;

const SENTENCE: &str =
    "Deploy a URLLC slice for factory robots in eu-west with 3 AMF replicas and 5 ms latency";
const TEN_FUNCTIONS: &str = "Deploy AMF, SMF, UPF, NRF, AUSF, UDM, UDR, PCF, NSSF and NEF";
const CORE: &str = "Deploy a complete 5G core with NEF for 10000 subscribers";
/// Each flag that can decide is looked at before the default does.
const FLAGS: &str = "flags:
  microservices.full.enabled: {enabled: true, percentage: 0}
  microservices.llm.enabled: {enabled: true, percentage: 100}
  microservices.resource.enabled: {enabled: true, percentage: 100, prerequisites: [microservices.llm.enabled]}
  microservices.manifest.enabled: {enabled: true, percentage: 100, prerequisites: [microservices.resource.enabled]}
  microservices.gitops.enabled: {enabled: true, percentage: 100, prerequisites: [microservices.manifest.enabled]}
";
/// The median of this many runs is shown.
const RUNS: usize = 201;

/// Inputs of the engines.
#[derive(Debug)]
pub struct Engines {
    ten_functions: PlanInput<'static>,
    core: Plan,
    flags: FlagSet,
    routes: RouteConfig,
    safeguards: Safeguards,
    intent: Context,
}

impl Engines {
    /// Prepares the inputs.
    pub fn new() -> Result<Self> {
        let clusters = (0..5).map(|index| {
            let spec = json!({ "region": format!("region-{index}"), "zones": ["a", "b", "c"], "provider": "onprem" });
            Ok(Cluster { name: format!("cluster-{index}"), spec: serde_json::from_value(spec)?, nodes: None })
        });
        let clusters = clusters.collect::<Result<_>>()?;
        Ok(Self {
            ten_functions: input(TEN_FUNCTIONS, clusters),
            core: plan(&input(CORE, Vec::new()))?.plan,
            flags: FlagSet::parse(FLAGS)
                .context("the flags of the benchmark are malformed")?
                .set,
            routes: RouteConfig::default(),
            safeguards: Safeguards::default(),
            intent: Context {
                namespace: "telecom".to_owned(),
                name: "core".to_owned(),
                ..Context::default()
            },
        })
    }

    /// Understands a sentence.
    #[must_use]
    pub fn parse(&self) -> Understanding {
        understand(black_box(SENTENCE), &IntentHints::default())
    }

    /// Plans ten functions on five clusters.
    #[must_use]
    pub fn plan(&self) -> Option<Planned> {
        plan(black_box(&self.ten_functions)).ok()
    }

    /// The plan of a complete core.
    #[must_use]
    pub const fn core(&self) -> &Plan {
        &self.core
    }

    /// Renders the package of a complete core.
    #[must_use]
    pub fn generate(&self) -> Option<Package> {
        let options = Options {
            intent: "core".to_owned(),
            ..Options::default()
        };
        generate(
            black_box(&self.core),
            &options,
            Catalogue::builtin(),
            TemplateSet::builtin(),
        )
        .ok()
    }

    /// Decides the route of an intent.
    #[must_use]
    pub fn route(&self) -> RouteDecision {
        let computed = Computed {
            infrastructure_ready: true,
            monitoring_enabled: false,
        };
        decide(
            &self.flags,
            &self.routes,
            black_box(&self.intent),
            Timestamp::UNIX_EPOCH,
            &self.safeguards,
            &computed,
            None,
        )
    }

    /// The median of each, in microseconds.
    #[must_use]
    pub fn medians(&self) -> BTreeMap<&'static str, f64> {
        [
            ("parse a sentence", median(|| self.parse())),
            ("plan 10 functions on 5 clusters", median(|| self.plan())),
            ("generate the package of a core", median(|| self.generate())),
            ("decide a route", median(|| self.route())),
        ]
        .into()
    }
}

fn input(sentence: &str, clusters: Vec<Cluster>) -> PlanInput<'static> {
    PlanInput {
        clusters,
        ..PlanInput::new(
            "telecom",
            "core",
            understand(sentence, &IntentHints::default()).model,
            "telecom",
            Catalogue::builtin(),
        )
    }
}

fn median<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut times = [0.0; RUNS];
    for time in &mut times {
        let start = Instant::now();
        black_box(work());
        *time = start.elapsed().as_secs_f64() * 1e6;
    }
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use nephoran_feature_flags::route::Route;

    use super::*;

    #[test]
    fn what_is_measured_is_the_work_and_not_an_error() {
        let engines = Engines::new().unwrap();
        assert!(engines.parse().model.slice.is_some());
        assert_eq!(engines.plan().unwrap().plan.components.len(), 10);
        assert!(
            engines
                .generate()
                .unwrap()
                .files
                .contains_key("local/amf/deployment.yaml")
        );
        assert_eq!(engines.route().route, Route::Hybrid);
    }
}
