//! Counts API writes in the API server's own audit log.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::controller::Controller;
use crate::system::NAMESPACE;

/// The audit log of a control plane that was started with it.
#[derive(Clone, Debug)]
pub struct AuditLog(pub(crate) PathBuf);

/// One write as the API server saw it, whether it took effect or not.
#[derive(Clone, Debug)]
pub struct Write {
    /// Who wrote.
    pub controller: Controller,
    /// `create`, `patch`, …
    pub verb: String,
    /// `networkintents/status`, …
    pub resource: String,
    /// Group of the resource.
    pub group: String,
    /// Namespace of the object.
    pub namespace: String,
    /// Name of the object.
    pub name: String,
    /// The HTTP status of the answer.
    pub code: u16,
    /// When the request came, as the API server writes it.
    pub at: String,
}

impl Write {
    /// Whether it is part of an intent's own bookkeeping: our kinds, and the ConfigMaps that hold packages.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.group == "nephoran.com"
            || (self.resource == "configmaps" && self.controller == Controller::ManifestGeneration)
    }

    /// Whether it keeps a Lease, which happens whatever intents do.
    #[must_use]
    pub fn is_lease(&self) -> bool {
        self.resource == "leases"
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    stage: String,
    verb: String,
    user: User,
    #[serde(default)]
    object_ref: ObjectRef,
    #[serde(default)]
    response_status: ResponseStatus,
    request_received_timestamp: String,
}

#[derive(Deserialize)]
struct User {
    username: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ObjectRef {
    resource: String,
    subresource: String,
    api_group: String,
    namespace: String,
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ResponseStatus {
    code: u16,
}

impl AuditLog {
    /// Where the log ends now; give it to [`Self::since`] later.
    pub fn mark(&self) -> Result<u64> {
        Ok(std::fs::metadata(&self.0)?.len())
    }

    /// Every write of the six controllers after `mark`.
    pub fn since(&self, mark: u64) -> Result<Vec<Write>> {
        let bytes = std::fs::read(&self.0).context("failed to read the audit log")?;
        let text = std::str::from_utf8(&bytes[usize::try_from(mark)?..])?;
        let mut writes = Vec::new();
        // The last line may be half written.
        for line in text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
        {
            writes.extend(write(serde_json::from_str(line)?));
        }
        Ok(writes)
    }
}

fn write(event: Event) -> Option<Write> {
    if event.stage != "ResponseComplete" {
        return None;
    }
    let prefix = format!("system:serviceaccount:{NAMESPACE}:");
    let account = event.user.username.strip_prefix(&prefix)?;
    let controller = Controller::ALL
        .into_iter()
        .find(|known| known.name() == account)?;
    let ObjectRef {
        resource,
        subresource,
        api_group,
        namespace,
        name,
    } = event.object_ref;
    Some(Write {
        controller,
        verb: event.verb,
        resource: if subresource.is_empty() {
            resource
        } else {
            format!("{resource}/{subresource}")
        },
        group: api_group,
        namespace,
        name,
        code: event.response_status.code,
        at: event.request_received_timestamp,
    })
}

/// How many writes there are of each resource and verb.
#[must_use]
pub fn by_kind<'a>(writes: impl IntoIterator<Item = &'a Write>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for write in writes {
        *counts
            .entry(format!("{} {}", write.verb, write.resource))
            .or_default() += 1;
    }
    counts
}
