//! Folding amendments into a draft, field by field.

use std::collections::BTreeMap;

use nephoran_api::{
    Action, CapacityRequest, FunctionRequest, IncludedAmendment, IntentModel, ResourceRequest,
    ScalingRequest,
};
use nephoran_telecom::Catalogue;

use super::Amendment;
use super::target::{asked, fits};
use crate::PlanError;
use crate::closure::reclose;
use crate::functions::{Draft, Function, Settings, adjustments};

/// Most superseded settings that are listed one by one, as the schema of the status has it.
const MOST_LISTED: usize = 32;

/// Applies `amendments` in order.
pub(crate) fn apply(
    draft: &mut Draft<'_>,
    amendments: &[&Amendment],
    catalogue: &Catalogue,
) -> Result<Vec<IncludedAmendment>, PlanError> {
    let mut ledger = Ledger {
        amendments,
        holders: BTreeMap::new(),
        superseded: vec![Vec::new(); amendments.len()],
    };
    for (by, amendment) in amendments.iter().enumerate() {
        if !amendment.model.action.is_amendment() {
            return Err(PlanError::NotAnAmendment(amendment.intent.clone()));
        }
        let mut change = Change {
            ledger: &mut ledger,
            by,
            changed: false,
        };
        let targets = targets(&draft.functions, &amendment.model)?;
        if amendment.model.action == Action::Remove {
            change.remove(draft, &targets);
        } else {
            for (index, request) in targets {
                if let Some(function) = draft.functions.get_mut(index) {
                    change.function(function, request, amendment);
                }
            }
            change.whole_plan(draft, &amendment.model);
        }
        if !change.changed {
            return Err(PlanError::NothingToChange);
        }
    }
    if !amendments.is_empty() {
        reclose(draft, catalogue)?;
    }
    Ok(ledger.into_report())
}

type Target<'m> = (usize, Option<&'m FunctionRequest>);

/// Positions of the functions a model means, each with the request that means it.
fn targets<'m>(
    functions: &[Function<'_>],
    model: &'m IntentModel,
) -> Result<Vec<Target<'m>>, PlanError> {
    if model.network_functions.is_empty() {
        return Ok((0..functions.len()).map(|index| (index, None)).collect());
    }
    let mut found = Vec::new();
    for request in &model.network_functions {
        let matching: Vec<_> = functions
            .iter()
            .enumerate()
            .filter(|(_, function)| fits(request, &function.name, function.function_type()))
            .collect();
        let names = |all: &mut dyn Iterator<Item = &Function<'_>>| {
            all.map(|function| format!("{} {}", function.function_type(), function.name))
                .collect::<Vec<_>>()
        };
        match matching.as_slice() {
            [(index, _)] => found.push((*index, Some(request))),
            [] => {
                return Err(PlanError::TargetNotFound {
                    asked: asked(model),
                    existing: names(&mut functions.iter()),
                });
            }
            several => {
                let matches = names(&mut several.iter().map(|(_, function)| *function));
                return Err(PlanError::TargetAmbiguous {
                    asked: asked(model),
                    matches,
                });
            }
        }
    }
    Ok(found)
}

/// Which amendments hold which field.
struct Ledger<'a> {
    amendments: &'a [&'a Amendment],
    /// By field, e.g. `amf.replicas`: who set it, and who changed it relatively since.
    holders: BTreeMap<String, Vec<usize>>,
    superseded: Vec<Vec<String>>,
}

impl Ledger<'_> {
    fn replace(&mut self, field: &str, by: usize) {
        let Some(newcomer) = self.amendments.get(by) else {
            return;
        };
        for earlier in self
            .holders
            .insert(field.to_owned(), vec![by])
            .unwrap_or_default()
        {
            if earlier != by
                && let Some(list) = self.superseded.get_mut(earlier)
            {
                list.push(format!("{field} by {}", newcomer.intent));
            }
        }
    }

    fn into_report(self) -> Vec<IncludedAmendment> {
        self.amendments
            .iter()
            .zip(self.superseded)
            .map(|(amendment, mut superseded)| {
                if superseded.len() > MOST_LISTED {
                    let rest = superseded.split_off(MOST_LISTED - 1).len();
                    superseded.push(format!("and {rest} more"));
                }
                IncludedAmendment {
                    namespace: amendment.namespace.clone(),
                    intent: amendment.intent.clone(),
                    uid: amendment.uid.clone(),
                    generation: amendment.generation,
                    superseded,
                }
            })
            .collect()
    }
}

/// Takes over every field of a request that has a value. All fields are named, those behind the semicolon to be left
/// out, so that a new one of the request does not compile until somebody decides.
macro_rules! take_over {
    ($change:ident, $owner:expr, $slot:expr, $asked:expr => $request:ident {
        $($field:ident: $name:literal),+ $(; $($left_out:ident),+)?
    }) => {
        let $request { $($field,)+ $($($left_out: _,)+)? } = $asked;
        $($change.set($owner, $name, &mut $slot.$field, $field.as_ref());)+
    };
}

/// One amendment at work.
struct Change<'l, 'a> {
    ledger: &'l mut Ledger<'a>,
    by: usize,
    changed: bool,
}

impl Change<'_, '_> {
    /// Sets `slot` when the amendment has a value for it.
    fn set<T: Clone>(&mut self, owner: &str, field: &str, slot: &mut Option<T>, value: Option<&T>) {
        if let Some(value) = value {
            *slot = Some(value.clone());
            self.claim(&format!("{owner}.{field}"));
        }
    }

    fn claim(&mut self, field: &str) {
        self.ledger.replace(field, self.by);
        self.changed = true;
    }

    fn remove(&mut self, draft: &mut Draft<'_>, targets: &[Target<'_>]) {
        let mut position = 0;
        let mut removed = Vec::new();
        draft.functions.retain(|function| {
            let keep = !targets.iter().any(|(index, _)| *index == position);
            position += 1;
            if !keep {
                removed.push(function.name.clone());
            }
            keep
        });
        for name in removed {
            let fields: Vec<_> = self
                .ledger
                .holders
                .keys()
                .filter(|field| field.split('.').next() == Some(&*name))
                .cloned()
                .collect();
            for field in fields {
                self.claim(&field);
            }
            self.changed = true;
        }
    }

    fn function(
        &mut self,
        function: &mut Function<'_>,
        request: Option<&FunctionRequest>,
        amendment: &Amendment,
    ) {
        let name = function.name.clone();
        let (settings, model) = (&mut function.settings, &amendment.model);
        if let Some(request) = request {
            self.replicas(&name, settings, request);
            self.set(
                &name,
                "version",
                &mut settings.version,
                request.version.as_ref(),
            );
        }
        if model.action == Action::Maintain {
            let revision = format!("{}-{}", amendment.intent, amendment.generation);
            self.set(&name, "revision", &mut settings.revision, Some(&revision));
        }
        self.demand(&name, settings, model);
        if let Some(scaling) = &model.scaling {
            let slot = settings.scaling.get_or_insert_default();
            take_over!(self, &name, slot, scaling => ScalingRequest {
                min_replicas: "minReplicas",
                max_replicas: "maxReplicas",
                target_cpu_percent: "targetCpuPercent",
                target_memory_percent: "targetMemoryPercent"
            });
            self.changed = true;
        }
        if let Some(resources) = &model.resources {
            take_over!(self, &name, settings.resources, resources => ResourceRequest {
                cpu: "cpu",
                memory: "memory",
                storage: "storage",
                max_cpu: "maxCpu",
                max_memory: "maxMemory"
            });
        }
    }

    /// An absolute number replaces everything before it; a relative one builds on it.
    fn replicas(&mut self, name: &str, settings: &mut Settings, request: &FunctionRequest) {
        if request.replicas.is_some() {
            settings.adjustments.clear();
            self.set(
                name,
                "replicas",
                &mut settings.replicas,
                request.replicas.as_ref(),
            );
        }
        let relative = adjustments(request);
        if !relative.is_empty() {
            settings.adjustments.extend(relative);
            self.ledger
                .holders
                .entry(format!("{name}.replicas"))
                .or_default()
                .push(self.by);
            self.changed = true;
        }
    }

    fn demand(&mut self, name: &str, settings: &mut Settings, model: &IntentModel) {
        if let Some(capacity) = &model.capacity {
            take_over!(self, name, settings.capacity, capacity => CapacityRequest {
                subscribers: "subscribers",
                sessions: "sessions",
                ues: "ues",
                registrations_per_second: "registrationsPerSecond",
                cells: "cells";
                // Sizes do not follow it, and the plan says so.
                devices_per_km2
            });
        }
        if let Some(qos) = &model.qos {
            self.set(
                name,
                "availability",
                &mut settings.availability,
                qos.availability.as_ref(),
            );
            self.set(
                name,
                "throughputUplink",
                &mut settings.uplink,
                qos.throughput_uplink.as_ref(),
            );
            self.set(
                name,
                "throughputDownlink",
                &mut settings.downlink,
                qos.throughput_downlink.as_ref(),
            );
        }
    }

    /// Settings that belong to the plan, not to one function.
    fn whole_plan(&mut self, draft: &mut Draft<'_>, model: &IntentModel) {
        if let Some(qos) = &model.qos {
            self.set(
                "plan",
                "fiveQi",
                &mut draft.flow.five_qi,
                qos.five_qi.as_ref(),
            );
            self.set(
                "plan",
                "latencyMs",
                &mut draft.flow.latency_ms,
                qos.latency_ms.as_ref(),
            );
            self.set(
                "plan",
                "packetErrorRate",
                &mut draft.flow.packet_error_rate,
                qos.packet_error_rate.as_ref(),
            );
        }
        self.set("plan", "slice", &mut draft.slice, model.slice.as_ref());
        self.set(
            "plan",
            "pattern",
            &mut draft.pattern,
            model.pattern.as_ref(),
        );
        self.set(
            "plan",
            "environment",
            &mut draft.environment,
            model.environment.as_ref(),
        );
        let policies = model.policies.as_ref();
        self.set(
            "plan",
            "serviceMesh",
            &mut draft.service_mesh,
            policies.and_then(|policies| policies.service_mesh.as_ref()),
        );
        let objectives = (!model.objectives.is_empty()).then_some(&model.objectives);
        self.set("plan", "objectives", &mut draft.objectives, objectives);
        if let Some(policies) = &model.policies {
            for rule in policies
                .network
                .iter()
                .filter(|rule| !draft.network_rules.contains(rule))
                .cloned()
                .collect::<Vec<_>>()
            {
                draft.network_rules.push(rule);
                self.changed = true;
            }
            if !policies.affinity.is_empty() {
                draft.affinity.clone_from(&policies.affinity);
                self.claim("plan.affinity");
            }
        }
    }
}
