//! Finds the verification that a changed object concerns.

use kube::{
    ResourceExt,
    runtime::reflector::{ObjectRef, Store},
};
use nephoran_api::{DeploymentVerification, label_value};
use nephoran_runtime::watch::Triggers;

/// Wakes the verification of the intent whose label an object of a namespace carries.
pub(super) fn verifications(
    triggers: Triggers<DeploymentVerification>,
    verifications: Store<DeploymentVerification>,
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
        // The intent lives in another namespace, or its name is longer than a label value.
        for verification in verifications.state() {
            if label_value(&verification.name_any()) == intent {
                send(ObjectRef::from_obj(&*verification));
            }
        }
    }
}
