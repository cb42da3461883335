//! The plan as a whole: runs the steps in order and puts their results together.
//!
//! Pure: the same input gives the same plan, byte for byte. Nothing is clamped in silence.

mod comparison;
mod component;
mod figures;

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::{
    Action, Component, DataNetwork, IncludedAmendment, IntentModel, PlacementRequest, Plan,
    PlanConstraints, PlannedSlice, UsedFunction,
};
use nephoran_telecom::Catalogue;

use component::Drafted;
pub(crate) use component::Sized;

use crate::amendment::{self, Amendment};
use crate::cost::budget;
use crate::functions::{Draft, Function};
use crate::held::{Held, Quota};
use crate::numbering::{Numbering, differentiate};
use crate::placement::{self, Common, Placed};
use crate::reach::Reach;
use crate::score::Weights;
use crate::site::{self, Cluster, Site, Taken};
use crate::{
    PlanError, closure, crossing, functions, interworking, profile, quality, sizing, unplanned,
    volumes,
};

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
    /// What resource quotas leave of the target namespace, by cluster; clusters that are missing have none.
    pub quotas: BTreeMap<String, Quota>,
    /// The numbers to give out.
    pub numbering: Numbering,
    /// The plan before this one, whose functions and numbers stay.
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
            numbering: Numbering::default(),
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
    let previous = input.previous.as_ref();
    let error = match plan_with(input, &all, previous) {
        Ok(drawn) => return Ok(planned(input, &all, drawn, Vec::new())),
        Err(error) => error,
    };
    if all.is_empty() {
        return Err(error);
    }
    let mut best = plan_with(input, &[], previous)?;
    let mut accepted = Vec::new();
    let mut refused = Vec::new();
    for amendment in all {
        accepted.push(amendment);
        match plan_with(input, &accepted, previous) {
            Ok(drawn) => best = drawn,
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
    Ok(planned(input, &accepted, best, refused))
}

fn planned(
    input: &PlanInput<'_>,
    accepted: &[&Amendment],
    mut drawn: Drawn,
    refused: Vec<RefusedAmendment>,
) -> Planned {
    drawn.plan.comparison = comparison::of(input, accepted, &drawn);
    Planned {
        plan: drawn.plan,
        amendments: drawn.included,
        refused,
    }
}

/// A plan, what it includes, and what its figures derive from.
struct Drawn {
    plan: Plan,
    included: Vec<IncludedAmendment>,
    weights: Weights,
    placed: Placed,
}

/// The functions to plan, with everything they need and everything that later intents change.
fn draft_with<'c>(
    input: &PlanInput<'c>,
    amendments: &[&Amendment],
) -> Result<(Draft<'c>, Vec<IncludedAmendment>), PlanError> {
    let mut draft = functions::requested(&input.model, input.catalogue)?;
    draft.offered = offered(input, &draft);
    closure::close(&mut draft, input.catalogue)?;
    let included = amendment::apply(&mut draft, amendments, input.catalogue)?;
    closure::start_order(&mut draft.functions, input.catalogue);
    Ok((draft, included))
}

/// The functions with their sizes, in the order of the plan, for those who want to know how these came about.
pub(crate) fn sized<'c>(
    input: &PlanInput<'c>,
    amendments: &[&Amendment],
) -> Result<Vec<Sized<'c>>, PlanError> {
    let (draft, _) = draft_with(input, amendments)?;
    let sizes = Sizes::of(input, &draft)?;
    Ok(sizes
        .drafts
        .into_iter()
        .zip(draft.functions)
        .map(|(drafted, function)| drafted.sized(function))
        .collect())
}

/// The functions of a draft, sized, before they have places.
struct Sizes {
    weights: Weights,
    drafts: Vec<Drafted>,
    /// Which functions keep volumes of another size than their load takes.
    kept: Vec<String>,
}

impl Sizes {
    fn of(input: &PlanInput<'_>, draft: &Draft<'_>) -> Result<Self, PlanError> {
        let weights = Weights::of(draft.objectives.as_deref().unwrap_or_default())?;
        let mut drafts = component::drafts(draft, weights.prefers_overcommit())?;
        let existing = volumes::existing(
            input.previous.as_ref(),
            &input.target_namespace,
            &reach(input, &draft.placement),
            &input.clusters,
        );
        let kept = component::keep_volumes(&mut drafts, &draft.functions, &existing)?;
        Ok(Self {
            weights,
            drafts,
            kept,
        })
    }
}

fn reach<'r>(input: &'r PlanInput<'_>, request: &'r PlacementRequest) -> Reach<'r> {
    Reach {
        request,
        limits: &input.constraints,
        assumed: input.clusters.is_empty(),
    }
}

fn plan_with(
    input: &PlanInput<'_>,
    amendments: &[&Amendment],
    previous: Option<&Plan>,
) -> Result<Drawn, PlanError> {
    let (mut draft, included) = draft_with(input, amendments)?;
    let slice = number_slice(input, &mut draft)?;
    let Sizes {
        weights,
        drafts,
        kept,
    } = Sizes::of(input, &draft)?;
    let items: Vec<_> = drafts.iter().map(|drafted| drafted.item.clone()).collect();

    let assumed = [site::assumed()];
    let clusters = if input.clusters.is_empty() {
        &assumed
    } else {
        input.clusters.as_slice()
    };
    let reach = reach(input, &draft.placement);
    let taken = Taken {
        held: &input.held,
        quotas: &input.quotas,
    };
    let sites = site::select(clusters, &reach, taken)?;
    let previous = previous.map(ran_on).unwrap_or_default();
    let common = Common {
        namespace: &input.target_namespace,
        latency_ms: draft.flow.latency_ms,
        pattern: draft.pattern,
        weights,
        reach,
        budget: budget(&input.constraints)?,
        previous: &previous,
    };
    let placed = placement::place(&items, &sites, common)?;
    let sites = sites.in_reach;
    let mut relaxed = reach.unknown(items.iter().flat_map(|item| &item.features));
    relaxed.extend(placed.relaxed.iter().cloned());

    let overcommitted: Vec<_> = drafts.iter().filter_map(Drafted::overcommitted).collect();
    let components = component::finish(&draft, drafts, &sites, &placed);
    let profiles = profile::profiles(&components, clusters);
    let service_mesh = draft.service_mesh == Some(true);
    let mut warnings = warnings(input, amendments, &draft, &components);
    warnings.extend(profile::without_mesh(service_mesh, &components, &profiles));
    warnings.extend(overcommitted);
    warnings.extend(kept);
    warnings.extend(vanished(&items, &previous, clusters));
    warnings.extend(unchecked_latency(&common, &sites, &placed));
    shorten(&mut warnings);
    let plan = Plan {
        package: input.intent.clone(),
        amended_by: amendments
            .iter()
            .map(|amendment| format!("{}/{}", amendment.namespace, amendment.intent))
            .collect(),
        namespace: input.target_namespace.clone(),
        cost: figures::cost(&items, &sites, &placed),
        placements: figures::placements(&items, &sites, &placed),
        components,
        slice,
        plmn: input.numbering.network(
            &input.target_namespace,
            input.held.numbers(),
            input.previous.as_ref(),
        )?,
        isolation: draft.isolation,
        uses: closure::used(&draft),
        data_networks: data_networks(input, &draft)?,
        network_rules: draft.network_rules,
        pattern: draft.pattern,
        environment: draft.environment,
        profiles,
        service_mesh,
        score: placed.score,
        alternatives: figures::alternatives(&sites, &placed),
        comparison: None,
        relaxed,
        warnings,
    };
    Ok(Drawn {
        plan,
        included,
        weights: common.weights,
        placed,
    })
}

/// Functions of other plans that may stand in for a missing dependency. What the plan ran itself it keeps running.
fn offered(input: &PlanInput<'_>, draft: &Draft<'_>) -> Vec<UsedFunction> {
    if !draft.isolation.is_shared() {
        return Vec::new();
    }
    let own: BTreeSet<_> = input
        .previous
        .iter()
        .flat_map(|plan| &plan.components)
        .map(|component| component.function_type)
        .collect();
    input
        .held
        .functions(&input.target_namespace)
        .filter(|function| !own.contains(&function.function_type))
        .cloned()
        .collect()
}

fn number_slice(
    input: &PlanInput<'_>,
    draft: &mut Draft<'_>,
) -> Result<Option<PlannedSlice>, PlanError> {
    let mut slice = quality::plan_slice(draft)?;
    if let Some(slice) = &mut slice {
        let chosen = differentiate(slice, input.held.numbers(), input.previous.as_ref());
        draft.warnings.extend(chosen);
    }
    Ok(slice)
}

fn data_networks(input: &PlanInput<'_>, draft: &Draft<'_>) -> Result<Vec<DataNetwork>, PlanError> {
    let carries = |function: &Function<'_>| function.template.needs_data_network();
    if !draft.functions.iter().any(carries) {
        return Ok(Vec::new());
    }
    let sessions = draft
        .functions
        .iter()
        .map(|function| sizing::sessions(&function.settings))
        .max()
        .unwrap_or_default();
    let network =
        input
            .numbering
            .data_network(sessions, input.held.numbers(), input.previous.as_ref())?;
    Ok(vec![network])
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
    for used in closure::used(draft) {
        warnings.push(format!(
            "{} ({}) of intent {} is used; if that intent goes, this plan brings its own",
            used.name, used.function_type, used.package
        ));
    }
    let models =
        std::iter::once(&input.model).chain(amendments.iter().map(|amendment| &amendment.model));
    warnings.extend(models.flat_map(unplanned::warnings));
    warnings.extend(interworking::warnings(input.catalogue, components));
    warnings.extend(crossing::warnings(components));
    warnings
}

fn shorten(warnings: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    warnings.retain(|warning| seen.insert(warning.clone()));
    if warnings.len() > MOST_WARNINGS {
        let rest = warnings.split_off(MOST_WARNINGS - 1).len();
        warnings.push(format!("and {rest} more"));
    }
}

/// The cluster of each component of a plan.
fn ran_on(plan: &Plan) -> BTreeMap<&str, &str> {
    let components = plan.components.iter();
    components
        .map(|component| (component.name.as_str(), component.cluster.as_str()))
        .collect()
}

/// Clusters that nobody knows the latency of, when there is a target: they are used, and that is said.
fn unchecked_latency(common: &Common<'_>, sites: &[Site<'_>], placed: &Placed) -> Vec<String> {
    let Some(target) = common.latency_ms else {
        return Vec::new();
    };
    let used: BTreeSet<_> = placed.sites.iter().collect();
    used.into_iter()
        .filter_map(|site| sites.get(*site))
        .filter(|site| site.latency_ms.is_none())
        .map(|site| {
            format!(
                "the latency target of {target} ms is not checked on cluster {}: no latency of it is known; list it in spec.latencyMs of the TargetCluster",
                site.name
            )
        })
        .collect()
}

/// Clusters that functions ran on and that do not exist any more.
fn vanished(
    items: &[placement::Item],
    previous: &BTreeMap<&str, &str>,
    clusters: &[Cluster],
) -> Vec<String> {
    let mut gone: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in items {
        if let Some(cluster) = previous.get(item.name.as_str())
            && !clusters.iter().any(|existing| existing.name == *cluster)
        {
            gone.entry(cluster).or_default().push(&item.name);
        }
    }
    gone.into_iter()
        .map(|(cluster, functions)| {
            let functions = functions.join(", ");
            format!("cluster {cluster} does not exist any more: {functions} ran there and move")
        })
        .collect()
}
