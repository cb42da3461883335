//! The arrow between two phases: when the kind before is Completed, apply our own object that consumes its result.

use std::{sync::Arc, time::Duration};

use kube::{
    Api, Client, Resource, ResourceExt,
    api::{Patch, PatchParams},
    runtime::{controller::Action, reflector::Store},
};
use nephoran_api::{
    Downstream, INTENT_LABEL, PhaseObject, REQUESTED_AT_ANNOTATION, SourceRef, label_value,
};

use crate::{events::Events, watch::namesake};

/// Why an object could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// An object of that name belongs to somebody else.
    #[error(
        "{kind} {namespace}/{name} exists and belongs to another owner; delete it or rename the intent"
    )]
    Taken {
        /// The kind.
        kind: String,
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// The API server refused or could not be reached.
    #[error("failed to apply {kind} {namespace}/{name}")]
    Apply {
        /// The kind.
        kind: String,
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
}

/// Applies objects of kind `D`.
#[derive(Clone)]
pub struct Follower<D: Downstream> {
    client: Client,
    controller: &'static str,
    own: Store<D>,
    events: Events,
}

impl<D: Downstream> Follower<D> {
    /// Applies as `controller`; `own` is the cache of `D`.
    #[must_use]
    pub const fn new(
        client: Client,
        controller: &'static str,
        own: Store<D>,
        events: Events,
    ) -> Self {
        Self {
            client,
            controller,
            own,
            events,
        }
    }

    /// Brings the own object in line with `upstream`.
    ///
    /// # Errors
    /// When it belongs to somebody else or cannot be applied.
    pub async fn follow(&self, upstream: &D::Upstream) -> Result<Action, FollowError> {
        if upstream.meta().deletion_timestamp.is_some() {
            return Ok(Action::await_change());
        }
        let present = self.own.get(&namesake(upstream));
        if let Some(present) = present.as_deref() {
            match ownership(present, upstream) {
                Ownership::Ours => {}
                // Its deletion triggers this again.
                Ownership::Leaving => return Ok(Action::await_change()),
                Ownership::Foreign => return Err(self.taken(upstream, present)),
            }
        }
        match desired::<D>(upstream, present.as_ref()) {
            Some(desired)
                if present.as_deref().is_none_or(|present| {
                    !present.same_spec(&desired) || request(present) != request(upstream)
                }) =>
            {
                self.apply(upstream, desired).await
            }
            _ => Ok(Action::await_change()),
        }
    }

    async fn apply(&self, upstream: &D::Upstream, mut desired: D) -> Result<Action, FollowError> {
        let (namespace, name) = (
            upstream.namespace().unwrap_or_default(),
            upstream.name_any(),
        );
        let meta = desired.meta_mut();
        meta.name = Some(name.clone());
        meta.namespace = Some(namespace.clone());
        meta.owner_references = upstream.controller_owner_ref(&()).map(|owner| vec![owner]);
        if let Some(intent) = &upstream.phase_spec().intent_ref {
            meta.labels
                .get_or_insert_default()
                .insert(INTENT_LABEL.to_owned(), label_value(&intent.name));
        }
        // A request for a reconcile right now is meant for the rest of the chain too.
        if let Some(requested_at) = request(upstream) {
            meta.annotations
                .get_or_insert_default()
                .insert(REQUESTED_AT_ANNOTATION.to_owned(), requested_at.clone());
        }
        let api = Api::<D>::namespaced(self.client.clone(), &namespace);
        api.patch(
            &name,
            &PatchParams::apply(self.controller).force(),
            &Patch::Apply(&desired),
        )
        .await
        .map(|_| Action::await_change())
        .map_err(|source| FollowError::Apply {
            kind: D::kind(&()).into_owned(),
            namespace,
            name,
            source,
        })
    }

    fn taken(&self, upstream: &D::Upstream, present: &D) -> FollowError {
        let error = FollowError::Taken {
            kind: D::kind(&()).into_owned(),
            namespace: present.namespace().unwrap_or_default(),
            name: present.name_any(),
        };
        self.events
            .warning(upstream, "NameTaken", &error.to_string());
        error
    }
}

fn request<K: ResourceExt>(object: &K) -> Option<&String> {
    object.annotations().get(REQUESTED_AT_ANNOTATION)
}

/// What the own object should be now; `None` leaves it as it is.
fn desired<D: Downstream>(upstream: &D::Upstream, present: Option<&Arc<D>>) -> Option<D> {
    let suspend = upstream.phase_spec().suspend;
    if let Some(present) = present
        && present.phase_spec().suspend != suspend
    {
        return Some(bare(&present.suspended(suspend)));
    }
    if upstream.phase_spec().stop_after == Some(<D::Upstream as PhaseObject>::PHASE) {
        return None;
    }
    let digest = upstream.completed()?.digest.clone()?;
    let source = SourceRef {
        kind: D::Upstream::kind(&()).into_owned(),
        name: upstream.name_any(),
        uid: upstream.uid().unwrap_or_default(),
        digest,
    };
    D::consuming(upstream, source)
}

/// The object without what the API server and other managers put there.
fn bare<D: Downstream>(object: &D) -> D {
    let mut bare = object.clone();
    *bare.meta_mut() = kube::api::ObjectMeta::default();
    bare.meta_mut()
        .finalizers
        .clone_from(&object.meta().finalizers);
    bare
}

enum Ownership {
    Ours,
    Leaving,
    Foreign,
}

fn ownership<D: Downstream>(present: &D, upstream: &D::Upstream) -> Ownership {
    let owners = present.owner_references();
    if present.meta().deletion_timestamp.is_some() {
        Ownership::Leaving
    } else if owners
        .iter()
        .any(|owner| Some(owner.uid.as_str()) == upstream.meta().uid.as_deref())
    {
        Ownership::Ours
    } else if owners
        .iter()
        .any(|owner| owner.kind == D::Upstream::kind(&()) && owner.name == upstream.name_any())
    {
        // It belongs to a former upstream of the same name; garbage collection takes it.
        Ownership::Leaving
    } else {
        Ownership::Foreign
    }
}

/// How long after an error the object is tried again; the API client has its own short retries.
pub const RETRY: Duration = Duration::from_secs(2);
