//! What a placement says of itself: reasons, relaxations, and what it would cost elsewhere.

use std::collections::BTreeSet;

use nephoran_api::Relaxation;

use super::value::Ranges;
use super::{Placed, Problem, STAYING, alternatives};
use crate::assignment::Solution;
use crate::cost::Money;

/// Clusters listed, as the schema of the plan has it.
const MOST_ELSEWHERE: usize = 10;

/// A solved problem as a result.
pub(super) fn placed(problem: &Problem<'_>, solution: Solution) -> Placed {
    let ranges = problem.ranges();
    let scale = ranges.all;
    let totals = problem.values.totals(&solution.sites);
    let score = problem.common.weights.score(&totals.parts(&scale));
    let sites = solution.sites;
    let before = problem.before();
    let reasons = sites
        .iter()
        .enumerate()
        .map(|(item, site)| {
            let stays = before.get(item) == Some(&Some(*site))
                && is_better_elsewhere(problem, item, *site, &ranges);
            reason(problem, item, *site, &sites, stays)
        })
        .collect();
    Placed {
        reasons,
        score,
        totals,
        scale,
        elsewhere: elsewhere(problem, &sites),
        alternatives: alternatives::of(problem, &sites, &scale),
        relaxed: relaxed(problem, &sites),
        sites,
    }
}

/// Other sites that hold everything, cheapest first.
fn elsewhere(problem: &Problem<'_>, chosen: &[usize]) -> Vec<(usize, Money)> {
    let mut elsewhere: Vec<_> = alternatives::singles(problem)
        .into_iter()
        .filter(|sites| *sites != chosen)
        .filter_map(|sites| {
            let site = sites.first().copied()?;
            Some((site, problem.values.totals(&sites).hourly))
        })
        .collect();
    elsewhere.sort_by_key(|(site, hourly)| (*hourly, *site));
    elsewhere.truncate(MOST_ELSEWHERE);
    elsewhere
}

fn reason(
    problem: &Problem<'_>,
    item: usize,
    site: usize,
    chosen: &[usize],
    stays: bool,
) -> String {
    let fitting = (0..problem.sites.len())
        .filter(|other| problem.fits(item, *other))
        .count();
    let kind = if problem.sites.get(site).is_some_and(super::Site::is_edge) {
        "edge site, "
    } else {
        ""
    };
    let group = problem.items.get(item).map_or(0, super::Item::group);
    let members = problem.items.iter().zip(chosen);
    let shared: BTreeSet<_> = members
        .filter(|(other, _)| other.group() == group)
        .map(|(_, site)| *site)
        .collect();
    let split = if shared.len() > 1 {
        format!(", in a split over {} clusters", shared.len())
    } else {
        String::new()
    };
    let words = match (problem.sites.len(), fitting) {
        (1, _) => "the only cluster in reach".to_owned(),
        (_, 1) => "the only cluster that fits".to_owned(),
        (_, fitting) if stays => {
            format!(
                "where it ran before, within 1 % of the best score of {fitting} clusters that fit"
            )
        }
        (_, fitting) => format!("the best score of {fitting} clusters that fit"),
    };
    format!("{kind}{words}{split}")
}

/// Whether an item alone would score better on another of its sites.
fn is_better_elsewhere(problem: &Problem<'_>, item: usize, site: usize, ranges: &Ranges) -> bool {
    let weights = &problem.common.weights;
    let total = |site: usize| weights.total(&problem.values.parts(item, site, ranges));
    let here = total(site) + STAYING * 1e-6;
    (0..problem.sites.len())
        .filter(|other| problem.fits(item, *other))
        .any(|other| total(other) > here)
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
