//! Step 8b, energy: what power a plan draws, estimated from the CPU its functions ask for.
//!
//! Power = CPU × watts per CPU × power usage effectiveness of the site (ISO/IEC 30134-2). Computed in whole milliwatts,
//! rounded half up once per component, so that the parts add up to the whole.

use nephoran_api::TargetClusterSpec;

use crate::PlanError;
use crate::shipped::typical_energy;
use crate::sizing::Amounts;

/// The highest power of a CPU and the highest effectiveness, as the TargetCluster schema has them.
const MOST_WATTS: f64 = 10_000.0;
const MOST_EFFECTIVENESS: f64 = 10.0;

/// Power in milliwatts.
pub(crate) type Power = u64;

/// Power of one CPU with its share of the site, in microwatts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PowerPerCpu(u64);

impl PowerPerCpu {
    /// The power in force on a cluster: its own profile, else the estimate of its provider.
    pub(crate) fn of(cluster: &str, spec: &TargetClusterSpec) -> Result<Self, PlanError> {
        let typical = || typical_energy().of(spec.provider).figures;
        let profile = spec.energy.unwrap_or_else(typical);
        let check = |field: &str, value: f64, range| {
            PlanError::check_figure(cluster, &format!("energy.{field}"), value, range)
        };
        let watts = check("wattsPerCpu", profile.watts_per_cpu, 0.0..=MOST_WATTS)?;
        let effectiveness = check(
            "powerUsageEffectiveness",
            profile.power_usage_effectiveness,
            1.0..=MOST_EFFECTIVENESS,
        )?;
        Ok(Self(to_microwatts(watts * effectiveness)))
    }

    /// What `replicas` of these amounts draw.
    pub(crate) fn draw(self, amounts: &Amounts, replicas: u32) -> Power {
        // Millicores × microwatts are billionths of a watt.
        let nanowatts =
            u128::from(amounts.cpu_millicores) * u128::from(self.0) * u128::from(replicas);
        Power::try_from((nanowatts + 500_000) / 1_000_000).unwrap_or(Power::MAX)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both factors were checked to lie between 0 and 1e4"
)]
fn to_microwatts(watts: f64) -> u64 {
    (watts * 1e6).round() as u64
}

/// Power as a decimal number of watts.
pub(crate) fn watts(power: Power) -> f64 {
    power as f64 / 1e3
}
