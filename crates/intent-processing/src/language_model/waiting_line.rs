//! Who runs and who waits at a provider: so many at a time, the most urgent first, and in their order among equals.
//!
//! Decisions only; whoever runs and how they are told is the caller's.

use std::{cmp::Reverse, collections::BTreeMap};

use nephoran_api::Priority;

/// A place in the line; a lower one comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    urgency: Reverse<Priority>,
    arrival: u64,
}

/// What becomes of somebody who arrives.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry<T> {
    /// Runs at once.
    Runs,
    /// Waits.
    Waits {
        /// Where.
        place: Place,
        /// Who had to go, because the line was full of less urgent ones.
        displaced: Option<T>,
    },
    /// Cannot wait, because the line is full of equally or more urgent ones.
    Full {
        /// How many wait.
        waiting: usize,
    },
}

/// A line of `T`s in front of some slots.
#[derive(Debug)]
pub struct WaitingLine<T> {
    slots: usize,
    capacity: usize,
    running: usize,
    arrivals: u64,
    waiting: BTreeMap<Place, T>,
}

impl<T> WaitingLine<T> {
    /// A line of at most `capacity` in front of `slots`.
    #[must_use]
    pub const fn new(slots: usize, capacity: usize) -> Self {
        Self {
            slots,
            capacity,
            running: 0,
            arrivals: 0,
            waiting: BTreeMap::new(),
        }
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many run.
    #[must_use]
    pub const fn running(&self) -> usize {
        self.running
    }

    /// Somebody arrives. Who runs has to [`finish`](Self::finish).
    pub fn enter(&mut self, priority: Priority, who: T) -> Entry<T> {
        if self.running < self.slots {
            self.running += 1;
            return Entry::Runs;
        }
        let place = Place {
            urgency: Reverse(priority),
            arrival: self.arrivals,
        };
        let mut displaced = None;
        if self.waiting.len() >= self.capacity {
            displaced = self.displace(priority);
            if displaced.is_none() {
                let waiting = self.waiting.len();
                return Entry::Full { waiting };
            }
        }
        self.arrivals += 1;
        self.waiting.insert(place, who);
        Entry::Waits { place, displaced }
    }

    /// Somebody does not want to wait any longer; false if they do not wait (any more).
    pub fn leave(&mut self, place: Place) -> bool {
        self.waiting.remove(&place).is_some()
    }

    /// One that ran is done: who runs now in their stead.
    pub fn finish(&mut self) -> Option<T> {
        let next = self.waiting.pop_first().map(|(_, who)| who);
        if next.is_none() {
            self.running = self.running.saturating_sub(1);
        }
        next
    }

    /// Takes out the last of those who are less urgent.
    fn displace(&mut self, priority: Priority) -> Option<T> {
        let last = self.waiting.last_entry()?;
        (last.key().urgency > Reverse(priority)).then(|| last.remove())
    }
}
