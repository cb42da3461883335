//! Step 1, functions: which network functions an intent asks for, each with a name and its settings.
//!
//! It reads the model only; what the functions need besides is added by the next step.

use std::collections::BTreeSet;

use nephoran_api::{
    AffinityRule, BitRate, CapacityRequest, DeploymentPattern, Environment, FunctionRequest,
    IntentModel, Isolation, NetworkRule, Objective, PlacementRequest, ResourceRequest,
    ScalingRequest, SliceRequest, UsedFunction,
};
use nephoran_telecom::{Catalogue, NetworkFunctionType, Template};

use crate::{PlanError, isolation};

/// The functions that serve one slice when an intent names a slice and no function: those that select it and those
/// that carry its sessions (TS 23.501 clause 5.15.5). Everything they need is added by the next step.
const SLICE_FUNCTIONS: [NetworkFunctionType; 4] = [
    NetworkFunctionType::Amf,
    NetworkFunctionType::Nssf,
    NetworkFunctionType::Smf,
    NetworkFunctionType::Upf,
];

/// The most functions in one plan, as its schema has it.
const MOST_FUNCTIONS: usize = 128;

/// What is being planned, before it has sizes and places.
#[derive(Debug, Clone)]
pub(crate) struct Draft<'a> {
    pub(crate) functions: Vec<Function<'a>>,
    /// Functions of other plans in the namespace that these may work with.
    pub(crate) offered: Vec<UsedFunction>,
    /// How far the functions are kept from those of other plans.
    pub(crate) isolation: Isolation,
    /// What a function added later starts from.
    pub(crate) defaults: Settings,
    pub(crate) slice: Option<SliceRequest>,
    pub(crate) flow: Flow,
    pub(crate) placement: PlacementRequest,
    pub(crate) network_rules: Vec<NetworkRule>,
    pub(crate) affinity: Vec<AffinityRule>,
    pub(crate) objectives: Option<Vec<Objective>>,
    pub(crate) pattern: Option<DeploymentPattern>,
    pub(crate) environment: Option<Environment>,
    pub(crate) service_mesh: Option<bool>,
    pub(crate) warnings: Vec<String>,
}

/// Targets of the traffic flow as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flow {
    pub(crate) five_qi: Option<u8>,
    pub(crate) latency_ms: Option<f64>,
    pub(crate) packet_error_rate: Option<f64>,
}

/// One network function on its way into the plan.
#[derive(Debug, Clone)]
pub(crate) struct Function<'a> {
    pub(crate) name: String,
    pub(crate) template: &'a Template,
    /// The function that does not start without this one; absent when the intent asks for it.
    pub(crate) added_for: Option<String>,
    pub(crate) settings: Settings,
}

/// Everything an intent can set on one function.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) replicas: Option<u32>,
    /// Relative changes, in order, on top of `replicas` or of the sized number.
    pub(crate) adjustments: Vec<Adjustment>,
    pub(crate) version: Option<String>,
    pub(crate) revision: Option<String>,
    pub(crate) capacity: CapacityRequest,
    pub(crate) availability: Option<f64>,
    pub(crate) uplink: Option<BitRate>,
    pub(crate) downlink: Option<BitRate>,
    /// Present when autoscaling is wanted at all.
    pub(crate) scaling: Option<ScalingRequest>,
    pub(crate) resources: ResourceRequest,
}

/// A change of the number of replicas that needs the number before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Adjustment {
    By(i32),
    Factor(f64),
}

impl Function<'_> {
    pub(crate) const fn function_type(&self) -> NetworkFunctionType {
        self.template.function
    }

    /// Whether the intent itself asks for it.
    pub(crate) const fn requested(&self) -> bool {
        self.added_for.is_none()
    }
}

/// The functions that `model` asks for, in its order.
pub(crate) fn requested<'a>(
    model: &IntentModel,
    catalogue: &'a Catalogue,
) -> Result<Draft<'a>, PlanError> {
    let mut draft = draft_of(model)?;
    let requests = requests_of(model, &mut draft.warnings)?;
    let mut names = names(&requests)?.into_iter();
    for request in &requests {
        let template = catalogue
            .template(request.function_type)
            .ok_or(PlanError::UnknownFunction(request.function_type))?;
        let Some(name) = names.next() else { break };
        let settings = Settings {
            replicas: request.replicas,
            adjustments: adjustments(request),
            version: request.version.clone(),
            scaling: model.scaling.clone(),
            resources: model.resources.clone().unwrap_or_default(),
            ..draft.defaults.clone()
        };
        draft.functions.push(Function {
            name,
            template,
            added_for: None,
            settings,
        });
    }
    Ok(draft)
}

fn draft_of(model: &IntentModel) -> Result<Draft<'static>, PlanError> {
    let qos = model.qos.clone().unwrap_or_default();
    let policies = model.policies.clone().unwrap_or_default();
    let defaults = Settings {
        capacity: model.capacity.clone().unwrap_or_default(),
        availability: qos.availability,
        uplink: qos.throughput_uplink,
        downlink: qos.throughput_downlink,
        ..Settings::default()
    };
    Ok(Draft {
        functions: Vec::new(),
        offered: Vec::new(),
        isolation: isolation::level(model.security.as_ref())?,
        defaults,
        slice: model.slice.clone(),
        flow: Flow {
            five_qi: qos.five_qi,
            latency_ms: qos.latency_ms,
            packet_error_rate: qos.packet_error_rate,
        },
        placement: model.placement.clone().unwrap_or_default(),
        network_rules: policies.network,
        affinity: policies.affinity,
        objectives: (!model.objectives.is_empty()).then(|| model.objectives.clone()),
        pattern: model.pattern,
        environment: model.environment,
        service_mesh: policies.service_mesh,
        warnings: Vec::new(),
    })
}

fn requests_of(
    model: &IntentModel,
    warnings: &mut Vec<String>,
) -> Result<Vec<FunctionRequest>, PlanError> {
    if !model.network_functions.is_empty() {
        return Ok(model.network_functions.clone());
    }
    let Some(slice) = &model.slice else {
        return Err(PlanError::NothingRequested);
    };
    let functions: Vec<_> = SLICE_FUNCTIONS.iter().map(ToString::to_string).collect();
    warnings.push(format!(
        "the {} slice names no function: {} serve it (TS 23.501 clause 5.15.5)",
        slice.kind,
        functions.join(", ")
    ));
    Ok(SLICE_FUNCTIONS.map(FunctionRequest::of).to_vec())
}

/// The relative changes of a request, the step before the ratio.
pub(crate) fn adjustments(request: &FunctionRequest) -> Vec<Adjustment> {
    request
        .scale_by
        .map(Adjustment::By)
        .into_iter()
        .chain(request.scale_factor.map(Adjustment::Factor))
        .collect()
}

/// One name per request: the given one, else the short name of the type, with a number from the second on.
fn names(requests: &[FunctionRequest]) -> Result<Vec<String>, PlanError> {
    let mut taken = BTreeSet::new();
    for name in requests
        .iter()
        .filter_map(|request| request.name.as_deref())
    {
        check_label(name)?;
        if !taken.insert(name.to_owned()) {
            return Err(PlanError::NameInvalid {
                name: name.to_owned(),
                why: "is given to two functions; rename one".to_owned(),
            });
        }
    }
    Ok(requests
        .iter()
        .map(|request| {
            request
                .name
                .clone()
                .unwrap_or_else(|| free_name(request.function_type, &mut taken))
        })
        .collect())
}

/// The short name of a type, with the first number that makes it unique.
pub(crate) fn free_name(
    function_type: NetworkFunctionType,
    taken: &mut BTreeSet<String>,
) -> String {
    let short = function_type.short_name();
    let mut name = short.to_owned();
    let mut number = 2_u32;
    while !taken.insert(name.clone()) {
        name = format!("{short}-{number}");
        number += 1;
    }
    name
}

fn check_label(name: &str) -> Result<(), PlanError> {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let starts = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_lowercase());
    if starts && name.len() <= 40 && name.bytes().all(inner) && !name.ends_with('-') {
        return Ok(());
    }
    let why = "is not a label of at most 40 lower-case letters, digits and hyphens that starts with a letter, for example amf-2";
    Err(PlanError::NameInvalid {
        name: name.chars().take(60).collect(),
        why: why.to_owned(),
    })
}

/// Refuses a plan of more functions than its schema admits.
pub(crate) const fn check_count(count: usize) -> Result<(), PlanError> {
    if count > MOST_FUNCTIONS {
        Err(PlanError::TooManyFunctions(count, MOST_FUNCTIONS))
    } else {
        Ok(())
    }
}
