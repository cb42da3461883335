//! The shipped price list: complete, dated and sourced.

use nephoran_api::CloudProvider;
use nephoran_resource_planning::list_prices;

use crate::{component, planned};

#[test]
fn every_provider_has_a_dated_and_sourced_list_price() {
    for provider in [
        CloudProvider::Aws,
        CloudProvider::Azure,
        CloudProvider::Gcp,
        CloudProvider::OnPrem,
        CloudProvider::Edge,
    ] {
        let list = &list_prices()[&provider];
        assert!(
            list.pricing.cpu_hour > 0.0
                && list.pricing.memory_gib_hour > 0.0
                && list.pricing.storage_gib_month > 0.0
        );
        assert!(
            list.date.len() == 10 && list.date.split('-').count() == 3,
            "{}",
            list.date
        );
        assert!(list.source.len() > 20);
    }
}

#[test]
fn a_cost_is_cpu_and_memory_and_storage_times_replicas() {
    // On premises: 0.02 per CPU and hour, 0.0025 per GiB and hour, 0.05 per GiB and month of 730 hours.
    let planned = planned(
        "{action: Deploy, networkFunctions: [{type: CHF, replicas: 2}], resources: {cpu: '1', memory: 4Gi, storage: 730Gi}}",
    );
    assert_eq!(component(&planned, "chf").replicas.desired, 2);
    assert!(
        (planned.plan.cost.per_component["chf"] - 2.0 * (0.02 + 0.01 + 0.05)).abs() < 1e-9,
        "{:?}",
        planned.plan.cost
    );
}
