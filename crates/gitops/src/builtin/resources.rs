//! How the API server names a kind: from the table, else from discovery, asked once per kind.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use kube::Client;
use kube::api::{Api, ApiResource, DynamicObject};
use kube::core::GroupVersionKind;
use kube::discovery::{self, Scope};
use nephoran_api::AppliedObject;

use super::answer::{Operation, within_time};
use super::error::ApplyError;
use super::identity;
use super::kinds::KnownKind;

/// A kind as requests address it.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) api: ApiResource,
    pub(super) scope: Scope,
}

impl Resource {
    /// The API for the place where `object` lives.
    pub(super) fn api(&self, client: Client, object: &AppliedObject) -> Api<DynamicObject> {
        match self.scope {
            Scope::Cluster => Api::all_with(client, &self.api),
            Scope::Namespaced => Api::namespaced_with(client, &object.namespace, &self.api),
        }
    }

    /// `deployments.apps`, as RBAC and `kubectl auth can-i` name it.
    pub(super) fn rbac_name(&self) -> String {
        if self.api.group.is_empty() {
            self.api.plural.clone()
        } else {
            format!("{}.{}", self.api.plural, self.api.group)
        }
    }
}

/// Kinds that discovery has answered for. Kinds that do not exist are asked for again: a CRD may arrive.
#[derive(Debug, Default)]
pub(super) struct Resources {
    discovered: Mutex<BTreeMap<(String, String), Resource>>,
}

impl Resources {
    /// The resource of `object`'s kind.
    pub(super) async fn resolve(
        &self,
        client: &Client,
        object: &AppliedObject,
    ) -> Result<Resource, ApplyError> {
        if let Some(known) = KnownKind::find(&object.api_version, &object.kind) {
            let (api, scope) = known.resource();
            return Ok(Resource { api, scope });
        }
        let name = (object.api_version.clone(), object.kind.clone());
        if let Some(resource) = self.lock().get(&name) {
            return Ok(resource.clone());
        }
        let resource = discover(client, object).await?;
        self.lock().insert(name, resource.clone());
        Ok(resource)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<(String, String), Resource>> {
        // Every state of the map is a valid cache, also the one a panicking thread left.
        self.discovered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

async fn discover(client: &Client, object: &AppliedObject) -> Result<Resource, ApplyError> {
    let (group, version) = object
        .api_version
        .split_once('/')
        .unwrap_or(("", &object.api_version));
    let kind = GroupVersionKind::gvk(group, version, &object.kind);
    let operation = Operation {
        verb: "discover",
        object,
        resource: format!("the API {}", object.api_version),
    };
    match within_time(&operation, discovery::pinned_kind(client, &kind)).await? {
        Ok((api, capabilities)) => Ok(Resource {
            api,
            scope: capabilities.scope,
        }),
        Err(kube::Error::Discovery(_)) => Err(unknown_kind(object)),
        Err(kube::Error::Api(status)) if status.is_not_found() => Err(unknown_kind(object)),
        Err(error) => Err(operation.failed(&error)),
    }
}

fn unknown_kind(object: &AppliedObject) -> ApplyError {
    ApplyError::UnknownKind {
        object: identity::describe(object),
        api_version: object.api_version.clone(),
        kind: object.kind.clone(),
    }
}
