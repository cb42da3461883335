//! Why there is no plan: what conflicts, with numbers, and what to change.

use std::fmt;
use std::ops::RangeInclusive;

use nephoran_api::{Action, Classified, ErrorClass};
use nephoran_telecom::NetworkFunctionType;

/// Why a plan cannot be made, or an amendment has no target.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The model is not a Deploy.
    #[error(
        "{0:?} changes functions that a Deploy intent owns and cannot be planned by itself; deploy the functions first"
    )]
    NotADeployment(Action),
    /// An amendment is a Deploy.
    #[error("intent {0} deploys functions of its own and cannot amend those of another")]
    NotAnAmendment(String),
    /// Neither a function nor a slice is asked for.
    #[error(
        "the intent names no network function and no slice; name at least one, for example AMF"
    )]
    NothingRequested,
    /// More functions than one plan holds.
    #[error(
        "the plan would hold {0} network functions and at most {1} fit into one; split the intent"
    )]
    TooManyFunctions(usize, usize),
    /// The catalogue has no template of a type.
    #[error(
        "the catalogue has no template of {0}; add one to the catalogue or leave the function out"
    )]
    UnknownFunction(NetworkFunctionType),
    /// The template of a type names no image.
    #[error(
        "no public image of {function_type} is known, so {name} cannot run; add a template with an image to the catalogue or leave the function out"
    )]
    ImageUnknown {
        /// The function.
        name: String,
        /// Its type.
        function_type: NetworkFunctionType,
    },
    /// A name is not a DNS label, or two functions have it.
    #[error("function name {name:?} {why}")]
    NameInvalid {
        /// The name.
        name: String,
        /// What is wrong and what would be right.
        why: String,
    },
    /// A value has no meaning.
    #[error("{field} is {value}; {allowed}")]
    ValueInvalid {
        /// Path of the field.
        field: String,
        /// What it is.
        value: String,
        /// What it must be.
        allowed: String,
    },
    /// A number of replicas outside what the function, the load or the availability allow.
    #[error("{function} cannot run {asked} replicas: {why}")]
    ReplicasOutOfRange {
        /// The function.
        function: String,
        /// What is asked, e.g. `7` or `2 to 40`.
        asked: String,
        /// The bound, where it comes from, and what to change.
        why: String,
    },
    /// A volume that is there already shall have another size.
    #[error(
        "{function} keeps its volume of {has} and cannot get one of {asked}: the claims of a StatefulSet do not change; ask for {has}, or deploy the function under another name, which starts with an empty volume"
    )]
    VolumeFixed {
        /// The function.
        function: String,
        /// The size of its volume.
        has: String,
        /// The size the intent asks for.
        asked: String,
    },
    /// Constraints that cannot hold together.
    #[error("no plan satisfies all constraints: {}", .conflicts.join("; "))]
    Infeasible {
        /// Each constraint with its numbers and what to change.
        conflicts: Vec<String>,
        /// Whether room on a cluster is all that is missing, so that waiting may help.
        for_want_of_capacity: bool,
    },
    /// No cluster lies in the region.
    #[error("no TargetCluster lies in region {region:?}; {}", choice("known regions", .known))]
    RegionUnknown {
        /// The region that is asked for.
        region: String,
        /// The regions that exist.
        known: Vec<String>,
    },
    /// There is no such cluster.
    #[error("there is no TargetCluster {cluster:?}; {}", choice("known clusters", .known))]
    ClusterUnknown {
        /// The cluster that is asked for.
        cluster: String,
        /// The clusters that exist.
        known: Vec<String>,
    },
    /// No cluster admits the functions.
    #[error("admission denies it: {}; change spec.admission of a TargetCluster or the intent", .0.join("; "))]
    AdmissionDenied(Vec<String>),
    /// Clusters price in different currencies.
    #[error("clusters price in different currencies ({}); use one in every spec.pricing.currency", .0.join(", "))]
    CurrencyMixed(Vec<String>),
    /// An amendment sets nothing.
    #[error("the intent changes nothing; say what to change, for example the number of replicas")]
    NothingToChange,
    /// No deployed function matches an amendment.
    #[error("no deployed function matches {asked}; {}", choice("deployed functions", .existing))]
    TargetNotFound {
        /// What the amendment asks for.
        asked: String,
        /// What is deployed.
        existing: Vec<String>,
    },
    /// More than one deployed function matches an amendment.
    #[error("{asked} matches several deployed functions: {}; name one, its slice, its namespace or its cluster", .matches.join(", "))]
    TargetAmbiguous {
        /// What the amendment asks for.
        asked: String,
        /// What matches.
        matches: Vec<String>,
    },
}

fn choice(what: &str, names: &[String]) -> String {
    if names.is_empty() {
        format!("there are no {what}")
    } else {
        format!("{what}: {}", names.join(", "))
    }
}

impl PlanError {
    /// A value without a meaning.
    pub(crate) fn value(
        field: impl Into<String>,
        value: &dyn fmt::Display,
        allowed: impl Into<String>,
    ) -> Self {
        Self::ValueInvalid {
            field: field.into(),
            value: value.to_string(),
            allowed: allowed.into(),
        }
    }

    /// `value`, unless it lies outside what the schema of a TargetCluster admits at `path` of its spec.
    pub(crate) fn check_figure(
        cluster: &str,
        path: &str,
        value: f64,
        range: RangeInclusive<f64>,
    ) -> Result<f64, Self> {
        if range.contains(&value) {
            return Ok(value);
        }
        Err(Self::value(
            format!("TargetCluster {cluster} spec.{path}"),
            &value,
            format!("give a number from {} to {}", range.start(), range.end()),
        ))
    }

    /// One constraint that the input itself contradicts.
    pub(crate) fn conflict(conflict: impl Into<String>) -> Self {
        Self::Infeasible {
            conflicts: vec![conflict.into()],
            for_want_of_capacity: false,
        }
    }
}

impl Classified for PlanError {
    fn reason(&self) -> &'static str {
        match self {
            Self::NotADeployment(_) => "NotADeployment",
            Self::NotAnAmendment(_) => "NotAnAmendment",
            Self::NothingRequested => "NothingRequested",
            Self::TooManyFunctions(..) => "TooManyFunctions",
            Self::UnknownFunction(_) => "UnknownFunction",
            Self::ImageUnknown { .. } => "ImageUnknown",
            Self::NameInvalid { .. } => "NameInvalid",
            Self::ValueInvalid { .. } => "ValueInvalid",
            Self::ReplicasOutOfRange { .. } => "ReplicasOutOfRange",
            Self::VolumeFixed { .. } => "VolumeFixed",
            Self::Infeasible { .. } => "Infeasible",
            Self::RegionUnknown { .. } => "RegionUnknown",
            Self::ClusterUnknown { .. } => "ClusterUnknown",
            Self::AdmissionDenied(_) => "AdmissionDenied",
            Self::CurrencyMixed(_) => "CurrencyMixed",
            Self::NothingToChange => "NothingToChange",
            Self::TargetNotFound { .. } => "TargetNotFound",
            Self::TargetAmbiguous { .. } => "TargetAmbiguous",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Infeasible {
                for_want_of_capacity: true,
                ..
            } => ErrorClass::Resource,
            _ => ErrorClass::Validation,
        }
    }
}
