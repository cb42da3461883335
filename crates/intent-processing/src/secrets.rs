//! Keys, tokens and passwords: entries of Secrets in the controllers' own namespace, read by name, never listed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use k8s_openapi::api::core::v1::Secret;
use kube::{Api, Client};
use nephoran_api::{Classified, ErrorClass};
use serde::{Deserialize, Serialize};

/// A changed Secret counts after this time.
const REMEMBERED: Duration = Duration::from_mins(1);

/// One entry of a Secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecretKey {
    /// Name of the Secret, in the controllers' namespace.
    pub name: String,
    /// The entry, e.g. `api-key`.
    pub key: String,
}

/// An entry cannot be used. Nothing of its content is ever in here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Secret {namespace}/{name}: {detail}; create it with an entry `{key}`, or correct the configuration"
)]
pub struct SecretUnavailable {
    /// Namespace of the Secret.
    pub namespace: String,
    /// The Secret.
    pub name: String,
    /// The entry.
    pub key: String,
    /// What is wrong.
    pub detail: String,
    /// Whether somebody has to act.
    pub missing: bool,
}

impl Classified for SecretUnavailable {
    fn reason(&self) -> &'static str {
        "SecretUnavailable"
    }

    fn class(&self) -> ErrorClass {
        if self.missing {
            ErrorClass::Permanent
        } else {
            ErrorClass::Transient
        }
    }
}

/// Reads entries, and remembers each for a minute. Clones share what they remember.
#[derive(Clone)]
pub struct Secrets {
    client: Client,
    namespace: String,
    remembered: Arc<Mutex<BTreeMap<SecretKey, (String, Instant)>>>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Secrets")
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

impl Secrets {
    /// Reads in `namespace`.
    #[must_use]
    pub fn new(client: Client, namespace: String) -> Self {
        Self {
            client,
            namespace,
            remembered: Arc::default(),
        }
    }

    /// The entry as text.
    ///
    /// # Errors
    /// When the Secret or the entry is not there, is no text, or cannot be read.
    pub async fn read(&self, wanted: &SecretKey) -> Result<String, SecretUnavailable> {
        if let Some(known) = self.known(wanted) {
            return Ok(known);
        }
        let secret = Api::<Secret>::namespaced(self.client.clone(), &self.namespace)
            .get(&wanted.name)
            .await
            .map_err(|error| {
                let missing = matches!(&error, kube::Error::Api(status) if status.is_not_found() || status.is_forbidden());
                self.unavailable(wanted, error.to_string(), missing)
            })?;
        let entry = secret.data.unwrap_or_default().remove(&wanted.key);
        let bytes = entry
            .ok_or_else(|| self.unavailable(wanted, "it has no such entry".to_owned(), true))?;
        let text = String::from_utf8(bytes.0)
            .map_err(|_| self.unavailable(wanted, "the entry is no text".to_owned(), true))?;
        self.lock()
            .insert(wanted.clone(), (text.clone(), Instant::now()));
        Ok(text)
    }

    fn known(&self, wanted: &SecretKey) -> Option<String> {
        let remembered = self.lock();
        let (text, read) = remembered.get(wanted)?;
        (read.elapsed() < REMEMBERED).then(|| text.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<SecretKey, (String, Instant)>> {
        // Every state of the map is a valid memory.
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn unavailable(&self, wanted: &SecretKey, detail: String, missing: bool) -> SecretUnavailable {
        SecretUnavailable {
            namespace: self.namespace.clone(),
            name: wanted.name.clone(),
            key: wanted.key.clone(),
            detail,
            missing,
        }
    }
}
