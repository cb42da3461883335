//! The objects of this cluster that packages are made of, watched: judging them costs no request.

use std::{collections::BTreeMap, fmt::Debug, sync::Arc};

use k8s_openapi::api::{
    apps::v1::{Deployment, StatefulSet},
    autoscaling::v2::HorizontalPodAutoscaler,
    core::v1::{ConfigMap, Namespace, PersistentVolumeClaim, Service, ServiceAccount},
    networking::v1::NetworkPolicy,
    policy::v1::PodDisruptionBudget,
};
use kube::{Resource, ResourceExt, core::PartialObjectMeta, runtime::reflector::ObjectRef};
use nephoran_api::{AppliedObject, INTENT_LABEL};
use nephoran_runtime::{phase_controller::Watched, process::Process, watch::Watchable};
use serde::Serialize;
use serde_json::Value;

/// Everything our packages create carries this label.
const MANAGED: &str = "app.kubernetes.io/managed-by=nephoran";

type Changed = Arc<dyn Fn(&str, &str) + Send + Sync>;
type Lookup = Box<dyn Fn(&AppliedObject) -> Option<Value> + Send + Sync>;

/// The caches, by API version and kind.
pub struct LiveObjects {
    lookups: BTreeMap<(String, String), Lookup>,
}

impl LiveObjects {
    /// Watches the kinds; `changed` is told the namespace and the intent label of every object that changes.
    #[must_use]
    pub fn watch(process: &Process, changed: impl Fn(&str, &str) + Send + Sync + 'static) -> Self {
        let mut live = Self {
            lookups: BTreeMap::new(),
        };
        let wake: Changed = Arc::new(changed);
        live.add::<Deployment>(process, &wake);
        live.add::<StatefulSet>(process, &wake);
        live.add::<Service>(process, &wake);
        live.add::<PersistentVolumeClaim>(process, &wake);
        live.add::<PodDisruptionBudget>(process, &wake);
        live.add::<HorizontalPodAutoscaler>(process, &wake);
        live.add_metadata::<ConfigMap>(process, &wake, Some(MANAGED));
        live.add_metadata::<ServiceAccount>(process, &wake, Some(MANAGED));
        live.add_metadata::<NetworkPolicy>(process, &wake, Some(MANAGED));
        live.add_metadata::<Namespace>(process, &wake, None);
        live
    }

    /// The object as the cluster holds it; the outer `None` means that its kind is not watched.
    #[must_use]
    pub fn get(&self, object: &AppliedObject) -> Option<Option<Value>> {
        self.lookups
            .get(&(object.api_version.clone(), object.kind.clone()))
            .map(|lookup| lookup(object))
    }

    fn add<K: Watchable + Serialize>(&mut self, process: &Process, wake: &Changed) {
        self.add_cache::<K, K>(process, wake, Some(MANAGED));
    }

    /// Kinds that have nothing to judge but that they exist.
    fn add_metadata<K>(&mut self, process: &Process, wake: &Changed, selector: Option<&str>)
    where
        K: Resource<DynamicType = ()> + Clone + Debug + Send + Sync + 'static,
        PartialObjectMeta<K>: Watchable + Serialize,
    {
        self.add_cache::<K, PartialObjectMeta<K>>(process, wake, selector);
    }

    fn add_cache<K: Resource<DynamicType = ()>, W: Watchable + Serialize>(
        &mut self,
        process: &Process,
        wake: &Changed,
        selector: Option<&str>,
    ) {
        let watched = Watched::<W>::new(process, selector);
        let store = watched.store();
        let waker = wake.clone();
        watched
            .inspect(move |change| {
                let object = change.object();
                if let Some(intent) = object.labels().get(INTENT_LABEL) {
                    waker(&object.namespace().unwrap_or_default(), intent);
                }
            })
            .keep(process);
        let lookup = move |object: &AppliedObject| {
            let mut key = ObjectRef::<W>::new(&object.name);
            if !object.namespace.is_empty() {
                key = key.within(&object.namespace);
            }
            store
                .get(&key)
                .and_then(|found| serde_json::to_value(&*found).ok())
        };
        self.lookups.insert(
            (K::api_version(&()).into_owned(), K::kind(&()).into_owned()),
            Box::new(lookup),
        );
    }
}
