//! ConfigMaps that a controller follows while it runs: whether the present version of each is in force, told the same
//! way for all of them.
//!
//! A ConfigMap that cannot be used never takes effect: the last good version stays, an Event on the ConfigMap has the
//! reason, and a gauge is 1 until it is corrected.

use k8s_openapi::api::core::v1::ConfigMap;
use kube::ResourceExt;
use prometheus::IntGaugeVec;

use crate::{events::Events, process::Process};

/// Tells whether ConfigMaps are in force.
#[derive(Clone, Debug)]
pub struct SettingsReport {
    events: Events,
    /// By `config_map`; administrators name few.
    stale: IntGaugeVec,
    reason: &'static str,
}

impl SettingsReport {
    /// Tells it of `process`, with `reason` on the Events of those that cannot be used.
    #[must_use]
    pub fn new(process: &Process, reason: &'static str) -> Self {
        Self {
            events: process.events(),
            stale: process.metrics.settings_stale.clone(),
            reason,
        }
    }

    /// The present version of `config_map` is in force.
    pub fn in_force(&self, config_map: &ConfigMap) {
        let name = config_map.name_any();
        self.stale.with_label_values(&[name.as_str()]).set(0);
        tracing::info!(config_map = name, "settings are in force");
    }

    /// The present version of `config_map` cannot be used.
    pub fn refused(&self, config_map: &ConfigMap, error: &str) {
        let name = config_map.name_any();
        self.stale.with_label_values(&[name.as_str()]).set(1);
        let note = format!("{error}; the last good version stays in force; correct the ConfigMap");
        tracing::error!(config_map = name, "{}: {note}", self.reason);
        self.events.warning(config_map, self.reason, &note);
    }

    /// There is no ConfigMap of this name any more.
    pub fn gone(&self, name: &str) {
        // An error means that nothing was told of it.
        let _ = self.stale.remove_label_values(&[name]);
        tracing::info!(config_map = name, "settings are gone");
    }
}
