//! The flags and routes in force: the last good version of each ConfigMap.

use std::sync::{Mutex, PoisonError};

use k8s_openapi::api::core::v1::ConfigMap;
use kube::ResourceExt;
use nephoran_feature_flags::{
    config::RouteConfig, flag::FlagSet, route::Route, safeguard::Safeguards,
};
use nephoran_runtime::{process::Process, settings::SettingsReport, watch::Change};

/// ConfigMap with the flags, under the key `flags.yaml`.
const FLAGS: &str = "microservices-feature-flags";
const FLAGS_KEY: &str = "flags.yaml";
/// ConfigMap with the routes.
const ROUTES: &str = "migration-config";
/// ConfigMap with latched safeguards, under the key `safeguards`.
const STATE: &str = "microservices-flag-state";
const STATE_KEY: &str = "safeguards";

/// What routes are decided by.
#[derive(Clone, Debug, Default)]
pub(crate) struct InForce {
    pub(crate) flags: FlagSet,
    pub(crate) config: RouteConfig,
    pub(crate) safeguards: Safeguards,
}

/// Reason of the Event on a ConfigMap that cannot be used.
const STALE: &str = "FlagsStale";

/// The settings in force, kept up to date by a watch.
#[derive(Debug)]
pub(crate) struct Settings {
    in_force: Mutex<InForce>,
    report: SettingsReport,
}

impl Settings {
    /// Before any ConfigMap is seen, `default_route` rules.
    pub(crate) fn new(process: &Process, default_route: Route) -> Self {
        let config = RouteConfig {
            default_route,
            ..RouteConfig::default()
        };
        let in_force = Mutex::new(InForce {
            config,
            ..InForce::default()
        });
        Self {
            in_force,
            report: SettingsReport::new(process, STALE),
        }
    }

    pub(crate) fn in_force(&self) -> InForce {
        self.in_force
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes over a changed ConfigMap. A bad or deleted one changes nothing: the last good version stays.
    pub(crate) fn take(&self, change: &Change<ConfigMap>) {
        let Change::Applied(config_map) = change else {
            return;
        };
        let data = config_map.data.clone().unwrap_or_default();
        let name = config_map.name_any();
        let taken = match name.as_str() {
            FLAGS => self.take_flags(data.get(FLAGS_KEY).map_or("", String::as_str)),
            ROUTES => self.take_routes(&data),
            STATE => self.take_safeguards(data.get(STATE_KEY).map_or("{}", String::as_str)),
            _ => return,
        };
        match taken {
            Ok(()) => self.report.in_force(config_map),
            Err(error) => self.report.refused(config_map, &error),
        }
    }

    fn take_flags(&self, text: &str) -> Result<(), String> {
        let parsed = FlagSet::parse(text).map_err(|error| error.to_string())?;
        for warning in parsed.warnings {
            tracing::warn!(warning, "feature flags");
        }
        self.change(|settings| settings.flags = parsed.set);
        Ok(())
    }

    fn take_routes(&self, data: &std::collections::BTreeMap<String, String>) -> Result<(), String> {
        let parsed = RouteConfig::from_config_map(data).map_err(|error| error.to_string())?;
        for warning in parsed.warnings {
            tracing::warn!(warning, "routes");
        }
        self.change(|settings| settings.config = parsed.config);
        Ok(())
    }

    fn take_safeguards(&self, text: &str) -> Result<(), String> {
        let safeguards = serde_json::from_str(text).map_err(|error| error.to_string())?;
        self.change(|settings| settings.safeguards = safeguards);
        Ok(())
    }

    fn change(&self, change: impl FnOnce(&mut InForce)) {
        change(&mut self.in_force.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
