//! Figures of a cluster that says nothing of them itself: data files by provider, each entry with its day and source.

use std::sync::OnceLock;

use nephoran_api::{CloudProvider, EnergyProfile, Pricing};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Figures of one provider and where they come from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Shipped<T> {
    /// The figures.
    #[serde(flatten)]
    pub figures: T,
    /// The day they held or were looked up, `YYYY-MM-DD`.
    pub date: String,
    /// Where they come from, or "estimate" and why.
    pub source: String,
}

/// The figures of every provider.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub struct ByProvider<T> {
    aws: Shipped<T>,
    azure: Shipped<T>,
    gcp: Shipped<T>,
    onprem: Shipped<T>,
    edge: Shipped<T>,
}

impl<T> ByProvider<T> {
    /// Those of one provider.
    #[must_use]
    pub const fn of(&self, provider: CloudProvider) -> &Shipped<T> {
        match provider {
            CloudProvider::Aws => &self.aws,
            CloudProvider::Azure => &self.azure,
            CloudProvider::Gcp => &self.gcp,
            CloudProvider::OnPrem => &self.onprem,
            CloudProvider::Edge => &self.edge,
        }
    }
}

/// List prices, on demand and without discounts.
#[must_use]
pub fn list_prices() -> &'static ByProvider<Pricing> {
    static PRICES: OnceLock<ByProvider<Pricing>> = OnceLock::new();
    PRICES.get_or_init(|| read(include_str!("../data/list-prices.yaml")))
}

/// Estimates of the power that CPUs draw.
#[must_use]
pub fn typical_energy() -> &'static ByProvider<EnergyProfile> {
    static ENERGY: OnceLock<ByProvider<EnergyProfile>> = OnceLock::new();
    ENERGY.get_or_init(|| read(include_str!("../data/energy.yaml")))
}

fn read<T: DeserializeOwned>(file: &str) -> ByProvider<T> {
    match serde_saphyr::from_str(file) {
        Ok(figures) => figures,
        // The files are constants of this crate, and its tests read them.
        Err(error) => unreachable!("shipped figures cannot be read: {error}"),
    }
}
