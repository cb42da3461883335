//! Turns a draft into the model: one action, the slice, sets resolved, and what is still missing.

use nephoran_api::{
    Action, DeploymentPattern, FunctionRequest, IntentHints, IntentModel, MonitoringRequest,
    SliceRequest, quantity::bytes,
};
use nephoran_telecom::{NetworkFunctionType, SliceKind};

use crate::builtin::action::{self, has_version};
use crate::builtin::draft::{Draft, Mention};
use crate::builtin::hints;
use crate::builtin::term::{SLICE_SET, Verb};

/// Most entries of a list of the model.
const MOST_ENTRIES: usize = 64;

/// A model, and whether its action had to be assumed.
pub(crate) struct Assembled {
    pub(crate) model: IntentModel,
    pub(crate) action_assumed: bool,
}

pub(crate) fn assemble(mut draft: Draft, hints: &IntentHints) -> Assembled {
    hints::merge(&mut draft, hints);
    let resolved = action::resolve(&mut draft, hints);
    if resolved.action == Action::Deploy && !resolved.assumed {
        leave_peers(&mut draft);
    }
    let excluded = draft.excluded.clone();
    leave_out(&mut draft);
    let slice = slice(&mut draft, resolved.action);
    if resolved.action == Action::Deploy && slice.is_some() {
        complete_slice(&mut draft, &excluded);
    }
    ask_for_missing(&mut draft, resolved.action, slice.is_some());
    check_bounds(&mut draft);
    if draft.placement.edge == Some(true) {
        draft.pattern.get_or_insert(DeploymentPattern::Edge);
    }
    bound_lists(&mut draft);
    Assembled {
        model: model(draft, resolved.action, slice),
        action_assumed: resolved.assumed,
    }
}

fn model(draft: Draft, action: Action, slice: Option<SliceRequest>) -> IntentModel {
    let monitoring = draft.monitoring.map(|enabled| MonitoringRequest {
        enabled,
        kpis: draft.kpis,
    });
    IntentModel {
        action,
        network_functions: draft
            .functions
            .into_iter()
            .map(|mention| mention.request)
            .collect(),
        slice,
        qos: unless_empty(draft.qos),
        capacity: unless_empty(draft.capacity),
        scaling: unless_empty(draft.scaling),
        placement: unless_empty(draft.placement),
        resources: unless_empty(draft.resources),
        policies: unless_empty(draft.policies),
        security: unless_empty(draft.security),
        monitoring,
        objectives: draft.objectives,
        pattern: draft.pattern,
        environment: draft.environment,
        assumptions: draft.assumptions,
        unresolved: draft.unresolved,
    }
}

/// Keeps every list within the bound of the model; what does not fit is said to be missing.
fn bound_lists(draft: &mut Draft) {
    let functions = draft.functions.len();
    if functions > MOST_ENTRIES {
        draft.functions.truncate(MOST_ENTRIES);
        draft.unresolved.insert(0, nephoran_api::Unresolved {
            text: String::new(),
            question: format!("{functions} network functions are more than the {MOST_ENTRIES} of one intent: which belong to another one?"),
            blocking: true,
        });
    }
    draft.assumptions.truncate(MOST_ENTRIES);
    // Questions that block must not be crowded out.
    draft.unresolved.sort_by_key(|open| !open.blocking);
    draft.unresolved.truncate(MOST_ENTRIES);
}

fn unless_empty<T: Default + PartialEq>(value: T) -> Option<T> {
    (value != T::default()).then_some(value)
}

/// "deploy the UPF; only the SMF may reach it": a deployment is not of those who are only allowed to reach it.
fn leave_peers(draft: &mut Draft) {
    let deploys = draft
        .verbs
        .iter()
        .any(|used| matches!(used.verb, Verb::Deploy | Verb::Need | Verb::Add) && used.named_first);
    if !deploys || draft.functions.iter().all(|mention| mention.from_rule) {
        return;
    }
    let peers: Vec<&str> = draft
        .functions
        .iter()
        .filter(|mention| mention.from_rule)
        .map(|mention| mention.request.function_type.as_str())
        .collect();
    if !peers.is_empty() {
        let names = peers.join(", ");
        draft.assume(format!(
            "{names}: named only in a rule about who may reach whom, and not deployed"
        ));
        draft.functions.retain(|mention| !mention.from_rule);
    }
}

/// Takes excluded functions out of the sets that named them.
fn leave_out(draft: &mut Draft) {
    for function in std::mem::take(&mut draft.excluded) {
        let asked = draft
            .functions
            .iter()
            .any(|mention| mention.request.function_type == function && !mention.from_set);
        if asked {
            draft.ask(
                function.as_str(),
                format!("{function} is asked for and left out: is it wanted?"),
            );
            continue;
        }
        draft
            .functions
            .retain(|mention| mention.request.function_type != function);
        draft.assume(format!("{function} is left out; the planner adds it back only if another function cannot run without it, and says so"));
    }
}

/// The slice of the draft. A kind and an SST must agree; a slice without either is a question.
fn slice(draft: &mut Draft, action: Action) -> Option<SliceRequest> {
    let words = draft.slice_words.clone()?;
    let sst = match (draft.sst, draft.slice_kind.and_then(SliceKind::sst)) {
        (Some(number), Some(standard)) if number != standard => {
            let kind = SliceKind::from_sst(standard);
            draft.ask(
                &words,
                format!(
                    "SST {number} is not {kind}, whose SST is {standard}: which slice is meant?"
                ),
            );
            standard
        }
        (Some(number), _) => number,
        (None, Some(standard)) => standard,
        (None, None) if action != Action::Deploy && !draft.functions.is_empty() => {
            draft.assume(format!(
                "\"{words}\" names no kind of slice; only the functions are changed"
            ));
            return None;
        }
        // "launch a UPF for the broadcast slice"
        (None, None)
            if draft.known_slice.is_some()
                && draft.functions.iter().any(|mention| !mention.from_set) =>
        {
            draft.assume(format!(
                "\"{words}\" names no kind of slice; only the functions are deployed"
            ));
            return None;
        }
        // "change the availability of the grid control slice to 99.9999 %"
        (None, None)
            if matches!(action, Action::Configure | Action::Optimize)
                && draft.known_slice.is_some()
                && (sets_anything(draft) || !draft.objectives.is_empty()) =>
        {
            draft.assume(format!(
                "\"{words}\" names no kind of slice; the one deployment of the namespace is changed"
            ));
            return None;
        }
        (None, None) if draft.slice_use.is_some() && action == Action::Deploy => {
            let (kind, used) = draft.slice_use.clone()?;
            draft.assume(format!(
                "\"{words}\" names no kind; \"{used}\" is what a {kind} slice is for"
            ));
            kind.sst()?
        }
        (None, None) => {
            draft.ask(&words, "which kind of slice is meant: eMBB, URLLC, MIoT, V2X, HMTC, or an SST from 0 to 255?");
            return None;
        }
    };
    Some(SliceRequest {
        sst,
        sd: draft.sd.clone(),
        kind: SliceKind::from_sst(sst),
    })
}

/// A slice that is deployed itself needs a path for its user plane. Without any function, or with
/// functions named after it of which none is a UPF, it gets those of [`SLICE_SET`] that are missing.
fn complete_slice(draft: &mut Draft, excluded: &[NetworkFunctionType]) {
    let has = |draft: &Draft, function: NetworkFunctionType| {
        draft
            .functions
            .iter()
            .any(|mention| mention.request.function_type == function)
    };
    // "eMBB slice in ap-east: deploy an AMF": the verb is about the functions.
    let about_functions = draft.slice_first
        && draft
            .verbs
            .iter()
            .any(|used| used.verb == Verb::Deploy && used.named_first);
    let leads = draft.slice_leads && !about_functions;
    if !draft.functions.is_empty() && (!leads || has(draft, NetworkFunctionType::Upf)) {
        return;
    }
    let missing: Vec<NetworkFunctionType> = SLICE_SET
        .into_iter()
        .filter(|function| !has(draft, *function) && !excluded.contains(function))
        .collect();
    let names: Vec<&str> = missing.iter().map(|function| function.as_str()).collect();
    draft.assume(format!(
        "a slice needs a user plane path, so {} are deployed with it",
        names.join(", ")
    ));
    for function in missing {
        draft.functions.push(Mention {
            request: FunctionRequest::of(function),
            from_set: true,
            from_rule: false,
            general: false,
        });
    }
}

fn ask_for_missing(draft: &mut Draft, action: Action, has_slice: bool) {
    let asks_slice = draft.slice_words.is_some() && !has_slice;
    // "turn the service mesh on in namespace a" is about whatever runs there.
    let of_namespace = action == Action::Configure
        && (draft.policies.service_mesh.is_some() || draft.monitoring.is_some())
        && draft.placement.namespace.is_some();
    if draft.functions.is_empty() && !has_slice && !asks_slice && !of_namespace {
        draft.ask("", "which network functions or slice is this about? Name them, e.g. \"AMF with 3 replicas\" or \"a URLLC slice\"");
    }
    let has_functions = !draft.functions.is_empty();
    if let Some((_, words)) = draft.unclaimed.take() {
        draft.ask(&words, format!("\"{words}\" of which network function?"));
    }
    let numbered = draft
        .functions
        .iter()
        .map(|mention| &mention.request)
        .any(|request| {
            request.replicas.is_some()
                || request.scale_by.is_some()
                || request.scale_factor.is_some()
        });
    let sized = numbered
        || draft.scaling != nephoran_api::ScalingRequest::default()
        || draft.capacity != nephoran_api::CapacityRequest::default();
    // "we need to upgrade the AMF" is about the upgrade.
    let order = draft.verbs.iter().find(|used| used.verb != Verb::Need);
    let words = order
        .or(draft.verbs.first())
        .map(|used| used.words.clone())
        .unwrap_or_default();
    // A verb that is only implied has no words.
    let said = if words.is_empty() {
        "the text".to_owned()
    } else {
        format!("\"{words}\"")
    };
    if action == Action::Scale && !sized {
        draft.ask(
            &words,
            format!("{said} to how many replicas? Write e.g. \"to 5 replicas\" or \"by 2\""),
        );
    }
    if action == Action::Configure && has_functions && !has_slice && !sets_anything(draft) {
        draft.ask(
            &words,
            format!("{said} changes which setting, to which value?"),
        );
    }
    let upgrade = ["upgrad", "updat", "patch", "downgrad", "bump"]
        .iter()
        .any(|stem| words.to_lowercase().starts_with(stem));
    if action == Action::Maintain && upgrade && !has_version(draft) {
        draft.ask(
            &words,
            format!("\"{words}\" to which version? Write e.g. \"to v4.2.2\""),
        );
    }
}

/// Whether any setting beside functions and slices is asked for.
fn sets_anything(draft: &Draft) -> bool {
    draft.qos != nephoran_api::QosRequest::default()
        || draft.capacity != nephoran_api::CapacityRequest::default()
        || draft.scaling != nephoran_api::ScalingRequest::default()
        || draft.placement != nephoran_api::PlacementRequest::default()
        || draft.resources != nephoran_api::ResourceRequest::default()
        || draft.policies != nephoran_api::PolicyRequest::default()
        || draft.security != nephoran_api::SecurityRequest::default()
        || draft.monitoring.is_some()
        || draft.pattern.is_some()
        || draft.environment.is_some()
        || has_version(draft)
}

/// Lower bounds must not exceed upper ones.
fn check_bounds(draft: &mut Draft) {
    if let (Some(fewest), Some(most)) = (draft.scaling.min_replicas, draft.scaling.max_replicas)
        && fewest > most
    {
        draft.ask(&format!("{fewest}, {most}"), format!("at least {fewest} and at most {most} replicas cannot both hold: which bounds are meant?"));
    }
    let outside = draft.functions.iter().find_map(|mention| {
        let replicas = mention.request.replicas?;
        let few = draft
            .scaling
            .min_replicas
            .is_some_and(|fewest| replicas < fewest);
        let many = draft
            .scaling
            .max_replicas
            .is_some_and(|most| replicas > most);
        (few || many).then_some((mention.request.function_type, replicas))
    });
    if let Some((function, replicas)) = outside {
        draft.ask(&replicas.to_string(), format!("{replicas} replicas of {function} are outside the bounds that are asked for: which number is meant?"));
    }
    let resources = draft.resources.clone();
    for (name, request, limit) in [
        ("CPU", resources.cpu, resources.max_cpu),
        ("memory", resources.memory, resources.max_memory),
    ] {
        let (Some(request), Some(limit)) = (request, limit) else {
            continue;
        };
        if matches!((bytes_or_milli(&request), bytes_or_milli(&limit)), (Some(request), Some(limit)) if request > limit)
        {
            draft.ask(
                &limit.0,
                format!(
                    "the {name} limit {} is below the request {}: which one is meant?",
                    limit.0, request.0
                ),
            );
        }
    }
}

fn bytes_or_milli(
    quantity: &k8s_openapi::apimachinery::pkg::api::resource::Quantity,
) -> Option<u64> {
    nephoran_api::quantity::millicores(quantity)
        .or_else(|_| bytes(quantity))
        .ok()
}
