//! A second request where the first takes long: whichever answers first is taken, the other given up.
//!
//! It costs tokens twice, and those of the request that is given up nobody counts, so it is off unless configured. The
//! second request waits in the provider's queue like any other, so there are never more at a time than its concurrency.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::{BoxFuture, Either, select};

use super::{LanguageModel, ModelError, ModelReply, ModelRequest, OnProgress};

/// A model that is asked again where it takes long.
#[derive(Debug)]
pub struct Hedge {
    inner: Arc<dyn LanguageModel>,
    after: Duration,
}

impl Hedge {
    /// Asks `inner` again after this time.
    #[must_use]
    pub const fn new(inner: Arc<dyn LanguageModel>, after: Duration) -> Self {
        Self { inner, after }
    }
}

impl LanguageModel for Hedge {
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        on_progress: OnProgress<'a>,
    ) -> BoxFuture<'a, Result<ModelReply, ModelError>> {
        Box::pin(async move {
            let furthest = AtomicUsize::new(0);
            // Progress is that of the one that is ahead, so it never goes back.
            let progress = |bytes: usize| {
                if furthest.fetch_max(bytes, Ordering::Relaxed) < bytes {
                    on_progress(bytes);
                }
            };
            let first = self.inner.complete(request, &progress);
            let delay = Box::pin(tokio::time::sleep(self.after));
            let first = match select(first, delay).await {
                // An error in time is for the caller, who knows how to try again.
                Either::Left((result, _)) => return result,
                Either::Right(((), first)) => first,
            };
            let second = self.inner.complete(request, &progress);
            let (result, other) = match select(first, second).await {
                Either::Left(ended) | Either::Right(ended) => ended,
            };
            match result {
                Ok(reply) => Ok(reply),
                Err(_) => other.await,
            }
        })
    }
}
