//! Reads one object by a request: on clusters, and of kinds, that are not watched.

use kube::{
    Api, Client,
    api::{DynamicObject, GroupVersionKind},
    discovery,
};
use nephoran_api::AppliedObject;
use serde_json::Value;

use super::error::ObserveError;

/// The object, or `None` when it or its kind does not exist.
pub(super) async fn get(
    client: &Client,
    object: &AppliedObject,
) -> Result<Option<Value>, ObserveError> {
    let (group, version) = object
        .api_version
        .split_once('/')
        .unwrap_or(("", &object.api_version));
    let kind = GroupVersionKind::gvk(group, version, &object.kind);
    let failed = |source| ObserveError::Read {
        what: format!("{} {}/{}", object.kind, object.namespace, object.name),
        source: Box::new(source),
    };
    let (resource, _) = match discovery::pinned_kind(client, &kind).await {
        Ok(found) => found,
        Err(kube::Error::Discovery(_)) => return Ok(None),
        Err(source) => return Err(failed(source)),
    };
    let api: Api<DynamicObject> = if object.namespace.is_empty() {
        Api::all_with(client.clone(), &resource)
    } else {
        Api::namespaced_with(client.clone(), &object.namespace, &resource)
    };
    let found = api.get_opt(&object.name).await.map_err(failed)?;
    Ok(found.and_then(|found| serde_json::to_value(found).ok()))
}
