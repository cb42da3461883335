//! Finding an assignment: everything on one cluster first, then every way to split, best clusters first.

use std::cmp::Reverse;

use nephoran_api::DeploymentPattern;

use super::{EdgeWish, Problem};
use crate::site::Use;

/// Assignments tried before the search gives up; 10 functions over 5 clusters need a few dozen.
const MOST_STEPS: u32 = 20_000;

impl Problem<'_> {
    /// By item, the position of its site; `None` when nothing was found.
    pub(super) fn solve(&self) -> Option<Vec<usize>> {
        let mut used = vec![Use::default(); self.sites.len()];
        let mut assignment = vec![0; self.items.len()];
        // Those that belong at the edge choose first, then the others settle around them.
        let (edge, rest): (Vec<_>, Vec<_>) = (0..self.items.len()).partition(|item| {
            self.items
                .get(*item)
                .is_some_and(|item| matches!(item.edge, EdgeWish::Asked | EdgeWish::WhenOffered))
        });
        for group in [edge, rest] {
            let places = match self.together(&group, &used) {
                Some(site) => group.iter().map(|item| (*item, site)).collect(),
                None => self.apart(&group, &used)?,
            };
            for (item, site) in places {
                self.occupy(&mut used, item, site);
                *assignment.get_mut(item)? = site;
            }
        }
        Some(assignment)
    }

    fn occupy(&self, used: &mut [Use], item: usize, site: usize) {
        if let (Some(used), Some(item)) = (used.get_mut(site), self.items.get(item)) {
            *used = used.plus(item.most());
        }
    }

    /// The sites that hold all of `group` beside what is used.
    pub(super) fn holding(&self, group: &[usize], used: &[Use]) -> Vec<usize> {
        let needed = self.most(group);
        (0..self.sites.len())
            .filter(|site| group.iter().all(|item| self.fits(*item, *site)))
            .filter(|site| {
                let before = used.get(*site).copied().unwrap_or_default();
                self.sites
                    .get(*site)
                    .is_some_and(|place| place.capacity.holds(before.plus(needed)))
            })
            .collect()
    }

    fn together(&self, group: &[usize], used: &[Use]) -> Option<usize> {
        if self.common.pattern == Some(DeploymentPattern::Distributed) && group.len() > 1 {
            return None;
        }
        self.ranked(group, self.holding(group, used), used)
            .into_iter()
            .next()
    }

    /// `sites` with the best for `group` first: where it prefers to be, then score, then cost, then name.
    fn ranked(&self, group: &[usize], sites: Vec<usize>, used: &[Use]) -> Vec<usize> {
        let range = self.cost_range(group);
        let needed = self.most(group);
        let central = group.iter().any(|item| {
            self.items
                .get(*item)
                .is_some_and(|item| item.edge == EdgeWish::Central)
        });
        let edge = group.iter().any(|item| {
            self.items
                .get(*item)
                .is_some_and(|item| self.belongs_at_edge(item))
        });
        let mut ranked: Vec<_> = sites
            .into_iter()
            .filter_map(|site| {
                let place = self.sites.get(site)?;
                let with = used.get(site).copied().unwrap_or_default().plus(needed);
                let assignment: Vec<_> = group.iter().map(|item| (*item, site)).collect();
                let score = self.score(&assignment, |_| with, range);
                let misplaced = (central && place.is_edge()) || (edge && !place.is_edge());
                Some((misplaced, score.total, self.hourly(group, site), site))
            })
            .collect();
        ranked.sort_by(|one, other| {
            one.0
                .cmp(&other.0)
                .then(other.1.total_cmp(&one.1))
                .then(one.2.cmp(&other.2))
                .then(one.3.cmp(&other.3))
        });
        ranked.into_iter().map(|(_, _, _, site)| site).collect()
    }

    /// Splits `group`: the largest first, each on its best site that still has room.
    fn apart(&self, group: &[usize], used: &[Use]) -> Option<Vec<(usize, usize)>> {
        let mut order = group.to_vec();
        order.sort_by_key(|item| {
            Reverse(
                self.items
                    .get(*item)
                    .map(|item| (item.most().cpu, item.most().memory)),
            )
        });
        let spread = self.common.pattern == Some(DeploymentPattern::Distributed);
        let choices: Vec<_> = order
            .iter()
            .enumerate()
            .map(|(position, item)| {
                let fitting = (0..self.sites.len())
                    .filter(|site| self.fits(*item, *site))
                    .collect();
                let mut ranked = self.ranked(&[*item], fitting, used);
                if spread && !ranked.is_empty() {
                    let turn = position % ranked.len();
                    ranked.rotate_left(turn);
                }
                (*item, ranked)
            })
            .collect();
        let mut steps = MOST_STEPS;
        let mut chosen = Vec::new();
        self.descend(&choices, &mut used.to_vec(), &mut chosen, &mut steps)
            .then_some(chosen)
    }

    fn descend(
        &self,
        choices: &[(usize, Vec<usize>)],
        used: &mut [Use],
        chosen: &mut Vec<(usize, usize)>,
        steps: &mut u32,
    ) -> bool {
        let Some(((item, sites), rest)) = choices.split_first() else {
            return true;
        };
        for site in sites {
            if *steps == 0 {
                return false;
            }
            *steps -= 1;
            let (Some(before), Some(place)) = (used.get(*site).copied(), self.sites.get(*site))
            else {
                continue;
            };
            self.occupy(used, *item, *site);
            let fits = used
                .get(*site)
                .is_some_and(|now| place.capacity.holds(*now));
            chosen.push((*item, *site));
            if fits && self.descend(rest, used, chosen, steps) {
                return true;
            }
            chosen.pop();
            if let Some(slot) = used.get_mut(*site) {
                *slot = before;
            }
        }
        false
    }
}
