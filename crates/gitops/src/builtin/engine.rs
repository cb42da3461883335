//! The edge of the builtin engine: server-side apply, wave by wave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::StreamExt;
use kube::Client;
use kube::api::{DynamicObject, Patch, PatchParams};
use kube::discovery::Scope;
use nephoran_api::{AppliedObject, INTENT_LABEL};

use super::answer::{Operation, within_time};
use super::error::ApplyError;
use super::identity;
use super::kinds::{Rank, rank};
use super::manifest::{Manifest, parse_package};
use super::order::apply_order;
use super::prune::is_managed;
use super::resources::{Resource, Resources};

/// The field manager of every applied field.
pub const FIELD_MANAGER: &str = "nephoran-gitops";
/// Requests under way at once, so that a large package does not crowd out the cluster's other clients.
pub(super) const CONCURRENT_REQUESTS: usize = 8;

/// Applies packages to one cluster. Clones share what discovery has answered.
#[derive(Clone)]
pub struct Engine {
    pub(super) client: Client,
    pub(super) resources: Arc<Resources>,
}

impl Engine {
    /// An engine for the cluster, and as the identity, of `client`.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self {
            client,
            resources: Arc::default(),
        }
    }

    /// Applies the package in `package_files` (contents by path) and returns the inventory, sorted.
    ///
    /// Objects outside `allowed_namespaces`, and cluster-scoped ones other than the Namespaces of those names, are
    /// refused before anything is written. A second apply of the same package changes nothing.
    ///
    /// # Errors
    /// An apply that fails may have written a part of the package: record the union of the inventory before it and
    /// of [`super::inventory`], so that nothing is forgotten.
    pub async fn apply(
        &self,
        package_files: &BTreeMap<String, String>,
        allowed_namespaces: &BTreeSet<String>,
    ) -> Result<Vec<AppliedObject>, ApplyError> {
        let waves = apply_order(parse_package(package_files)?);
        let waves = self.admit(waves, allowed_namespaces).await?;
        let mut applied = Vec::new();
        for wave in &waves {
            // A wave runs to its end even when one object fails: which objects were written, and which error is
            // reported, then does not depend on timing.
            // Collected first: a stream that maps borrowed items is not `Send` enough for the controller's task.
            let requests: Vec<_> = wave
                .iter()
                .map(|(manifest, resource)| self.apply_one(manifest, resource))
                .collect();
            let results: Vec<_> = futures::stream::iter(requests)
                .buffered(CONCURRENT_REQUESTS)
                .collect()
                .await;
            for result in results {
                applied.push(result?);
            }
        }
        applied.sort();
        Ok(applied)
    }

    /// Every manifest with its resource, if all of them may be written.
    async fn admit(
        &self,
        waves: Vec<Vec<Manifest>>,
        allowed_namespaces: &BTreeSet<String>,
    ) -> Result<Vec<Vec<(Manifest, Resource)>>, ApplyError> {
        let mut admitted = Vec::with_capacity(waves.len());
        for wave in waves {
            let mut resolved = Vec::with_capacity(wave.len());
            for manifest in wave {
                let resource = self
                    .resources
                    .resolve(&self.client, manifest.identity())
                    .await?;
                admit(&manifest, &resource.scope, allowed_namespaces)?;
                resolved.push((manifest, resource));
            }
            admitted.push(resolved);
        }
        Ok(admitted)
    }

    async fn apply_one(
        &self,
        manifest: &Manifest,
        resource: &Resource,
    ) -> Result<AppliedObject, ApplyError> {
        let object = manifest.identity();
        let api = resource.api(self.client.clone(), object);
        if is_namespace(object)
            && let Some(existing) = self.foreign_namespace(manifest, resource).await?
        {
            return Ok(existing);
        }
        let operation = Operation {
            verb: "apply",
            object,
            resource: resource.rbac_name(),
        };
        let parameters = PatchParams::apply(FIELD_MANAGER)
            .force()
            .validation_strict();
        let patch = Patch::Apply(manifest.object());
        let applied: DynamicObject =
            within_time(&operation, api.patch(&object.name, &parameters, &patch))
                .await?
                .map_err(|error| operation.failed(&error))?;
        Ok(AppliedObject {
            generation: applied.metadata.generation,
            ..object.clone()
        })
    }

    /// The Namespace of this name, if it exists and is not this intent's own.
    ///
    /// Its labels and annotations decide who may do what in it (pod security, which intents it accepts), so a package
    /// may bring a Namespace along but never change one that others made.
    async fn foreign_namespace(
        &self,
        manifest: &Manifest,
        resource: &Resource,
    ) -> Result<Option<AppliedObject>, ApplyError> {
        let object = manifest.identity();
        let operation = Operation {
            verb: "get",
            object,
            resource: resource.rbac_name(),
        };
        let api = resource.api(self.client.clone(), object);
        let existing = within_time(&operation, api.get_metadata_opt(&object.name))
            .await?
            .map_err(|error| operation.failed(&error))?;
        let Some(existing) = existing else {
            return Ok(None);
        };
        let own = manifest
            .label(INTENT_LABEL)
            .is_some_and(|intent| is_managed(&existing.metadata, intent));
        let generation = existing.metadata.generation;
        Ok((!own).then(|| AppliedObject {
            generation,
            ..object.clone()
        }))
    }
}

/// Whether a manifest may be written at all.
pub(super) fn admit(
    manifest: &Manifest,
    scope: &Scope,
    allowed_namespaces: &BTreeSet<String>,
) -> Result<(), ApplyError> {
    let object = manifest.identity();
    let namespace = match scope {
        Scope::Namespaced => &object.namespace,
        Scope::Cluster if is_namespace(object) => &object.name,
        Scope::Cluster => {
            return Err(ApplyError::ClusterScoped {
                object: identity::describe(object),
                path: manifest.path().to_owned(),
            });
        }
    };
    if allowed_namespaces.contains(namespace) {
        return Ok(());
    }
    Err(ApplyError::NamespaceNotAllowed {
        object: identity::describe(object),
        path: manifest.path().to_owned(),
        allowed: listed(allowed_namespaces),
    })
}

fn is_namespace(object: &AppliedObject) -> bool {
    rank(&object.api_version, &object.kind) == Rank::Namespace
}

fn listed(namespaces: &BTreeSet<String>) -> String {
    if namespaces.is_empty() {
        return "no namespace".to_owned();
    }
    let names: Vec<_> = namespaces.iter().map(String::as_str).collect();
    format!("only {}", names.join(", "))
}
