//! Waiting for a condition instead of for a time.

use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::{Instant, sleep};

/// Far longer than anything takes on a loaded machine with two cores.
const LIMIT: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(25);

/// Waits until `look` gives a value; what it says until then explains a wait in vain.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> Result<T> {
    let deadline = Instant::now() + LIMIT;
    loop {
        match look().await {
            Ok(value) => return Ok(value),
            Err(why) if Instant::now() >= deadline => {
                bail!("waited {LIMIT:?} in vain until {what}: {why}")
            }
            Err(_) => sleep(POLL).await,
        }
    }
}
