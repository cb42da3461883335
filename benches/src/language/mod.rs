//! How long the parts take that an intent's text passes: the parser, the caches, a provider, the knowledge base.

mod cache;
mod parser;
mod provider;
mod retrieval;

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Result;

/// A table of all of them. Needs `redis-server`.
///
/// # Errors
/// When one of them cannot be measured.
pub async fn table() -> Result<String> {
    // First, while nothing else has grown the process.
    let (retrieval, memory) = retrieval::rows()?;
    let mut rows = parser::rows();
    rows.extend(cache::rows().await?);
    rows.push(provider::row().await?);
    rows.extend(retrieval);
    let mut table = format!(
        "{:56} {:>11} {:>11}\n",
        "from a text to its model", "p50 µs", "p99 µs"
    );
    for Row { what, times } in rows {
        writeln!(
            table,
            "{what:56} {:11.1} {:11.1}",
            times.at(0.5).as_secs_f64() * 1e6,
            times.at(0.99).as_secs_f64() * 1e6
        )?;
    }
    writeln!(
        table,
        "{:56} {:11.0}",
        "typical intents a second on one core",
        parser::per_second()
    )?;
    table.push_str(&memory);
    Ok(table)
}

/// What was measured, and how long it took each time.
struct Row {
    what: &'static str,
    times: Times,
}

/// Durations in order.
struct Times(Vec<Duration>);

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The duration below which a share of them lies, 0 to 1.
    fn at(&self, share: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list"
        )]
        let place = (self.0.len().saturating_sub(1) as f64 * share) as usize;
        self.0.get(place).copied().unwrap_or_default()
    }
}
