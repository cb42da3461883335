//! What a placement says of itself: reasons, relaxations, alternatives, or why there is none.

use nephoran_api::Relaxation;

use super::{Enforced, Placed, Problem, Unfit};
use crate::PlanError;
use crate::site::Use;

/// Alternatives listed, as the schema of the plan has it.
const MOST_ALTERNATIVES: usize = 10;
/// Functions, and clusters per function, that a refusal lists.
const MOST_LISTED: usize = 5;
/// What helps when a function fits nowhere.
const CURE: &str = "; ask for less, correct what the TargetClusters list, or add one";

/// A solved problem as a result.
pub(super) fn placed(problem: &Problem<'_>, assignment: Vec<usize>) -> Placed {
    let everything: Vec<_> = (0..problem.items.len()).collect();
    let mut used = vec![Use::default(); problem.sites.len()];
    for (item, site) in problem.items.iter().zip(&assignment) {
        if let Some(used) = used.get_mut(*site) {
            *used = used.plus(item.most());
        }
    }
    let pairs: Vec<_> = assignment.iter().copied().enumerate().collect();
    let score = problem.score(
        &pairs,
        |site| used.get(site).copied().unwrap_or_default(),
        problem.cost_range(&everything),
    );
    let empty = vec![Use::default(); problem.sites.len()];
    let mut alternatives: Vec<_> = problem
        .holding(&everything, &empty)
        .into_iter()
        .filter(|site| assignment.iter().any(|chosen| chosen != site))
        .map(|site| (site, problem.hourly(&everything, site)))
        .collect();
    alternatives.sort_by_key(|(site, hourly)| (*hourly, *site));
    alternatives.truncate(MOST_ALTERNATIVES);
    let reasons = pairs
        .iter()
        .map(|(item, site)| reason(problem, *item, *site))
        .collect();
    let relaxed = relaxed(problem, &assignment);
    Placed {
        sites: assignment,
        reasons,
        score,
        alternatives,
        relaxed,
    }
}

fn reason(problem: &Problem<'_>, item: usize, site: usize) -> String {
    let fitting = (0..problem.sites.len())
        .filter(|other| problem.fits(item, *other))
        .count();
    let kind = if problem.sites.get(site).is_some_and(super::Site::is_edge) {
        "edge site, "
    } else {
        ""
    };
    match (problem.sites.len(), fitting) {
        (1, _) => format!("{kind}the only cluster in reach"),
        (_, 1) => format!("{kind}the only cluster that fits"),
        (_, fitting) => format!("{kind}the best score of {fitting} clusters that fit"),
    }
}

fn relaxed(problem: &Problem<'_>, assignment: &[usize]) -> Vec<Relaxation> {
    let placed = || {
        problem
            .items
            .iter()
            .zip(assignment)
            .filter_map(|(item, site)| problem.sites.get(*site).map(|site| (item, site)))
    };
    let edge = placed().find(|(item, site)| problem.belongs_at_edge(item) && !site.is_edge()).map(|(item, site)| Relaxation {
        constraint: "edge placement".to_owned(),
        from: "an edge cluster".to_owned(),
        to: format!("cluster {}", site.name),
        why: format!("no edge cluster in reach holds {}; create a TargetCluster of provider edge or give one more room", item.name),
    });
    let zones = placed()
        .find(|(item, site)| site.zones < item.zones)
        .map(|(item, site)| Relaxation {
            constraint: "zones".to_owned(),
            from: format!("{} listed zones", item.zones),
            to: format!(
                "the zones that nodes of cluster {} are labelled with",
                site.name
            ),
            why: format!(
                "cluster {} lists no zones; list them in spec.zones to enforce the spread",
                site.name
            ),
        });
    edge.into_iter().chain(zones).collect()
}

/// Why nothing was found, with everything relaxed that may be.
pub(super) fn infeasible(problem: &Problem<'_>) -> PlanError {
    debug_assert_eq!(
        problem.enforced,
        Enforced {
            edge: false,
            zones: false
        }
    );
    let homeless: Vec<_> = (0..problem.items.len())
        .filter(|item| (0..problem.sites.len()).all(|site| !problem.fits(*item, site)))
        .collect();
    if homeless.is_empty() {
        return no_room(problem);
    }
    let reasons = |item: usize| problem.unfit.get(item).into_iter().flatten().flatten();
    let denied = homeless
        .iter()
        .any(|item| reasons(*item).all(|unfit| matches!(unfit, Unfit::Admission(_))));
    let conflicts: Vec<_> = homeless
        .iter()
        .map(|item| homeless_words(problem, *item))
        .collect();
    if denied {
        return PlanError::AdmissionDenied(shortened(conflicts, "functions"));
    }
    let for_want_of_capacity = homeless
        .iter()
        .all(|item| reasons(*item).any(|unfit| matches!(unfit, Unfit::Capacity(_))));
    let mut conflicts = shortened(conflicts, "functions");
    if let Some(last) = conflicts.last_mut() {
        last.push_str(CURE);
    }
    PlanError::Infeasible {
        conflicts,
        for_want_of_capacity,
    }
}

fn homeless_words(problem: &Problem<'_>, item: usize) -> String {
    let clusters = problem
        .sites
        .iter()
        .zip(problem.unfit.get(item).into_iter().flatten())
        .filter_map(|(site, unfit)| match unfit.as_ref()? {
            Unfit::Admission(why) | Unfit::Capacity(why) | Unfit::Other(why) => {
                Some(format!("{}: {why}", site.name))
            }
        })
        .collect();
    let name = problem
        .items
        .get(item)
        .map_or("a function", |item| item.name.as_str());
    format!(
        "{name} fits no cluster ({})",
        shortened(clusters, "clusters").join(", ")
    )
}

fn no_room(problem: &Problem<'_>) -> PlanError {
    let needed = problem
        .items
        .iter()
        .fold(Use::default(), |sum, item| sum.plus(item.most()));
    let offered = problem
        .sites
        .iter()
        .map(|site| format!("{}: {}", site.name, site.capacity.words()))
        .collect();
    let conflict = format!(
        "no way was found to fit all functions, which need {} together, into the clusters in reach ({}); ask for less, raise spec.capacity or add a TargetCluster",
        needed.words(),
        shortened(offered, "clusters").join("; ")
    );
    PlanError::Infeasible {
        conflicts: vec![conflict],
        for_want_of_capacity: true,
    }
}

fn shortened(mut list: Vec<String>, what: &str) -> Vec<String> {
    if list.len() > MOST_LISTED {
        let rest = list.split_off(MOST_LISTED).len();
        list.push(format!("and {rest} more {what}"));
    }
    list
}
