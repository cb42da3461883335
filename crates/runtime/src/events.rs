//! Kubernetes Events, on transitions only.

use k8s_openapi::api::core::v1::ObjectReference;
use kube::{
    Client, Resource,
    runtime::events::{Event, EventType, Recorder, Reporter},
};
use nephoran_api::conditions::shortened;

/// The API refuses longer notes.
const NOTE_LIMIT: usize = 1000;

/// Publishes Events of one controller; shared, because it aggregates repeated ones.
#[derive(Clone)]
pub struct Events {
    recorder: Recorder,
    action: &'static str,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Events")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

impl Events {
    /// Events of `controller`, as replica `identity`.
    #[must_use]
    pub fn new(client: Client, controller: &'static str, identity: &str) -> Self {
        let reporter = Reporter {
            controller: format!("nephoran.com/{controller}"),
            instance: Some(identity.to_owned()),
        };
        Self {
            recorder: Recorder::new(client, reporter),
            action: "Reconcile",
        }
    }

    /// Something good happened to `object`.
    pub fn normal<K: Resource<DynamicType = ()>>(&self, object: &K, reason: &str, note: &str) {
        self.publish(EventType::Normal, object.object_ref(&()), reason, note);
    }

    /// Something happened to `object` that a person should see.
    pub fn warning<K: Resource<DynamicType = ()>>(&self, object: &K, reason: &str, note: &str) {
        self.publish(EventType::Warning, object.object_ref(&()), reason, note);
    }

    /// In the background: an Event is worth no waiting, and its loss only a log line.
    fn publish(&self, kind: EventType, regarding: ObjectReference, reason: &str, note: &str) {
        let event = Event {
            type_: kind,
            reason: reason.to_owned(),
            note: Some(shortened(note, NOTE_LIMIT).to_owned()),
            action: self.action.to_owned(),
            secondary: None,
        };
        let recorder = self.recorder.clone();
        tokio::spawn(async move {
            if let Err(error) = recorder.publish(&event, &regarding).await {
                tracing::warn!(
                    reason = event.reason,
                    error = &error as &dyn std::error::Error,
                    "failed to publish an event"
                );
            }
        });
    }
}
