//! Everything that was measured, as one JSON line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::latency::Baseline;
use crate::machine::Machine;
use crate::network_intents::NetworkIntents;

/// Everything that was measured; times are in milliseconds unless their name says otherwise.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The machine at the start.
    pub machine: Machine,
    /// The engines, in microseconds.
    pub engines_us: BTreeMap<&'static str, f64>,
    /// Six empty kinds.
    pub bare_chain: Baseline,
    /// The functions' objects, applied without any of our controllers.
    pub objects_alone: Baseline,
    /// The product.
    pub network_intents: NetworkIntents,
    /// Intents per second of a burst, until Ready, over chains per second of a burst of bare chains.
    pub throughput_over_bare_chain: f64,
    /// Time of a single intent until its commit, over that of a single bare chain (medians).
    pub commit_time_over_bare_chain: f64,
}

impl Summary {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        machine: Machine,
        engines_us: BTreeMap<&'static str, f64>,
        bare: Baseline,
        objects_alone: Baseline,
        ours: NetworkIntents,
    ) -> Self {
        Self {
            throughput_over_bare_chain: ratio(
                ours.at_once.to_ready.per_second,
                bare.at_once.per_second,
            ),
            commit_time_over_bare_chain: ratio(ours.single.to_commit.p50, bare.single.p50),
            machine,
            engines_us,
            bare_chain: bare,
            objects_alone,
            network_intents: ours,
        }
    }

    /// One line of JSON, with two decimals at most.
    pub fn line(&self) -> Result<String> {
        let mut value = serde_json::to_value(self)?;
        round(&mut value);
        Ok(value.to_string())
    }

    /// Writes the line to a file.
    pub fn write(&self, file: &Path) -> Result<()> {
        fs::write(file, self.line()? + "\n")
            .with_context(|| format!("failed to write {}", file.display()))
    }
}

fn ratio(ours: f64, bare: f64) -> f64 {
    if bare > 0.0 { ours / bare } else { 0.0 }
}

fn round(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map(|exact| (exact * 100.0).round() / 100.0);
            *value = rounded.into();
        }
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Object(fields) => fields.values_mut().for_each(round),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_wherever_they_stand() {
        let mut value = serde_json::json!({ "a": [1.238, 2], "b": { "c": 0.004 } });
        round(&mut value);
        assert_eq!(value.to_string(), r#"{"a":[1.24,2],"b":{"c":0.0}}"#);
    }
}
