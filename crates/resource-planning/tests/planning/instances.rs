//! Random assignment problems, and their best assignments by trying all.

use nephoran_resource_planning::assignment::{Amounts, Choice, Problem, Rank};

/// A source of numbers that is the same on every machine (Marsaglia, Xorshift RNGs, 2003).
#[derive(Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// A number from `low` to below `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + self.0 % (high - low)
    }
}

/// `items` functions over `sites` clusters. `room` is what all clusters together offer, as a multiple of what the
/// functions need; below about 2.5 hardly any cluster holds all of them.
pub fn instance(numbers: &mut Numbers, items: usize, sites: usize, room: f64) -> Problem {
    let needs: Vec<Amounts> = (0..items)
        .map(|_| {
            let cpu = numbers.between(1, 17) * 250;
            let memory = numbers.between(1, 17) << 28;
            let storage = (numbers.between(0, 3) * 10) << 30;
            [cpu, memory, storage, numbers.between(1, 4)]
        })
        .collect();
    let all: Amounts = std::array::from_fn(|index| needs.iter().map(|need| need[index]).sum());
    let rooms = (0..sites).map(|_| {
        std::array::from_fn(|index| {
            let share = numbers.between(400, 1600) as f64 / 1000.0;
            (all[index] as f64 * room * share / sites as f64) as u64
        })
    });
    let rooms: Vec<Amounts> = rooms.collect();
    let groups: Vec<_> = (0..items)
        .map(|_| usize::from(numbers.between(0, 4) > 0))
        .collect();
    let mut problem = Problem::new(needs.into_iter().zip(groups), rooms);
    let quality: Vec<_> = (0..sites).map(|_| numbers.between(0, 1_000)).collect();
    for item in 0..items {
        let weight = numbers.between(1, 20);
        for (site, quality) in quality.iter().enumerate() {
            if numbers.between(0, 10) == 0 {
                continue;
            }
            let points = quality * weight * 50_000 + numbers.between(0, 50_000_000);
            let choice = Choice {
                points: (points / items as u64) as i64,
                misplaced: numbers.between(0, 20) == 0,
                price: numbers.between(1, 100),
            };
            problem.offer(item, site, choice);
        }
    }
    problem
}

/// The rank of the best assignment, by trying all.
pub fn best(problem: &Problem) -> Option<Rank> {
    let mut best: Option<Rank> = None;
    let mut sites = vec![0; problem.items()];
    loop {
        if let Some(rank) = problem.rank(&sites) {
            best = Some(best.map_or(rank, |best| best.min(rank)));
        }
        let Some(next) = sites.iter().position(|site| site + 1 < problem.sites()) else {
            return best;
        };
        sites[..next].fill(0);
        sites[next] += 1;
    }
}
