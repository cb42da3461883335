//! Bounded concurrency and a bounded queue in front of a provider; the order is [`WaitingLine`]'s.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;
use nephoran_api::Priority;
use prometheus::IntGauge;
use tokio::sync::oneshot;

use super::{
    Entry, LanguageModel, ModelError, ModelReply, ModelRequest, OnProgress, Place, WaitingLine,
};

/// A model that answers so many at a time.
#[derive(Debug)]
pub struct Queue {
    inner: Arc<dyn LanguageModel>,
    endpoint: String,
    line: Arc<Line>,
}

/// Each waits for a slot to be sent; the line that drops a sender wants its owner to give up.
type Waiter = oneshot::Sender<Slot>;

#[derive(Debug)]
struct Line {
    line: Mutex<WaitingLine<Waiter>>,
    length: IntGauge,
}

impl Line {
    /// Looks at or changes the line, and shows its length.
    fn with<R>(&self, change: impl FnOnce(&mut WaitingLine<Waiter>) -> R) -> R {
        let mut line: MutexGuard<'_, _> = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut line);
        self.length
            .set(i64::try_from(line.waiting()).unwrap_or(i64::MAX));
        result
    }
}

/// The right to run. Dropped, it goes to the next in line, also when nobody took it from the channel.
#[derive(Debug)]
struct Slot(Arc<Line>);

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(next) = self.0.with(WaitingLine::finish) {
            // Where the next has just given up, the slot comes back, is dropped and goes on.
            drop(next.send(Self(Arc::clone(&self.0))));
        }
    }
}

/// A place that is given up when its request is dropped.
struct Waiting<'a> {
    line: &'a Line,
    place: Place,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.line.with(|line| line.leave(self.place));
    }
}

impl Queue {
    /// Lets `concurrency` requests at a time through to `inner`, which stands for `endpoint`, and up to `capacity` wait;
    /// `length` shows how many do.
    #[must_use]
    pub fn new(
        inner: Arc<dyn LanguageModel>,
        endpoint: &str,
        concurrency: usize,
        capacity: usize,
        length: IntGauge,
    ) -> Self {
        let line = Mutex::new(WaitingLine::new(concurrency, capacity));
        Self {
            inner,
            endpoint: endpoint.to_owned(),
            line: Arc::new(Line { line, length }),
        }
    }

    async fn slot(&self, priority: Priority) -> Result<Slot, ModelError> {
        let (sender, receiver) = oneshot::channel();
        match self.line.with(|line| line.enter(priority, sender)) {
            Entry::Runs => Ok(Slot(Arc::clone(&self.line))),
            Entry::Full { waiting } => Err(self.full(waiting)),
            Entry::Waits { place, displaced } => {
                drop(displaced);
                let line = &*self.line;
                let _waiting = Waiting { line, place };
                receiver
                    .await
                    .map_err(|_| self.full(self.line.with(|line| line.waiting())))
            }
        }
    }

    fn full(&self, waiting: usize) -> ModelError {
        ModelError::QueueFull {
            endpoint: self.endpoint.clone(),
            waiting,
        }
    }
}

impl LanguageModel for Queue {
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        on_progress: OnProgress<'a>,
    ) -> BoxFuture<'a, Result<ModelReply, ModelError>> {
        Box::pin(async move {
            let _slot = self.slot(request.priority).await?;
            self.inner.complete(request, on_progress).await
        })
    }
}
