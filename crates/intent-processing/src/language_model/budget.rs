//! Budgets of tokens and money per namespace over the last 24 hours. No clock: the caller says when.
//!
//! What was used counts by the minute, so a namespace takes at most 1440 entries. The ledger lives in memory; it is
//! seeded with the usages in the statuses of past intents at start, by recording them with their times.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use nephoran_api::{Classified, ErrorClass};
use serde::{Deserialize, Serialize};

use super::{Amount, Cost, Price, Usage};

/// What counts.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
const MINUTE: i64 = 60;

/// What a namespace may use in 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Budget {
    /// Tokens of prompts and answers; unlimited by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens_per_day: Option<u64>,
    /// Money, in the currency of the providers' prices; unlimited by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_day: Option<Amount>,
}

/// What was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    /// Tokens of prompts and answers.
    pub tokens: u64,
    /// Money.
    pub cost: Cost,
}

impl Spending {
    /// What an answer took.
    #[must_use]
    pub fn of(usage: &Usage, price: Option<&Price>) -> Self {
        Self {
            tokens: usage.prompt_tokens.saturating_add(usage.completion_tokens),
            cost: price.map_or_else(Cost::default, |price| price.cost(usage)),
        }
    }

    const fn add(&mut self, other: Self) {
        self.tokens = self.tokens.saturating_add(other.tokens);
        self.cost = self.cost.saturating_add(other.cost);
    }

    const fn remove(&mut self, other: Self) {
        self.tokens = self.tokens.saturating_sub(other.tokens);
        self.cost = self.cost.saturating_sub(other.cost);
    }
}

impl Budget {
    /// What of it is used up, in words.
    fn exhausted_by(self, spent: Spending) -> Option<String> {
        if let Some(limit) = self.tokens_per_day.filter(|limit| spent.tokens >= *limit) {
            return Some(format!("{} of its {limit} tokens", spent.tokens));
        }
        let limit = self
            .cost_per_day
            .filter(|limit| spent.cost >= Cost::from(*limit))?;
        Some(format!("{} of its {limit} in money", spent.cost))
    }
}

/// A namespace has used what it may.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "namespace {namespace} used {used} on language models in the last 24 h; wait until {free_at}, raise its budget, or use provider builtin"
)]
pub struct BudgetExhausted {
    /// The namespace.
    pub namespace: String,
    /// What it used of what it may, e.g. `1200 of its 1000 tokens`.
    pub used: String,
    /// When it may use more.
    pub free_at: Timestamp,
    /// The same, from when it was asked.
    pub retry_after: std::time::Duration,
}

impl Classified for BudgetExhausted {
    fn reason(&self) -> &'static str {
        "BudgetExhausted"
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Resource
    }

    fn retry_after(&self) -> Option<std::time::Duration> {
        Some(self.retry_after)
    }
}

/// What the namespaces used in the last 24 hours.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    budget: Budget,
    overrides: HashMap<String, Budget>,
    /// By the minute since the epoch.
    spent: HashMap<String, BTreeMap<i64, Spending>>,
}

impl Ledger {
    /// An empty ledger; a namespace without its own budget has the first one.
    #[must_use]
    pub fn new(budget: Budget, overrides: HashMap<String, Budget>) -> Self {
        Self {
            budget,
            overrides,
            spent: HashMap::new(),
        }
    }

    /// Takes in what a namespace used; `at` may be long ago, and out of order.
    pub fn record(&mut self, namespace: &str, at: Timestamp, spending: Spending) {
        let minutes = self.spent.entry(namespace.to_owned()).or_default();
        let minute = at.as_second().div_euclid(MINUTE);
        minutes.entry(minute).or_default().add(spending);
    }

    /// Whether a namespace may use more. A request is allowed while anything is left, since nobody knows beforehand
    /// what an answer takes.
    ///
    /// # Errors
    /// When nothing is left, with when there will be.
    pub fn check(&mut self, namespace: &str, now: Timestamp) -> Result<(), BudgetExhausted> {
        let spent = self.spent(namespace, now);
        let budget = *self.overrides.get(namespace).unwrap_or(&self.budget);
        let Some(used) = budget.exhausted_by(spent) else {
            return Ok(());
        };
        let free_at = self.free_at(namespace, budget, spent, now);
        Err(BudgetExhausted {
            namespace: namespace.to_owned(),
            used,
            free_at,
            retry_after: free_at.duration_since(now).try_into().unwrap_or_default(),
        })
    }

    /// What a namespace used in the 24 hours before `now`.
    pub fn spent(&mut self, namespace: &str, now: Timestamp) -> Spending {
        let oldest = (now - WINDOW).as_second().div_euclid(MINUTE);
        self.spent.retain(|_, minutes| {
            *minutes = minutes.split_off(&oldest);
            !minutes.is_empty()
        });
        let mut total = Spending::default();
        for spending in self
            .spent
            .get(namespace)
            .into_iter()
            .flat_map(BTreeMap::values)
        {
            total.add(*spending);
        }
        total
    }

    /// When so many of the oldest minutes have gone that something is left.
    fn free_at(
        &self,
        namespace: &str,
        budget: Budget,
        mut spent: Spending,
        now: Timestamp,
    ) -> Timestamp {
        for (minute, spending) in self.spent.get(namespace).into_iter().flatten() {
            spent.remove(*spending);
            if budget.exhausted_by(spent).is_none() {
                let end_of_minute = Timestamp::from_second((minute + 1) * MINUTE);
                return end_of_minute.map_or(now, |end| end + WINDOW);
            }
        }
        // A budget of nothing is never free; a day later somebody may have raised it.
        now + WINDOW
    }
}
