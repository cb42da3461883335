//! Step 8, cost: what a plan costs at the price list in force.
//!
//! Everything is computed in integers. A component's hourly cost is rounded half up to four decimals of the currency
//! once; every sum adds those rounded figures, so the parts always add up to the whole. A month has 730 hours.

use nephoran_api::{PlanConstraints, TargetClusterSpec};

use crate::PlanError;
use crate::shipped::list_prices;
use crate::sizing::Amounts;

/// Hours of a month.
pub(crate) const HOURS_PER_MONTH: u64 = 730;
/// The highest price of a unit, as the TargetCluster schema has it.
const HIGHEST_PRICE: f64 = 1_000_000.0;
/// The highest limit of a plan, as the schema has it.
const HIGHEST_BUDGET: f64 = 1_000_000_000.0;
const GIBIBYTE: u128 = 1 << 30;

/// Unit prices in billionths of the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prices {
    cpu_hour: u64,
    memory_gib_hour: u64,
    storage_gib_month: u64,
    pub(crate) currency: String,
}

/// Money in ten-thousandths of the currency.
pub(crate) type Money = u64;

impl Prices {
    /// The prices in force on a cluster: its own, else the list price of its provider.
    pub(crate) fn of(cluster: &str, spec: &TargetClusterSpec) -> Result<Self, PlanError> {
        let listed = || &list_prices().of(spec.provider).figures;
        let pricing = spec.pricing.as_ref().unwrap_or_else(listed);
        let billionths = |field: &str, price: f64| {
            let path = format!("pricing.{field}");
            PlanError::check_figure(cluster, &path, price, 0.0..=HIGHEST_PRICE).map(to_billionths)
        };
        Ok(Self {
            cpu_hour: billionths("cpuHour", pricing.cpu_hour)?,
            memory_gib_hour: billionths("memoryGiBHour", pricing.memory_gib_hour)?,
            storage_gib_month: billionths("storageGiBMonth", pricing.storage_gib_month)?,
            currency: pricing.currency.clone(),
        })
    }

    /// What `replicas` of these amounts cost per hour.
    pub(crate) fn hourly(&self, amounts: &Amounts, replicas: u32) -> Money {
        // In trillionths: millicores × billionths, and GiB × billionths × 1000.
        let gibibytes =
            |bytes: u64, price: u64| u128::from(bytes) * u128::from(price) * 1000 / GIBIBYTE;
        let one = u128::from(amounts.cpu_millicores) * u128::from(self.cpu_hour)
            + gibibytes(amounts.memory_bytes, self.memory_gib_hour)
            + gibibytes(amounts.storage_bytes, self.storage_gib_month)
                / u128::from(HOURS_PER_MONTH);
        let rounded = (one * u128::from(replicas) + 50_000_000) / 100_000_000;
        Money::try_from(rounded).unwrap_or(Money::MAX)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the price was checked to lie between 0 and 1e6"
)]
fn to_billionths(price: f64) -> u64 {
    (price * 1e9).round() as u64
}

/// Money as a decimal number of the currency.
pub(crate) fn decimal(money: Money) -> f64 {
    money as f64 / 1e4
}

/// The most a plan may cost per hour, so that its month of 730 hours stays within the limit.
pub(crate) fn budget(limits: &PlanConstraints) -> Result<Option<Money>, PlanError> {
    let Some(monthly) = limits.max_monthly_cost else {
        return Ok(None);
    };
    if !(0.0..=HIGHEST_BUDGET).contains(&monthly) {
        return Err(PlanError::value(
            "constraints.maxMonthlyCost",
            &monthly,
            "give an amount from 0 to 1000000000",
        ));
    }
    Ok(Some(to_ten_thousandths(monthly) / HOURS_PER_MONTH))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the amount was checked to lie between 0 and 1e9"
)]
fn to_ten_thousandths(amount: f64) -> Money {
    (amount * 1e4).floor() as Money
}

/// The monthly cost of an hourly one.
pub(crate) const fn monthly(hourly: Money) -> Money {
    hourly.saturating_mul(HOURS_PER_MONTH)
}
