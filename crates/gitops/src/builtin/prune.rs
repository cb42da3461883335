//! Deleting what left the package, and nothing else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use futures::StreamExt;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::api::{DeleteParams, Preconditions};
use nephoran_api::{AppliedObject, INTENT_LABEL, label_value};

use super::MANAGED_BY;
use super::answer::{Operation, within_time};
use super::engine::{CONCURRENT_REQUESTS, Engine};
use super::error::ApplyError;
use super::identity;
use super::kinds::{Rank, rank};
use super::resources::Resource;

/// How often an object is looked at that changes under our hands; its controllers write its status, seldom that often.
const MOST_LOOKS: u32 = 8;

/// What a prune did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Objects that are gone, or going: deleted now, by somebody else, or never there.
    pub deleted: Vec<AppliedObject>,
    /// Objects that stay: Namespaces, and objects that do not carry the intent's labels any more.
    pub kept: Vec<AppliedObject>,
}

/// The objects of `old` that `new` does not have, in waves, dependents first.
///
/// The same object in another API version has not left. Namespaces never leave: others may live in them.
#[must_use]
pub fn leaving(old: &[AppliedObject], new: &[AppliedObject]) -> Vec<Vec<AppliedObject>> {
    let staying: BTreeSet<_> = new.iter().map(identity::key).collect();
    let mut waves: BTreeMap<_, BTreeSet<AppliedObject>> = BTreeMap::new();
    for object in old
        .iter()
        .filter(|object| !staying.contains(&identity::key(object)))
    {
        let rank = rank(&object.api_version, &object.kind);
        if rank != Rank::Namespace {
            waves
                .entry(Reverse(rank))
                .or_default()
                .insert(object.clone());
        }
    }
    waves
        .into_values()
        .map(|wave| wave.into_iter().collect())
        .collect()
}

impl Engine {
    /// Deletes the objects of the inventory `old` that the inventory `new` does not have, in the background.
    ///
    /// Only objects that carry the labels of `intent` (the name of the NetworkIntent) are deleted, and only as they were
    /// when their labels were read: not one that another intent took over since, nor one that took its name.
    pub async fn prune(
        &self,
        old: &[AppliedObject],
        new: &[AppliedObject],
        intent: &str,
    ) -> Result<Pruned, ApplyError> {
        let intent = label_value(intent);
        let mut pruned = Pruned::default();
        for wave in leaving(old, new) {
            let requests: Vec<_> = wave
                .iter()
                .map(|object| self.delete(object, &intent))
                .collect();
            let results: Vec<_> = futures::stream::iter(requests)
                .buffered(CONCURRENT_REQUESTS)
                .collect()
                .await;
            for (object, result) in wave.into_iter().zip(results) {
                if result? {
                    pruned.deleted.push(object);
                } else {
                    pruned.kept.push(object);
                }
            }
        }
        Ok(pruned)
    }

    /// Deletes everything in `inventory` that [`Engine::prune`] would delete.
    pub async fn delete_all(
        &self,
        inventory: &[AppliedObject],
        intent: &str,
    ) -> Result<Pruned, ApplyError> {
        self.prune(inventory, &[], intent).await
    }

    /// Whether `object` is gone or going afterwards; false when it is not this intent's.
    ///
    /// An object that changes between the look at its labels and its deletion may be another intent's by then, so it is
    /// looked at again.
    async fn delete(&self, object: &AppliedObject, intent: &str) -> Result<bool, ApplyError> {
        if let Some(detail) = identity::unaddressable(object) {
            return Err(ApplyError::Invalid {
                object: identity::describe(object),
                detail,
            });
        }
        let resource = match self.resources.resolve(&self.client, object).await {
            // With its kind, every object of it went.
            Err(ApplyError::UnknownKind { .. }) => return Ok(true),
            resolved => resolved?,
        };
        let mut looks = 1;
        loop {
            match self.delete_as_seen(object, &resource, intent).await {
                Err(ApplyError::Conflict { .. }) if looks < MOST_LOOKS => looks += 1,
                outcome => return outcome,
            }
        }
    }

    async fn delete_as_seen(
        &self,
        object: &AppliedObject,
        resource: &Resource,
        intent: &str,
    ) -> Result<bool, ApplyError> {
        let api = resource.api(self.client.clone(), object);
        let get = Operation {
            verb: "get",
            object,
            resource: resource.rbac_name(),
        };
        let existing = within_time(&get, api.get_metadata_opt(&object.name))
            .await?
            .map_err(|error| get.failed(&error))?;
        let Some(existing) = existing else {
            return Ok(true);
        };
        if !is_managed(&existing.metadata, intent) {
            return Ok(false);
        }
        if existing.metadata.deletion_timestamp.is_some() {
            return Ok(true);
        }
        let delete = Operation {
            verb: "delete",
            ..get
        };
        let parameters = DeleteParams::background().preconditions(Preconditions {
            uid: existing.metadata.uid,
            resource_version: existing.metadata.resource_version,
        });
        match within_time(&delete, api.delete(&object.name, &parameters)).await? {
            Ok(_) => Ok(true),
            Err(kube::Error::Api(status)) if status.is_not_found() => Ok(true),
            Err(error) => Err(delete.failed(&error)),
        }
    }
}

/// Whether an object carries our label and that of `intent` (a label value).
pub(super) fn is_managed(metadata: &ObjectMeta, intent: &str) -> bool {
    let label = |name| metadata.labels.as_ref()?.get(name).map(String::as_str);
    label(MANAGED_BY.0) == Some(MANAGED_BY.1) && label(INTENT_LABEL) == Some(intent)
}
