//! Prices, and budgets of namespaces.

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;
use nephoran_api::{Classified, ErrorClass};
use nephoran_intent_processing::language_model::{
    Amount, Budget, Cost, Ledger, Price, Spending, Usage,
};
use proptest::prelude::*;
use serde_json::json;

fn price(input: &str, output: &str) -> Price {
    serde_json::from_value(json!({
        "inputPerMillion": input, "outputPerMillion": output, "currency": "USD",
    }))
    .unwrap()
}

fn usage(prompt_tokens: u64, completion_tokens: u64) -> Usage {
    Usage {
        prompt_tokens,
        completion_tokens,
        estimated: false,
    }
}

fn at(time: &str) -> Timestamp {
    format!("2026-11-{time}Z").parse().unwrap()
}

fn tokens(tokens: u64) -> Spending {
    Spending {
        tokens,
        cost: Cost::default(),
    }
}

fn ledger(budget: serde_json::Value) -> Ledger {
    Ledger::new(serde_json::from_value(budget).unwrap(), HashMap::new())
}

#[test]
fn a_cost_is_exact() {
    for (input, output, prompt, completion, cost) in [
        ("2.5", "10", 1234, 567, "0.008755"),
        ("0.15", "0.6", 1, 0, "0"),
        ("0.15", "0.6", 4, 0, "0.000001"),
        ("3", "15", 1_000_000, 2_000_000, "33"),
        ("0", "0", 5, 5, "0"),
        ("1000000", "1000000", u64::MAX, 0, "18446744073709551615"),
    ] {
        let cost_of = price(input, output).cost(&usage(prompt, completion));
        assert_eq!(cost_of.to_string(), cost, "{input} {output}");
    }
}

#[test]
fn a_price_is_a_decimal_and_nothing_else() {
    for good in ["0", "3", "2.50", "0.000001", "1000000"] {
        assert!(Amount::parse(good).is_some(), "{good}");
    }
    for bad in [
        "",
        "-1",
        "+1",
        "1e3",
        "NaN",
        ".5",
        "5.",
        "1.0000001",
        "1000001",
        "1,5",
        " 1",
        "١",
    ] {
        assert!(Amount::parse(bad).is_none(), "{bad}");
    }
    for bad in [
        json!(-1),
        json!(1e9),
        json!(null),
        json!("free"),
        json!(0.000_000_1),
    ] {
        assert!(
            serde_json::from_value::<Amount>(bad.clone()).is_err(),
            "{bad}"
        );
    }
    assert_eq!(
        serde_json::from_value::<Amount>(json!(2.5)).unwrap(),
        Amount::parse("2.5").unwrap()
    );
}

#[test]
fn a_cost_reads_back_from_a_status() {
    let cost = price("2.5", "10").cost(&usage(1234, 567));
    assert_eq!(Cost::parse(&cost.to_string()), Some(cost));
    assert_eq!(Cost::parse("minus"), None);
}

#[test]
fn without_a_budget_everything_is_allowed() {
    let mut ledger = ledger(json!({}));
    ledger.record("shop", at("25T10:00:00"), tokens(u64::MAX));
    ledger.record("shop", at("25T10:00:00"), tokens(u64::MAX));
    ledger.check("shop", at("25T10:00:00")).unwrap();
}

#[test]
fn a_namespace_that_used_its_tokens_waits_until_the_oldest_are_a_day_old() {
    let mut ledger = ledger(json!({ "tokensPerDay": 1000 }));
    ledger.record("shop", at("25T10:00:30"), tokens(300));
    ledger.record("shop", at("25T12:00:00"), tokens(699));
    ledger.check("shop", at("25T13:00:00")).unwrap();
    ledger.record("shop", at("25T13:00:00"), tokens(1));
    let refused = ledger.check("shop", at("25T14:00:00")).unwrap_err();
    assert_eq!(refused.free_at, at("26T10:01:00"));
    assert_eq!(
        refused.retry_after(),
        Some(Duration::from_mins(20 * 60 + 1))
    );
    assert_eq!(
        (refused.reason(), refused.class()),
        ("BudgetExhausted", ErrorClass::Resource)
    );
    assert_eq!(
        refused.to_string(),
        "namespace shop used 1000 of its 1000 tokens on language models in the last 24 h; \
         wait until 2026-11-26T10:01:00Z, raise its budget, or use provider builtin"
    );
    ledger.check("shop", refused.free_at).unwrap();
    ledger.check("other", at("25T14:00:00")).unwrap();
}

#[test]
fn money_is_limited_as_tokens_are() {
    let mut ledger = ledger(json!({ "costPerDay": 0.01 }));
    let spending = Spending::of(&usage(1000, 500), Some(&price("2.5", "10")));
    ledger.record("shop", at("25T10:00:00"), spending);
    ledger.check("shop", at("25T10:01:00")).unwrap();
    ledger.record("shop", at("25T11:00:00"), spending);
    let refused = ledger.check("shop", at("25T11:01:00")).unwrap_err();
    assert!(
        refused.to_string().contains("0.015 of its 0.01 in money"),
        "{refused}"
    );
    assert_eq!(refused.free_at, at("26T10:01:00"));
}

#[test]
fn a_namespace_may_have_its_own_budget() {
    let own = Budget {
        tokens_per_day: Some(10),
        cost_per_day: None,
    };
    let mut ledger = Ledger::new(Budget::default(), HashMap::from([("lab".to_owned(), own)]));
    for namespace in ["lab", "shop"] {
        ledger.record(namespace, at("25T10:00:00"), tokens(10));
    }
    ledger.check("lab", at("25T10:00:00")).unwrap_err();
    ledger.check("shop", at("25T10:00:00")).unwrap();
}

#[test]
fn a_budget_of_nothing_allows_nothing() {
    let mut ledger = ledger(json!({ "tokensPerDay": 0 }));
    ledger.check("shop", at("25T10:00:00")).unwrap_err();
}

#[test]
fn past_usages_may_be_recorded_in_any_order() {
    let mut ledger = ledger(json!({ "tokensPerDay": 100 }));
    for (time, used) in [
        ("25T09:00:00", 10),
        ("23T09:00:00", 5000),
        ("24T12:00:00", 90),
    ] {
        ledger.record("shop", at(time), tokens(used));
    }
    let now = at("25T10:00:00");
    assert_eq!(ledger.spent("shop", now), tokens(100));
    assert_eq!(
        ledger.check("shop", now).unwrap_err().free_at,
        at("25T12:01:00")
    );
}

proptest! {
    /// When the ledger says that a namespace is free again, it is, and not a minute sooner.
    #[test]
    fn free_again_is_neither_early_nor_late(
        uses in prop::collection::vec((0..1440i64, 1..400u64), 1..30), limit in 1..2000u64,
    ) {
        let mut ledger = ledger(json!({ "tokensPerDay": limit }));
        let start = at("24T00:00:00");
        for (minute, used) in uses {
            let time = start + jiff::SignedDuration::from_mins(minute);
            ledger.record("shop", time, tokens(used));
        }
        if let Err(refused) = ledger.check("shop", at("25T00:00:00")) {
            let before = refused.free_at - jiff::SignedDuration::from_secs(1);
            prop_assert!(ledger.clone().check("shop", before).is_err());
            prop_assert!(ledger.check("shop", refused.free_at).is_ok());
        }
    }
}
