//! Step 2, dependency closure: what the functions need to start, and in which order they do.
//!
//! A missing hard dependency that another plan already runs in the namespace is used, unless the intent asks for
//! isolation; any other is added and reported, never assumed to run elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::UsedFunction;
use nephoran_telecom::{Catalogue, NetworkFunctionType};

use crate::PlanError;
use crate::functions::{Draft, Function, check_count, free_name};

/// Adds every function that another one needs to start.
pub(crate) fn close<'a>(draft: &mut Draft<'a>, catalogue: &'a Catalogue) -> Result<(), PlanError> {
    let mut taken: BTreeSet<String> = draft
        .functions
        .iter()
        .map(|function| function.name.clone())
        .collect();
    let mut next = 0;
    while let Some(function) = draft.functions.get(next) {
        let (needing, template) = (function.name.clone(), function.template);
        for dependency in template.hard_dependencies() {
            if has(draft, dependency) || offered(draft, dependency).is_some() {
                continue;
            }
            let template = catalogue
                .template(dependency)
                .ok_or(PlanError::UnknownFunction(dependency))?;
            let name = free_name(dependency, &mut taken);
            let added_for = Some(needing.clone());
            draft.functions.push(Function {
                name,
                template,
                added_for,
                settings: draft.defaults.clone(),
            });
        }
        next += 1;
    }
    check_count(draft.functions.len())
}

fn has(draft: &Draft<'_>, function_type: NetworkFunctionType) -> bool {
    draft
        .functions
        .iter()
        .any(|function| function.function_type() == function_type)
}

/// The function of another plan that stands in for one of this plan's own.
fn offered<'d>(
    draft: &'d Draft<'_>,
    function_type: NetworkFunctionType,
) -> Option<&'d UsedFunction> {
    draft
        .offered
        .iter()
        .find(|offered| offered.function_type == function_type)
}

/// The functions of other plans that these do not start without.
pub(crate) fn used(draft: &Draft<'_>) -> Vec<UsedFunction> {
    let needed: BTreeSet<_> = draft
        .functions
        .iter()
        .flat_map(|function| function.template.hard_dependencies())
        .filter(|dependency| !has(draft, *dependency))
        .collect();
    needed
        .into_iter()
        .filter_map(|dependency| offered(draft, dependency).cloned())
        .collect()
}

/// Drops functions that were added for others which are gone now, and refuses to leave one without what it needs.
pub(crate) fn reclose(draft: &mut Draft<'_>, catalogue: &Catalogue) -> Result<(), PlanError> {
    let asked = draft
        .functions
        .iter()
        .filter(|function| function.requested())
        .map(Function::function_type)
        .collect();
    let needed = catalogue.hard_closure(&asked);
    draft
        .functions
        .retain(|function| function.requested() || needed.contains(&function.function_type()));
    let conflicts: Vec<_> = draft
        .functions
        .iter()
        .flat_map(|function| function.template.hard_dependencies().map(move |dependency| (function, dependency)))
        .filter(|(_, dependency)| !has(draft, *dependency) && offered(draft, *dependency).is_none())
        .map(|(function, dependency)| {
            format!("{dependency} is removed but {} ({}) does not start without it; remove both or neither", function.name, function.function_type())
        })
        .collect();
    if conflicts.is_empty() {
        Ok(())
    } else {
        Err(PlanError::Infeasible {
            conflicts,
            for_want_of_capacity: false,
        })
    }
}

/// Sorts functions so that each comes after everything it needs: by wave, then in the catalogue's order, then by name.
pub(crate) fn start_order(functions: &mut [Function<'_>], catalogue: &Catalogue) {
    let types = functions.iter().map(Function::function_type).collect();
    let mut wave_of = BTreeMap::new();
    for (wave, members) in catalogue.start_order(&types).into_iter().enumerate() {
        wave_of.extend(members.into_iter().map(|member| (member, wave)));
    }
    functions.sort_by(|one, other| {
        let key = |function: &Function<'_>| {
            (
                wave_of.get(&function.function_type()).copied(),
                function.function_type(),
            )
        };
        key(one)
            .cmp(&key(other))
            .then_with(|| one.name.cmp(&other.name))
    });
}

/// Names of the functions that must be up before `function`.
pub(crate) fn depends_on(function: &Function<'_>, all: &[Function<'_>]) -> Vec<String> {
    let needed: BTreeSet<_> = function.template.hard_dependencies().collect();
    all.iter()
        .filter(|other| needed.contains(&other.function_type()))
        .map(|other| other.name.clone())
        .collect()
}
