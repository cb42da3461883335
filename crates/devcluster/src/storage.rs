//! Volumes for `PersistentVolumeClaim`s, as a cloud's default storage class gives them.
//!
//! The provisioner is the one that kube-controller-manager has for single-node testing. It makes an empty folder
//! below `/tmp/hostpath_pv` for each volume and removes it when the claim is deleted; no Pod here ever mounts one.

use k8s_openapi::api::storage::v1::StorageClass;
use kube::api::PostParams;
use kube::{Api, Client};
use serde_json::json;

/// The switch of kube-controller-manager for its provisioner.
pub(crate) const ENABLE: &str = "--enable-hostpath-provisioner=true";

/// Creates the default class.
pub(crate) async fn create(client: &Client) -> Result<(), kube::Error> {
    let class: StorageClass = serde_json::from_value(json!({
        "metadata": {
            "name": "standard",
            "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
        },
        "provisioner": "kubernetes.io/host-path",
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate",
    }))
    .map_err(kube::Error::SerdeError)?;
    let classes = Api::<StorageClass>::all(client.clone());
    classes
        .create(&PostParams::default(), &class)
        .await
        .map(drop)
}
