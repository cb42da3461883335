//! Every group on one site: all ways are looked at.

use std::cmp::Reverse;

use super::state::{holds, plus};
use super::{Amounts, DIMENSIONS, GROUPS, Problem, Rank};

/// What a group is on one site.
#[derive(Debug, Clone, Copy)]
struct Whole {
    site: usize,
    misplaced: u32,
    points: i64,
    price: u64,
}

/// The best assignment that has every group on one site.
pub(super) fn best(problem: &Problem) -> Option<(Vec<usize>, Rank)> {
    let needs: Vec<_> = (0..GROUPS).map(|group| needs_of(problem, group)).collect();
    let (first, second) = (&needs[0], &needs[1]);
    let choices = [wholes(problem, 0, first), wholes(problem, 1, second)];
    let mut best: Option<(Rank, [usize; GROUPS])> = None;
    for one in &choices[0] {
        for other in &choices[1] {
            let price = one.price.saturating_add(other.price);
            let rank = Rank {
                opened: 0,
                misplaced: one.misplaced + other.misplaced,
                points: Reverse(one.points + other.points),
                price,
            };
            let both_fit = one.site != other.site
                || problem
                    .rooms
                    .get(one.site)
                    .is_none_or(|room| holds(room, &plus(first, second)));
            if price <= problem.budget && best.is_none_or(|(before, _)| rank < before) && both_fit {
                best = Some((rank, [one.site, other.site]));
            }
        }
    }
    let (rank, sites) = best?;
    let assigned = problem.groups.iter().map(|group| sites[*group]).collect();
    Some((assigned, rank))
}

fn needs_of(problem: &Problem, group: usize) -> Amounts {
    let members = problem.needs.iter().zip(&problem.groups);
    members
        .filter(|(_, of)| **of == group)
        .fold([0; DIMENSIONS], |sum, (need, _)| plus(&sum, need))
}

/// The sites that hold a whole group by itself. A group without members is content with any one site.
fn wholes(problem: &Problem, group: usize, needs: &Amounts) -> Vec<Whole> {
    let members: Vec<_> = (0..problem.items())
        .filter(|item| problem.groups[*item] == group)
        .collect();
    let nothing = |site| Whole {
        site,
        misplaced: 0,
        points: 0,
        price: 0,
    };
    if members.is_empty() {
        return vec![nothing(usize::MAX)];
    }
    if members.len() > problem.most_together as usize {
        return Vec::new();
    }
    (0..problem.sites())
        .filter(|site| holds(&problem.rooms[*site], needs))
        .filter_map(|site| {
            members.iter().try_fold(nothing(site), |whole, item| {
                let choice = problem.choice(*item, site)?;
                Some(Whole {
                    misplaced: whole.misplaced + u32::from(choice.misplaced),
                    points: whole.points + choice.points,
                    price: whole.price.saturating_add(choice.price),
                    ..whole
                })
            })
        })
        .collect()
}
