//! Single flight: of all that ask for one key at the same time, one does the work and all have its result.
//!
//! Moka has this too, but its waiters panic after 200 workers in a row were cancelled, and a panic ends the process in
//! a release build. Here a waiter takes over from a cancelled worker however often that happens.

use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::OnceCell;

use super::{CacheKey, entry::Entry};

/// The result of a flight, once there is one.
type Landing<E> = OnceCell<Result<Entry, E>>;

/// What is being fetched.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<CacheKey, Weak<dyn Any + Send + Sync>>>);

/// One caller's part in a flight.
pub(super) struct Flight<'a, E> {
    flights: &'a Flights,
    key: &'a CacheKey,
    landing: Arc<Landing<E>>,
}

impl Flights {
    /// The flight that is under way for `key`, or a new one.
    pub(super) fn join<'a, E: Send + Sync + 'static>(&'a self, key: &'a CacheKey) -> Flight<'a, E> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let under_way = flights.get(key).and_then(Weak::upgrade);
        let joined = under_way.and_then(|landing| landing.downcast::<Landing<E>>().ok());
        let landing = joined.unwrap_or_else(|| {
            // Flights that all callers left before they landed; there are never more flights than callers.
            flights.retain(|_, flight| flight.strong_count() > 0);
            let landing = Arc::new(Landing::<E>::new());
            let shared: Arc<dyn Any + Send + Sync> = landing.clone();
            flights.insert(key.clone(), Arc::downgrade(&shared));
            landing
        });
        Flight {
            flights: self,
            key,
            landing,
        }
    }
}

impl<E: Clone> Flight<'_, E> {
    /// The flight's result; `work` is done if nobody else does it.
    pub(super) async fn result(
        &self,
        work: impl Future<Output = Result<Entry, E>>,
    ) -> Result<Entry, E> {
        let landing = self.landing.get_or_init(|| async {
            let result = work.await;
            self.land();
            result
        });
        landing.await.clone()
    }

    /// Whoever asks from now on asks anew.
    fn land(&self) {
        let mut flights = self
            .flights
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_this =
            |flight: &Weak<_>| std::ptr::addr_eq(flight.as_ptr(), Arc::as_ptr(&self.landing));
        if flights.get(self.key).is_some_and(is_this) {
            flights.remove(self.key);
        }
    }
}
