//! Finds the verification that a changed object concerns.

use kube::{
    ResourceExt,
    runtime::reflector::{ObjectRef, Store},
};
use nephoran_api::{DeploymentVerification, GitOpsDeployment, label_value};
use nephoran_runtime::watch::{Triggers, namesake};

/// Wakes the verification of the intent whose label an object of a namespace carries.
pub(super) fn verifications(
    triggers: Triggers<DeploymentVerification>,
    verifications: Store<DeploymentVerification>,
    deployments: Store<GitOpsDeployment>,
) -> impl Fn(&str, &str) + Send + Sync {
    let send = move |verification| {
        // The receiver ends with the process.
        let _ = triggers.send(verification);
    };
    move |namespace, intent| {
        let namesake = ObjectRef::new(intent).within(namespace);
        if verifications.get(&namesake).is_some() {
            return send(namesake);
        }
        // The intent lives in another namespace, or its name is longer than a label value. Intents of one name in many
        // namespaces are usual, so the label alone would wake all of them.
        for verification in verifications.state() {
            if label_value(&verification.name_any()) == intent
                && reaches(&verification, namespace, &deployments)
            {
                send(ObjectRef::from_obj(&*verification));
            }
        }
    }
}

/// Whether any object that is verified is in `namespace`.
fn reaches(
    verification: &DeploymentVerification,
    namespace: &str,
    deployments: &Store<GitOpsDeployment>,
) -> bool {
    if let Some(inline) = &verification.spec.source.inline {
        return inline
            .objects
            .iter()
            .any(|object| object.namespace == namespace);
    }
    let deployment = deployments.get(&namesake(verification));
    let targets = deployment
        .iter()
        .filter_map(|deployment| deployment.status.as_ref())
        .flat_map(|status| &status.targets);
    targets
        .flat_map(|target| &target.inventory)
        .any(|object| object.namespace == namespace)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use futures::StreamExt as _;
    use kube::runtime::{reflector, watcher};
    use nephoran_api::{AppliedObject, GitOpsDeploymentStatus, TargetStatus};
    use nephoran_runtime::watch::{Watchable, triggers};
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    fn store<K: Watchable>(objects: impl IntoIterator<Item = K>) -> Store<K> {
        let (reader, mut writer) = reflector::store();
        for object in objects {
            writer.apply_watcher_event(&watcher::Event::Apply(object));
        }
        reader
    }

    /// An object `core` in a namespace.
    fn core<K: Watchable>(mut object: K, namespace: &str) -> K {
        object.meta_mut().name = Some("core".to_owned());
        object.meta_mut().namespace = Some(namespace.to_owned());
        object
    }

    fn without_source<T: DeserializeOwned>() -> T {
        serde_json::from_value(json!({ "source": {} })).unwrap()
    }

    /// A deployment that put something into another namespace.
    fn reaching(namespace: &str) -> GitOpsDeployment {
        let object = AppliedObject {
            api_version: "v1".to_owned(),
            kind: "Service".to_owned(),
            namespace: namespace.to_owned(),
            name: "amf".to_owned(),
            generation: None,
        };
        let target = TargetStatus {
            inventory: vec![object],
            ..TargetStatus::default()
        };
        let mut deployment = GitOpsDeployment::new("core", without_source());
        deployment.status = Some(GitOpsDeploymentStatus {
            targets: vec![target],
            ..GitOpsDeploymentStatus::default()
        });
        deployment
    }

    #[tokio::test]
    async fn of_intents_with_one_name_only_the_one_that_reaches_the_namespace_is_woken() {
        let verification = || DeploymentVerification::new("core", without_source());
        let verifications_there =
            store(["one", "two"].map(|namespace| core(verification(), namespace)));
        let deployments = store([
            core(reaching("shared"), "two"),
            core(reaching("one"), "one"),
        ]);
        let (sender, woken) = triggers();
        let changed = verifications(sender, verifications_there, deployments);
        changed("one", "core");
        changed("shared", "core");
        changed("not-verified-yet", "core");
        drop(changed);
        let woken: Vec<_> = woken.map(|found| found.namespace.unwrap()).collect().await;
        assert_eq!(woken, ["one", "two"]);
    }
}
