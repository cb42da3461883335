//! The shipped prices and estimates of energy: complete, dated and sourced.

use nephoran_api::CloudProvider;
use nephoran_resource_planning::{Shipped, list_prices, typical_energy};

use crate::{component, planned};

const PROVIDERS: [CloudProvider; 5] = [
    CloudProvider::Aws,
    CloudProvider::Azure,
    CloudProvider::Gcp,
    CloudProvider::OnPrem,
    CloudProvider::Edge,
];

fn is_dated_and_sourced<T>(shipped: &Shipped<T>) -> bool {
    let date: Vec<_> = shipped.date.split('-').map(str::len).collect();
    date == [4, 2, 2] && shipped.source.len() > 20
}

#[test]
fn every_provider_has_dated_and_sourced_prices_and_energy() {
    for provider in PROVIDERS {
        let list = list_prices().of(provider);
        assert!(is_dated_and_sourced(list), "{provider:?}: {list:?}");
        assert!(
            list.figures.cpu_hour > 0.0
                && list.figures.memory_gib_hour > 0.0
                && list.figures.storage_gib_month > 0.0
        );
        let typical = typical_energy().of(provider);
        assert!(is_dated_and_sourced(typical), "{provider:?}: {typical:?}");
        assert!(typical.figures.watts_per_cpu > 0.0);
        assert!((1.0..3.0).contains(&typical.figures.power_usage_effectiveness));
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
