//! The plan as a whole: runs the steps in order and puts their results together.
//!
//! Pure: the same input gives the same plan, byte for byte. Nothing is clamped in silence.

mod component;

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::{
    Action, Component, Cost, CostAlternative, DataNetwork, IncludedAmendment, IntentModel,
    Isolation, Placement, Plan, PlanConstraints, PlannedPlmn,
};
use nephoran_telecom::Catalogue;

use crate::amendment::{self, Amendment};
use crate::cost::{Money, decimal, monthly};
use crate::functions::Draft;
use crate::held::{Held, Quota};
use crate::placement::{self, Common, Placed};
use crate::score::Weights;
use crate::site::{self, Cluster, Site};
use crate::{PlanError, closure, functions, interworking, quality, unplanned};

/// The data network of a plan. Source: free5gc-helm values.yaml v4.2.2 (`internet`, 10.1.0.0/17 in the SMF's `cidr`).
const DATA_NETWORK: (&str, &str) = ("internet", "10.1.0.0/17");
/// Warnings of one plan, as its schema has it.
const MOST_WARNINGS: usize = 64;

/// Everything that influences a plan.
#[derive(Debug, Clone)]
pub struct PlanInput<'a> {
    /// Namespace of the owning NetworkIntent.
    pub namespace: String,
    /// The owning NetworkIntent; names the package.
    pub intent: String,
    /// What it asks for; its action is Deploy.
    pub model: IntentModel,
    /// Limits that are never relaxed.
    pub constraints: PlanConstraints,
    /// Later intents that change its functions, in the order they apply.
    pub amendments: Vec<Amendment>,
    /// Namespace the functions run in.
    pub target_namespace: String,
    /// The clusters that exist; when empty, one named `local` without limits is assumed.
    pub clusters: Vec<Cluster>,
    /// What the plans of other intents hold.
    pub held: Held,
    /// What ResourceQuotas leave of the target namespace, by cluster; clusters that are missing have none.
    pub quotas: BTreeMap<String, Quota>,
    /// The plan before this one, whose identities stay.
    pub previous: Option<Plan>,
    /// Templates of the network functions.
    pub catalogue: &'a Catalogue,
}

impl<'a> PlanInput<'a> {
    /// A Deploy intent alone in the world: no amendments, no limits, no clusters, no other plans.
    #[must_use]
    pub fn new(
        namespace: &str,
        intent: &str,
        model: IntentModel,
        target_namespace: &str,
        catalogue: &'a Catalogue,
    ) -> Self {
        Self {
            namespace: namespace.to_owned(),
            intent: intent.to_owned(),
            model,
            constraints: PlanConstraints::default(),
            amendments: Vec::new(),
            target_namespace: target_namespace.to_owned(),
            clusters: Vec::new(),
            held: Held::default(),
            quotas: BTreeMap::new(),
            previous: None,
            catalogue,
        }
    }
}

/// A plan and what became of the amendments.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// The amendments it includes, in order, each with the settings that a later one superseded.
    pub amendments: Vec<IncludedAmendment>,
    /// Amendments that it cannot include, each with the reason. They change nothing.
    pub refused: Vec<RefusedAmendment>,
}

/// An amendment without which the plan stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedAmendment {
    /// Namespace of the amending NetworkIntent.
    pub namespace: String,
    /// The amending NetworkIntent.
    pub intent: String,
    /// Its UID.
    pub uid: String,
    /// Its generation.
    pub generation: i64,
    /// Why.
    pub error: PlanError,
}

/// Plans an intent with its amendments. An amendment that makes the plan impossible is refused, so that it never breaks
/// what its owner and the amendments before it have running.
pub fn plan(input: &PlanInput<'_>) -> Result<Planned, PlanError> {
    if input.model.action != Action::Deploy {
        return Err(PlanError::NotADeployment(input.model.action));
    }
    let all: Vec<_> = input.amendments.iter().collect();
    let error = match plan_with(input, &all) {
        Ok((plan, amendments)) => {
            return Ok(Planned {
                plan,
                amendments,
                refused: Vec::new(),
            });
        }
        Err(error) => error,
    };
    if all.is_empty() {
        return Err(error);
    }
    let mut best = plan_with(input, &[])?;
    let mut accepted = Vec::new();
    let mut refused = Vec::new();
    for amendment in all {
        accepted.push(amendment);
        match plan_with(input, &accepted) {
            Ok(planned) => best = planned,
            Err(error) => {
                accepted.pop();
                refused.push(RefusedAmendment {
                    namespace: amendment.namespace.clone(),
                    intent: amendment.intent.clone(),
                    uid: amendment.uid.clone(),
                    generation: amendment.generation,
                    error,
                });
            }
        }
    }
    let (plan, amendments) = best;
    Ok(Planned {
        plan,
        amendments,
        refused,
    })
}

fn plan_with(
    input: &PlanInput<'_>,
    amendments: &[&Amendment],
) -> Result<(Plan, Vec<IncludedAmendment>), PlanError> {
    let mut draft = functions::requested(&input.model, input.catalogue)?;
    closure::close(&mut draft, input.catalogue)?;
    let included = amendment::apply(&mut draft, amendments, input.catalogue)?;
    closure::start_order(&mut draft.functions, input.catalogue);
    let slice = quality::plan_slice(&mut draft)?;
    let drafts = component::drafts(&draft)?;
    let items: Vec<_> = drafts.iter().map(|drafted| drafted.item.clone()).collect();

    let assumed = [site::assumed()];
    let clusters = if input.clusters.is_empty() {
        &assumed
    } else {
        input.clusters.as_slice()
    };
    let mut relaxed = Vec::new();
    let sites = site::select(
        clusters,
        input.clusters.is_empty(),
        &draft.placement,
        &mut relaxed,
    )?;
    let common = Common {
        namespace: &input.target_namespace,
        latency_ms: draft.flow.latency_ms,
        pattern: draft.pattern,
        weights: Weights::of(draft.objectives.as_deref().unwrap_or_default())?,
    };
    let placed = placement::place(&items, &sites, common)?;
    relaxed.extend(placed.relaxed.iter().cloned());

    let components = component::finish(&draft, drafts, &sites, &placed);
    let warnings = warnings(input, amendments, &draft, &components);
    let plan = Plan {
        package: input.intent.clone(),
        amended_by: amendments
            .iter()
            .map(|amendment| format!("{}/{}", amendment.namespace, amendment.intent))
            .collect(),
        namespace: input.target_namespace.clone(),
        cost: cost(&items, &sites, &placed),
        placements: placements(&items, &sites, &placed),
        components,
        slice,
        plmn: PlannedPlmn::default(),
        isolation: Isolation::default(),
        uses: Vec::new(),
        data_networks: data_networks(&draft),
        network_rules: draft.network_rules,
        pattern: draft.pattern,
        environment: draft.environment,
        score: placed.score,
        alternatives: Vec::new(),
        comparison: None,
        relaxed,
        warnings,
    };
    Ok((plan, included))
}

fn data_networks(draft: &Draft<'_>) -> Vec<DataNetwork> {
    let needed = draft
        .functions
        .iter()
        .any(|function| function.template.needs_data_network());
    let (name, pool) = DATA_NETWORK;
    needed
        .then(|| DataNetwork {
            name: name.to_owned(),
            pool: pool.to_owned(),
        })
        .into_iter()
        .collect()
}

fn placements(items: &[placement::Item], sites: &[Site<'_>], placed: &Placed) -> Vec<Placement> {
    items
        .iter()
        .zip(&placed.sites)
        .zip(&placed.reasons)
        .filter_map(|((item, site), reason)| {
            let cluster = sites.get(*site)?.name.to_owned();
            Some(Placement {
                component: item.name.clone(),
                cluster,
                reason: reason.clone(),
            })
        })
        .collect()
}

fn cost(items: &[placement::Item], sites: &[Site<'_>], placed: &Placed) -> Cost {
    let mut per_component = BTreeMap::new();
    let mut per_cluster: BTreeMap<String, Money> = BTreeMap::new();
    let mut hourly: Money = 0;
    for (item, site) in items.iter().zip(&placed.sites) {
        let Some(site) = sites.get(*site) else {
            continue;
        };
        let cost = site.prices.hourly(&item.amounts, item.replicas.desired);
        hourly = hourly.saturating_add(cost);
        per_component.insert(item.name.clone(), decimal(cost));
        let sum = per_cluster.entry(site.name.to_owned()).or_default();
        *sum = sum.saturating_add(cost);
    }
    let alternatives = placed
        .alternatives
        .iter()
        .filter_map(|(site, hourly)| {
            Some(CostAlternative {
                cluster: sites.get(*site)?.name.to_owned(),
                hourly: decimal(*hourly),
            })
        })
        .collect();
    Cost {
        currency: sites
            .first()
            .map(|site| site.prices.currency.clone())
            .unwrap_or_default(),
        hourly: decimal(hourly),
        monthly: decimal(monthly(hourly)),
        per_component,
        per_cluster: per_cluster
            .into_iter()
            .map(|(cluster, cost)| (cluster, decimal(cost)))
            .collect(),
        alternatives,
    }
}

fn warnings(
    input: &PlanInput<'_>,
    amendments: &[&Amendment],
    draft: &Draft<'_>,
    components: &[Component],
) -> Vec<String> {
    let mut warnings = draft.warnings.clone();
    for function in &draft.functions {
        if let Some(needing) = &function.added_for {
            let (name, function_type) = (&function.name, function.function_type());
            warnings.push(format!(
                "{name} ({function_type}) was added: {needing} does not start without it"
            ));
        }
        warnings.extend(component::warnings(function));
    }
    let models =
        std::iter::once(&input.model).chain(amendments.iter().map(|amendment| &amendment.model));
    warnings.extend(models.flat_map(unplanned::warnings));
    warnings.extend(interworking::warnings(input.catalogue, components));
    let mut seen = BTreeSet::new();
    warnings.retain(|warning| seen.insert(warning.clone()));
    if warnings.len() > MOST_WARNINGS {
        let rest = warnings.split_off(MOST_WARNINGS - 1).len();
        warnings.push(format!("and {rest} more"));
    }
    warnings
}
