//! Whose functions an amendment changes. It guesses nothing: one owner and one function per request, or an error
//! that lists the choice.

use nephoran_api::{Amends, FunctionRequest, IntentModel, SliceRequest};
use nephoran_telecom::NetworkFunctionType;

use crate::PlanError;

/// The functions that one Deploy intent owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFunctions {
    /// Namespace of the owning NetworkIntent.
    pub namespace: String,
    /// The owning NetworkIntent.
    pub intent: String,
    /// Namespace the functions run in.
    pub target_namespace: String,
    /// The slice they serve.
    pub slice: Option<SliceRequest>,
    /// The functions.
    pub functions: Vec<OwnedFunction>,
}

/// One function that is deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFunction {
    /// Its name.
    pub name: String,
    /// Its type.
    pub function_type: NetworkFunctionType,
    /// The TargetCluster it runs on.
    pub cluster: String,
}

impl OwnedFunctions {
    /// Whether a request about `slice` can mean these functions: it names none, or theirs. One that names no SD means
    /// any of its SST.
    fn serves(&self, slice: Option<&SliceRequest>) -> bool {
        let (Some(asked), Some(served)) = (slice, &self.slice) else {
            return true;
        };
        let same = |asked: &String| {
            let mut served = served.sd.iter();
            served.any(|served| served.eq_ignore_ascii_case(asked))
        };
        asked.sst == served.sst && asked.sd.as_ref().is_none_or(same)
    }
}

/// The owner whose functions `model` changes, and their names. A model that names no function changes all of the one
/// owner in its namespace and cluster, or of the one that serves its slice.
pub fn target_of(model: &IntentModel, owners: &[OwnedFunctions]) -> Result<Amends, PlanError> {
    let place = model.placement.clone().unwrap_or_default();
    let in_reach: Vec<(&OwnedFunctions, Vec<&OwnedFunction>)> = owners
        .iter()
        .filter(|owner| {
            place
                .namespace
                .as_ref()
                .is_none_or(|namespace| *namespace == owner.target_namespace)
        })
        .filter(|owner| owner.serves(model.slice.as_ref()))
        .map(|owner| {
            let here = |function: &&OwnedFunction| {
                place
                    .cluster
                    .as_ref()
                    .is_none_or(|cluster| *cluster == function.cluster)
            };
            (owner, owner.functions.iter().filter(here).collect())
        })
        .filter(|(_, functions): &(_, Vec<_>)| !functions.is_empty())
        .collect();
    let asked = asked(model);
    let matching: Vec<_> = in_reach
        .iter()
        .filter_map(|(owner, functions)| matches(model, functions).map(|matched| (*owner, matched)))
        .collect();
    match matching.as_slice() {
        [(owner, matched)] => one_each(model, owner, matched, asked),
        [] => Err(PlanError::TargetNotFound {
            asked,
            existing: describe_all(owners),
        }),
        several => {
            let matches = several.iter().flat_map(|(owner, functions)| {
                functions.iter().map(|function| describe(owner, function))
            });
            Err(PlanError::TargetAmbiguous {
                asked,
                matches: matches.collect(),
            })
        }
    }
}

/// Every function of one owner that a request matches; `None` when a request matches nothing there.
fn matches<'a>(
    model: &IntentModel,
    functions: &[&'a OwnedFunction],
) -> Option<Vec<&'a OwnedFunction>> {
    if model.network_functions.is_empty() {
        return Some(functions.to_vec());
    }
    let mut matched = Vec::new();
    for request in &model.network_functions {
        let before = matched.len();
        matched.extend(
            functions
                .iter()
                .copied()
                .filter(|function| fits(request, &function.name, function.function_type)),
        );
        if matched.len() == before {
            return None;
        }
    }
    Some(matched)
}

/// Whether a request means a function of this name and type.
pub(super) fn fits(
    request: &FunctionRequest,
    name: &str,
    function_type: NetworkFunctionType,
) -> bool {
    request.function_type == function_type
        && request.name.as_deref().is_none_or(|asked| asked == name)
}

fn one_each(
    model: &IntentModel,
    owner: &OwnedFunctions,
    matched: &[&OwnedFunction],
    asked: String,
) -> Result<Amends, PlanError> {
    let ambiguous = model.network_functions.iter().any(|request| {
        matched
            .iter()
            .filter(|function| fits(request, &function.name, function.function_type))
            .count()
            > 1
    });
    if ambiguous {
        return Err(PlanError::TargetAmbiguous {
            asked,
            matches: matched
                .iter()
                .map(|function| describe(owner, function))
                .collect(),
        });
    }
    let mut components: Vec<_> = matched
        .iter()
        .map(|function| function.name.clone())
        .collect();
    components.sort();
    components.dedup();
    Ok(Amends {
        namespace: owner.namespace.clone(),
        intent: owner.intent.clone(),
        components,
    })
}

/// What a model asks for, in words.
pub(super) fn asked(model: &IntentModel) -> String {
    let place = model.placement.clone().unwrap_or_default();
    let functions: Vec<_> = model
        .network_functions
        .iter()
        .map(|request| {
            request.name.as_ref().map_or_else(
                || request.function_type.to_string(),
                |name| format!("{} {name}", request.function_type),
            )
        })
        .collect();
    let mut words = if functions.is_empty() {
        "every function".to_owned()
    } else {
        functions.join(" and ")
    };
    if let Some(slice) = &model.slice {
        words.push_str(&of_slice(slice.sst, slice.sd.as_deref()));
    }
    for (preposition, name) in [
        (" in namespace ", place.namespace),
        (" on cluster ", place.cluster),
    ] {
        if let Some(name) = name {
            words.push_str(preposition);
            words.push_str(&name);
        }
    }
    words
}

fn of_slice(sst: u8, sd: Option<&str>) -> String {
    sd.map_or_else(
        || format!(" of slice {sst}"),
        |sd| format!(" of slice {sst}-{sd}"),
    )
}

fn describe(owner: &OwnedFunctions, function: &OwnedFunction) -> String {
    let slice = owner.slice.as_ref();
    format!(
        "{} {}{} in namespace {} on cluster {} (owned by {}/{})",
        function.function_type,
        function.name,
        slice
            .map(|slice| of_slice(slice.sst, slice.sd.as_deref()))
            .unwrap_or_default(),
        owner.target_namespace,
        function.cluster,
        owner.namespace,
        owner.intent
    )
}

fn describe_all(owners: &[OwnedFunctions]) -> Vec<String> {
    owners
        .iter()
        .flat_map(|owner| {
            owner
                .functions
                .iter()
                .map(|function| describe(owner, function))
        })
        .collect()
}
