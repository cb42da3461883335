//! NetworkIntents and their chains, as a user sees them.

use anyhow::{Context, Result, bail};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;
use kube::api::{ListParams, Patch, PatchParams};
use kube::core::PartialObjectMeta;
use kube::{Api, Client, Resource, ResourceExt};
use nephoran_api::conditions::{self, READY, STALLED};
use nephoran_api::{
    DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration, NetworkIntent,
    NetworkIntentSpec, PhaseObject, ResourcePlan,
};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::access::apply;
use crate::system::System;

/// A NetworkIntent by its place.
#[derive(Clone)]
pub struct Intent {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    client: Client,
}

impl Intent {
    /// The intent `name` in `namespace`, which need not exist yet.
    #[must_use]
    pub fn new(client: &Client, namespace: &str, name: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            client: client.clone(),
        }
    }

    /// As Git and messages name it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// The API of a kind in the intent's namespace.
    #[must_use]
    pub fn api<K>(&self) -> Api<K>
    where
        K: Resource<DynamicType = (), Scope = k8s_openapi::NamespaceResourceScope>,
    {
        Api::namespaced(self.client.clone(), &self.namespace)
    }

    /// Creates it, or replaces its spec.
    pub async fn apply(&self, spec: NetworkIntentSpec) -> Result<NetworkIntent> {
        apply(&self.api(), &NetworkIntent::new(&self.name, spec)).await
    }

    /// Creates it with nothing but a sentence, or replaces the sentence.
    pub async fn say(&self, sentence: &str) -> Result<NetworkIntent> {
        self.apply(spec(sentence)).await
    }

    /// Changes parts of it, as `kubectl patch --type merge` does.
    pub async fn patch(&self, patch: serde_json::Value) -> Result<NetworkIntent> {
        let patched = self
            .api::<NetworkIntent>()
            .patch(&self.name, &PatchParams::default(), &Patch::Merge(&patch))
            .await;
        patched.with_context(|| format!("failed to patch {}", self.path()))
    }

    /// Asks for its deletion.
    pub async fn delete(&self) -> Result<()> {
        self.api::<NetworkIntent>()
            .delete(&self.name, &kube::api::DeleteParams::default())
            .await?;
        Ok(())
    }

    /// Asks every controller for one more reconcile of the intent.
    pub async fn request(&self, value: &str) -> Result<()> {
        let annotations = json!({ nephoran_api::REQUESTED_AT_ANNOTATION: value });
        self.patch(json!({ "metadata": { "annotations": annotations } }))
            .await
            .map(drop)
    }

    /// It as it is now.
    pub async fn get(&self) -> Result<NetworkIntent> {
        Ok(self.api().get(&self.name).await?)
    }

    /// Waits until it is Ready for its current generation. A Stalled intent never gets there, so that ends the wait.
    pub async fn ready(&self, system: &System) -> Result<NetworkIntent> {
        let look = async || {
            let intent = self.get().await.map_err(|error| error.to_string())?;
            if let Some(stalled) =
                current(&intent, STALLED).filter(|stalled| stalled.status == "True")
            {
                return Ok(Err(format!(
                    "{} is Stalled: {}: {}",
                    self.path(),
                    stalled.reason,
                    stalled.message
                )));
            }
            match current(&intent, READY) {
                Some(ready) if ready.status == "True" => Ok(Ok(intent)),
                Some(ready) => Err(format!("{}: {}", ready.reason, ready.message)),
                None => Err(format!("its status is {:?}", intent.status)),
            }
        };
        match system
            .until(&format!("{} is Ready", self.path()), look)
            .await?
        {
            Ok(intent) => Ok(intent),
            Err(stalled) => bail!("{stalled}\n{}", system.logs().await),
        }
    }

    /// Waits until it is Ready although it may be Stalled now, because the cause of that goes away.
    pub async fn recovered(&self, system: &System) -> Result<()> {
        let look = async || {
            let intent = self.get().await.map_err(|error| error.to_string())?;
            let ready = current(&intent, READY).filter(|ready| ready.status == "True");
            ready
                .map(drop)
                .ok_or_else(|| format!("its status is {}", json!(intent.status)))
        };
        system
            .until(&format!("{} has recovered", self.path()), look)
            .await
    }

    /// Waits until it is Stalled for its current generation, and gives the condition.
    pub async fn stalled(&self, system: &System) -> Result<Condition> {
        let look = async || {
            let intent = self.get().await.map_err(|error| error.to_string())?;
            let stalled = current(&intent, STALLED).filter(|stalled| stalled.status == "True");
            stalled
                .cloned()
                .ok_or_else(|| format!("its status is {}", json!(intent.status)))
        };
        system
            .until(&format!("{} is Stalled", self.path()), look)
            .await
    }

    /// Waits until a phase object of the intent is completed, for the result of its upstream of now.
    pub async fn completed<K: PhaseObject>(&self, system: &System) -> Result<K> {
        let look = async || {
            let object = self
                .api::<K>()
                .get(&self.name)
                .await
                .map_err(|error| error.to_string())?;
            if object.completed().is_some() {
                Ok(object)
            } else {
                Err(format!("its state is {}", json!(object.phase_state())))
            }
        };
        system
            .until(
                &format!("the {} of {} is completed", K::kind(&()), self.path()),
                look,
            )
            .await
    }

    /// Waits until the whole chain is gone, and the intent with it.
    pub async fn gone(&self, system: &System) -> Result<()> {
        let look = async || {
            let left = self.chain().await.map_err(|error| error.to_string())?;
            if left.is_empty() {
                Ok(())
            } else {
                Err(format!("{left:?} are still there"))
            }
        };
        system
            .until(&format!("{} is gone with its chain", self.path()), look)
            .await
    }

    /// The kinds of the chain of which an object of this name exists.
    pub async fn chain(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        self.find::<NetworkIntent>(&mut found).await?;
        self.find::<IntentProcessing>(&mut found).await?;
        self.find::<ResourcePlan>(&mut found).await?;
        self.find::<ManifestGeneration>(&mut found).await?;
        self.find::<GitOpsDeployment>(&mut found).await?;
        self.find::<DeploymentVerification>(&mut found).await?;
        Ok(found)
    }

    async fn find<K>(&self, found: &mut Vec<String>) -> Result<()>
    where
        K: Resource<DynamicType = (), Scope = k8s_openapi::NamespaceResourceScope>
            + Clone
            + std::fmt::Debug
            + DeserializeOwned,
    {
        if self
            .api::<K>()
            .get_metadata_opt(&self.name)
            .await?
            .is_some()
        {
            found.push(K::kind(&()).into_owned());
        }
        Ok(())
    }

    /// The names of the objects of kind `K` in `namespace` that carry the intent's label.
    pub async fn labelled<K>(&self, namespace: &str) -> Result<Vec<String>>
    where
        K: Resource<DynamicType = (), Scope = k8s_openapi::NamespaceResourceScope>
            + Clone
            + std::fmt::Debug
            + DeserializeOwned,
    {
        let selector = format!(
            "{}={}",
            nephoran_api::INTENT_LABEL,
            nephoran_api::label_value(&self.name)
        );
        let found = Api::<K>::namespaced(self.client.clone(), namespace)
            .list_metadata(&ListParams::default().labels(&selector))
            .await?;
        Ok(found
            .items
            .iter()
            .map(PartialObjectMeta::name_any)
            .collect())
    }
}

/// A spec with nothing but a sentence.
#[must_use]
pub fn spec(sentence: &str) -> NetworkIntentSpec {
    // What is left out gets the defaults the API server gives it.
    serde_json::from_value(json!({ "intent": sentence })).unwrap_or_default()
}

/// A condition that speaks of the object's present generation.
#[must_use]
pub fn current<'a>(intent: &'a NetworkIntent, condition: &str) -> Option<&'a Condition> {
    let status = intent.status.as_ref()?;
    conditions::get(&status.conditions, condition)
        .filter(|found| found.observed_generation == intent.metadata.generation)
}
