//! When load arrives.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use futures::future::try_join_all;
use tokio::time::{Instant, sleep_until};

/// Creates the next one when the one before is done.
pub async fn one_at_a_time(
    names: &[String],
    run: impl AsyncFn(&str) -> Result<()>,
) -> Result<BTreeMap<String, Instant>> {
    let mut began = BTreeMap::new();
    for name in names {
        began.insert(name.clone(), Instant::now());
        run(name).await?;
    }
    Ok(began)
}

/// Creates one every `interval` (all at once when it is zero), however long the ones before take.
///
/// Each begins when it was due: a creation that had to queue has waited, too.
pub async fn every(
    interval: Duration,
    names: &[String],
    create: impl AsyncFn(&str) -> Result<()>,
) -> Result<BTreeMap<String, Instant>> {
    let start = Instant::now();
    let create = &create;
    let creations = (0_u32..).zip(names).map(|(index, name)| async move {
        let due = start + interval * index;
        sleep_until(due).await;
        create(name).await?;
        Ok::<_, anyhow::Error>((name.clone(), due))
    });
    Ok(try_join_all(creations).await?.into_iter().collect())
}
