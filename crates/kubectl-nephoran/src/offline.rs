//! Phases 1 and 2 over a whole set of files, with the engines the controllers use.
//!
//! Deploys are planned first; then every other intent finds the functions it changes among them, and their owners
//! are planned again with those changes, as the controllers would do on a cluster.

use kube::ResourceExt;
use nephoran_api::{
    Action, Component, IntentHints, IntentModel, NetworkIntent, Packaging, Plan, PlanConstraints,
    PlannedSlice,
};
use nephoran_intent_processing::{Understanding, clarification, understand};
use nephoran_resource_planning::{
    Amendment, Cluster, Explanation, Held, OwnedFunction, OwnedFunctions, PlanInput, Planned,
    explain, plan, target_of,
};

use crate::answer::Outcome;
use crate::input::Input;
use crate::knowledge::Knowledge;

/// What becomes of all intents of an input.
#[derive(Debug, Default)]
pub(crate) struct Offline {
    /// The owners' plans, in the order of the input.
    pub(crate) plans: Vec<OwnerPlan>,
    /// Why the other intents come to nothing.
    pub(crate) problems: Vec<Problem>,
}

/// A Deploy intent and its plan, with every change the other intents make to it.
#[derive(Debug)]
pub(crate) struct OwnerPlan {
    /// Namespace of the intent.
    pub(crate) namespace: String,
    /// Its name.
    pub(crate) intent: String,
    /// How its plan becomes a package.
    pub(crate) packaging: Packaging,
    /// What it is planned and rendered with.
    pub(crate) knowledge: Knowledge,
    /// How its sentence was understood.
    pub(crate) understanding: Understanding,
    /// The plan.
    pub(crate) planned: Planned,
    /// Why its numbers are what they are.
    pub(crate) explanations: Vec<Explanation>,
}

/// An intent that comes to nothing.
#[derive(Debug)]
pub(crate) struct Problem {
    intent: String,
    message: String,
    outcome: Outcome,
}

impl Problem {
    fn of(read: &Sentence, error: &impl std::error::Error, outcome: Outcome) -> Self {
        Self {
            intent: read.full_name(),
            message: error.to_string(),
            outcome,
        }
    }
}

impl Offline {
    /// The problems, one sentence each.
    pub(crate) fn problems(&self) -> impl Iterator<Item = String> {
        self.problems.iter().map(|problem| {
            let what = if problem.outcome == Outcome::NotYet {
                "question"
            } else {
                "error"
            };
            format!(
                "{what}: NetworkIntent {}: {}",
                problem.intent, problem.message
            )
        })
    }

    /// An error outweighs a question.
    pub(crate) fn outcome(&self) -> Outcome {
        let is = |outcome| {
            self.problems
                .iter()
                .any(|problem| problem.outcome == outcome)
        };
        if is(Outcome::Failed) {
            Outcome::Failed
        } else if is(Outcome::NotYet) {
            Outcome::NotYet
        } else {
            Outcome::Fine
        }
    }
}

/// An intent whose sentence is understood.
#[derive(Debug)]
struct Sentence {
    namespace: String,
    name: String,
    uid: String,
    generation: i64,
    target_namespace: String,
    constraints: PlanConstraints,
    packaging: Packaging,
    understanding: Understanding,
    knowledge: Knowledge,
}

impl Sentence {
    fn of(intent: &NetworkIntent, knowledge: Knowledge) -> Self {
        let namespace = intent.namespace().unwrap_or_default();
        let understanding = understand(&intent.spec.intent, &IntentHints::from(&intent.spec));
        let placement = understanding.model.placement.as_ref();
        let named = placement.and_then(|placement| placement.namespace.clone());
        Self {
            target_namespace: named.unwrap_or_else(|| namespace.clone()),
            name: intent.name_any(),
            // A file has no UID yet; the name identifies the intent as well among files.
            uid: intent
                .uid()
                .unwrap_or_else(|| format!("{namespace}/{}", intent.name_any())),
            generation: intent.metadata.generation.unwrap_or(1),
            constraints: intent.spec.constraints.clone(),
            packaging: intent.spec.packaging,
            namespace,
            understanding,
            knowledge,
        }
    }

    fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    fn plan_input(&self, amendments: Vec<Amendment>, clusters: &[Cluster]) -> PlanInput<'static> {
        PlanInput {
            constraints: self.constraints.clone(),
            amendments,
            clusters: clusters.to_vec(),
            ..PlanInput::new(
                &self.namespace,
                &self.name,
                self.understanding.model.clone(),
                &self.target_namespace,
                self.knowledge.catalogue,
            )
        }
    }

    /// The model with its namespace written out: an amendment that names none means its own.
    fn model_in_namespace(&self) -> IntentModel {
        let mut model = self.understanding.model.clone();
        model.placement.get_or_insert_default().namespace = Some(self.target_namespace.clone());
        model
    }
}

/// A Deploy with the plan it has so far and the changes to make to it.
struct Owner {
    sentence: Sentence,
    planned: Planned,
    amendments: Vec<Amendment>,
}

/// Understands and plans every intent of the input.
pub(crate) fn plan_all(input: &Input) -> Offline {
    let mut problems = Vec::new();
    let mut intents: Vec<&NetworkIntent> = input.intents.iter().collect();
    // The order in which a cluster would see them; those that exist nowhere yet come last, as the files have them.
    intents.sort_by_key(|intent| {
        (
            intent.metadata.creation_timestamp.is_none(),
            intent.creation_timestamp(),
            intent.uid(),
        )
    });
    let mut deploys = Vec::new();
    let mut changes = Vec::new();
    for intent in intents {
        let sentence = Sentence::of(intent, input.knowledge);
        if let Some(clarification) = clarification(&sentence.understanding) {
            problems.push(Problem::of(&sentence, &clarification, Outcome::NotYet));
        } else if sentence.understanding.model.action == Action::Deploy {
            deploys.push(sentence);
        } else {
            changes.push(sentence);
        }
    }
    let mut owners = plan_deploys(deploys, input, &mut problems);
    assign_changes(changes, &mut owners, &mut problems);
    let made: Vec<Plan> = owners
        .iter()
        .map(|owner| owner.planned.plan.clone())
        .collect();
    let plans = owners
        .into_iter()
        .enumerate()
        .filter_map(|(position, owner)| {
            let others = made
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != position);
            let held = Held::of(others.map(|(_, plan)| plan));
            plan_owner(owner, &input.clusters, held, &mut problems)
        })
        .collect();
    Offline { plans, problems }
}

fn plan_deploys(deploys: Vec<Sentence>, input: &Input, problems: &mut Vec<Problem>) -> Vec<Owner> {
    let mut owners: Vec<Owner> = Vec::new();
    for sentence in deploys {
        let held = Held::of(owners.iter().map(|owner| &owner.planned.plan));
        let key = (sentence.namespace.clone(), sentence.name.clone());
        let beside = PlanInput {
            held,
            previous: input.previous.get(&key).cloned(),
            ..sentence.plan_input(Vec::new(), &input.clusters)
        };
        let planned = match plan(&beside) {
            Ok(planned) => planned,
            Err(error) => {
                problems.push(Problem::of(&sentence, &error, Outcome::Failed));
                continue;
            }
        };
        let conflict = owners.iter().find_map(|owner| taken(owner, &planned));
        match conflict {
            Some(conflict) => problems.push(Problem::of(&sentence, &conflict, Outcome::Failed)),
            None => owners.push(Owner {
                sentence,
                planned,
                amendments: Vec::new(),
            }),
        }
    }
    owners
}

/// Two Deploys of one function.
#[derive(Debug, thiserror::Error)]
#[error(
    "{function} in namespace {namespace} on cluster {cluster} belongs to intent {owner}; scale or configure it there, or give yours another name or namespace"
)]
struct TargetConflict {
    function: String,
    namespace: String,
    cluster: String,
    owner: String,
}

fn taken(owner: &Owner, planned: &Planned) -> Option<TargetConflict> {
    if owner.planned.plan.namespace != planned.plan.namespace {
        return None;
    }
    let same =
        |one: &Component, other: &Component| one.name == other.name && one.cluster == other.cluster;
    let components = &owner.planned.plan.components;
    let taken = planned
        .plan
        .components
        .iter()
        .find(|component| components.iter().any(|other| same(component, other)))?;
    Some(TargetConflict {
        function: taken.name.clone(),
        namespace: planned.plan.namespace.clone(),
        cluster: taken.cluster.clone(),
        owner: owner.sentence.full_name(),
    })
}

/// Hands every change to the owner of the functions it names.
fn assign_changes(changes: Vec<Sentence>, owners: &mut [Owner], problems: &mut Vec<Problem>) {
    let choice: Vec<OwnedFunctions> = owners.iter().map(owned_functions).collect();
    for sentence in changes {
        let amends = match target_of(&sentence.model_in_namespace(), &choice) {
            Ok(amends) => amends,
            Err(error) => {
                problems.push(Problem {
                    intent: sentence.full_name(),
                    message: format!(
                        "{error}; if a Deploy in another file owns them, name that file with -f too"
                    ),
                    outcome: Outcome::Failed,
                });
                continue;
            }
        };
        let owner = owners.iter_mut().find(|owner| {
            owner.sentence.namespace == amends.namespace && owner.sentence.name == amends.intent
        });
        if let Some(owner) = owner {
            owner.amendments.push(Amendment {
                namespace: sentence.namespace,
                intent: sentence.name,
                uid: sentence.uid,
                generation: sentence.generation,
                model: sentence.understanding.model,
            });
        }
    }
}

fn owned_functions(owner: &Owner) -> OwnedFunctions {
    let function = |component: &Component| OwnedFunction {
        name: component.name.clone(),
        function_type: component.function_type,
        cluster: component.cluster.clone(),
    };
    OwnedFunctions {
        namespace: owner.sentence.namespace.clone(),
        intent: owner.sentence.name.clone(),
        target_namespace: owner.planned.plan.namespace.clone(),
        slice: owner
            .planned
            .plan
            .slice
            .as_ref()
            .map(PlannedSlice::identity),
        functions: owner.planned.plan.components.iter().map(function).collect(),
    }
}

/// The owner's plan with its changes; those it refuses become problems.
fn plan_owner(
    owner: Owner,
    clusters: &[Cluster],
    held: Held,
    problems: &mut Vec<Problem>,
) -> Option<OwnerPlan> {
    let Owner {
        sentence,
        mut planned,
        amendments,
    } = owner;
    let changed = !amendments.is_empty();
    let input = PlanInput {
        held,
        previous: Some(planned.plan.clone()),
        ..sentence.plan_input(amendments, clusters)
    };
    if changed {
        planned = match plan(&input) {
            Ok(planned) => planned,
            Err(error) => {
                problems.push(Problem::of(&sentence, &error, Outcome::Failed));
                return None;
            }
        };
    }
    for refused in &planned.refused {
        problems.push(Problem {
            intent: format!("{}/{}", refused.namespace, refused.intent),
            message: format!(
                "intent {} cannot include this change: {}",
                sentence.full_name(),
                refused.error
            ),
            outcome: Outcome::Failed,
        });
    }
    let explanations = explain(&input, &planned).unwrap_or_default();
    Some(OwnerPlan {
        explanations,
        namespace: sentence.namespace,
        intent: sentence.name,
        packaging: sentence.packaging,
        knowledge: sentence.knowledge,
        understanding: sentence.understanding,
        planned,
    })
}
