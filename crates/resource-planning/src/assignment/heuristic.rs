//! Good assignments fast: two greedy starts, and a local search from each.

use std::cmp::Reverse;

use super::state::{NOWHERE, State};
use super::{DIMENSIONS, GROUPS, Problem, Rank};

/// Rounds of the local search; each improves at least once, and a handful are enough.
const MOST_ROUNDS: u32 = 64;

type Found = (Vec<usize>, Rank);

/// What the local search makes of each start, in a fixed order.
pub(super) fn searched(problem: &Problem, known: Option<&Found>) -> Vec<Found> {
    let known = known.map(|(sites, _)| {
        let mut state = State::new(problem);
        for (item, site) in sites.iter().enumerate() {
            state.place(item, *site);
        }
        state
    });
    let starts = [known, packed(problem), regretted(problem)];
    starts
        .into_iter()
        .flatten()
        .map(|mut state| {
            descend(&mut state);
            (state.sites.clone(), state.rank())
        })
        .collect()
}

/// The start of the problem, where it is still possible, with the rest settled around it.
pub(super) fn repaired(problem: &Problem) -> Option<Found> {
    let mut state = State::new(problem);
    for (item, site) in problem.start.iter().enumerate() {
        if let Some(site) = site
            && item < problem.items()
            && state.fits(item, *site)
        {
            state.place(item, *site);
        }
    }
    if state.sites.iter().all(|site| *site == NOWHERE) {
        return None;
    }
    let state = pack(state)?;
    Some((state.sites.clone(), state.rank()))
}

fn packed(problem: &Problem) -> Option<State<'_>> {
    pack(State::new(problem))
}

/// Fills site after site: each time the one that takes the most of what is left of a group without opening another
/// site, else the one that takes the most at all. Few sites are opened this way.
fn pack(mut state: State<'_>) -> Option<State<'_>> {
    let problem = state.problem;
    let order = problem.by_size();
    let mut total = [1_u128; DIMENSIONS];
    for need in &problem.needs {
        for (total, need) in total.iter_mut().zip(need) {
            *total += u128::from(*need);
        }
    }
    while !state.is_complete() {
        let mut best = None;
        for group in 0..GROUPS {
            for site in 0..problem.sites() {
                let opens = state.would_open(group, site);
                let taken = fill(&mut state, &order, group, site);
                if taken.is_empty() {
                    continue;
                }
                let share = taken
                    .iter()
                    .map(|item| share(problem, *item, &total))
                    .sum::<u64>();
                let choices = taken.iter().filter_map(|item| problem.choice(*item, site));
                let (misplaced, points) =
                    choices.fold((0_u32, 0_i64), |(misplaced, points), choice| {
                        (
                            misplaced + u32::from(choice.misplaced),
                            points + choice.points,
                        )
                    });
                let key = (opens, Reverse(share), misplaced, Reverse(points));
                for item in &taken {
                    state.remove(*item);
                }
                if best.as_ref().is_none_or(|(before, _, _)| key < *before) {
                    best = Some((key, site, taken));
                }
            }
        }
        let (_, site, taken) = best?;
        for item in taken {
            state.place(item, site);
        }
    }
    Some(state)
}

/// Places as many items of a group on a site as fit, the largest first; returns them.
fn fill(state: &mut State<'_>, order: &[usize], group: usize, site: usize) -> Vec<usize> {
    let mut taken = Vec::new();
    for item in order {
        if state.sites[*item] == NOWHERE
            && state.problem.groups[*item] == group
            && state.fits(*item, site)
        {
            state.place(*item, site);
            taken.push(*item);
        }
    }
    taken
}

/// The largest share an item has of what all items need, in millionths, and one for the item itself.
fn share(problem: &Problem, item: usize, total: &[u128; DIMENSIONS]) -> u64 {
    let shares = problem.needs[item].iter().zip(total);
    let largest = shares
        .map(|(need, total)| u128::from(*need) * 1_000_000 / total)
        .max();
    u64::try_from(largest.unwrap_or(0)).unwrap_or(u64::MAX >> 8) + 1
}

/// Places the item first that has the most to lose: the one with the fewest sites left, then the one whose second best
/// site is the furthest behind its best.
fn regretted(problem: &Problem) -> Option<State<'_>> {
    let mut state = State::new(problem);
    while !state.is_complete() {
        let mut most: Option<((bool, i128), usize, usize)> = None;
        for item in (0..problem.items()).filter(|item| state.sites[*item] == NOWHERE) {
            let (mut best, mut second) = (None, None);
            for site in (0..problem.sites()).filter(|site| state.fits(item, *site)) {
                let loss = loss(&state, item, site);
                if best.is_none_or(|(before, _)| loss < before) {
                    second = best;
                    best = Some((loss, site));
                } else if second.is_none_or(|(before, _)| loss < before) {
                    second = Some((loss, site));
                }
            }
            let (loss, site) = best?;
            let regret = second.map_or((true, 0), |(second, _)| (false, second - loss));
            if most.is_none_or(|(before, _, _)| regret > before) {
                most = Some((regret, item, site));
            }
        }
        let (_, item, site) = most?;
        state.place(item, site);
    }
    Some(state)
}

/// The rank's parts as one number: opening a site outweighs misplacing, misplacing outweighs points.
fn loss(state: &State<'_>, item: usize, site: usize) -> i128 {
    let Some(choice) = state.problem.choice(item, site) else {
        return i128::MAX;
    };
    let opens = state.would_open(state.problem.groups[item], site);
    (i128::from(opens) << 80) + (i128::from(choice.misplaced) << 70) - i128::from(choice.points)
}

/// Moves an item, a whole group of a site, or exchanges two items, as long as that improves the rank.
fn descend(state: &mut State<'_>) {
    for _ in 0..MOST_ROUNDS {
        let before = state.rank();
        move_groups(state);
        move_items(state);
        exchange_items(state);
        if state.rank() >= before {
            return;
        }
    }
}

fn move_items(state: &mut State<'_>) {
    for item in 0..state.problem.items() {
        for site in 0..state.problem.sites() {
            try_moves(state, &[(item, site)]);
        }
    }
}

fn exchange_items(state: &mut State<'_>) {
    for one in 0..state.problem.items() {
        for other in 0..one {
            let (here, there) = (state.sites[one], state.sites[other]);
            if here != there {
                try_moves(state, &[(one, there), (other, here)]);
            }
        }
    }
}

fn move_groups(state: &mut State<'_>) {
    for group in 0..GROUPS {
        for from in 0..state.problem.sites() {
            if state.counts[from][group] == 0 {
                continue;
            }
            for to in (0..state.problem.sites()).filter(|to| *to != from) {
                let members = (0..state.problem.items()).filter(|item| {
                    state.sites[*item] == from && state.problem.groups[*item] == group
                });
                let moves: Vec<_> = members.map(|item| (item, to)).collect();
                if try_moves(state, &moves) {
                    break;
                }
            }
        }
    }
}

/// Moves items when they fit and that improves the rank; else nothing changes.
fn try_moves(state: &mut State<'_>, moves: &[(usize, usize)]) -> bool {
    let before = state.rank();
    let old: Vec<_> = moves.iter().map(|(item, _)| state.sites[*item]).collect();
    for (item, _) in moves {
        state.remove(*item);
    }
    let mut placed = 0;
    for (item, site) in moves {
        if !state.fits(*item, *site) {
            break;
        }
        state.place(*item, *site);
        placed += 1;
    }
    if placed == moves.len() && state.rank() < before {
        return true;
    }
    for (item, _) in moves.iter().take(placed) {
        state.remove(*item);
    }
    for ((item, _), site) in moves.iter().zip(old) {
        state.place(*item, site);
    }
    false
}
