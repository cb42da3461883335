//! How much of what a text says an accepted answer reflects.

use nephoran_api::{BitRate, IntentHints, IntentModel};
use serde_json::Value;

use super::evidence::{Evidence, close};
use super::figure::{Figure, Measure};

/// Taken off for every repair: a model that had to be corrected may be wrong where nobody can check.
const REPAIR: f64 = 0.05;
/// Taken off for every question that blocks, as in the builtin parser.
const BLOCKING_QUESTION: f64 = 0.1;
/// Taken off when no verb says what to do, as in the builtin parser.
const ASSUMED_ACTION: f64 = 0.15;

/// `reflected / said − 0.15 · (no verb) − 0.1 · (blocking questions) − 0.05 · repairs`, within 0–1, in thousandths.
///
/// Said are the functions, numbers and named places of the text and the functions of the hints; reflected are those of
/// them that stand in the model. A text that says none of these has confidence 0.
#[must_use]
pub fn confidence(model: &IntentModel, intent_text: &str, hints: &IntentHints, repairs: u8) -> f64 {
    let evidence = Evidence::of(intent_text, hints);
    let value = serde_json::to_value(model).unwrap_or(Value::Null);
    let leaves = leaves(&value);
    let functions = evidence.functions.iter().map(|function| {
        leaves
            .iter()
            .any(|leaf| leaf.as_str() == Some(function.as_str()))
    });
    let numbers = evidence
        .figures
        .iter()
        .map(|figure| leaves.iter().any(|leaf| reflects(leaf, figure)));
    let places = evidence.places.iter().map(|(_, name)| {
        leaves.iter().any(|leaf| {
            leaf.as_str()
                .is_some_and(|text| text.eq_ignore_ascii_case(name))
        })
    });
    let (mut said, mut reflected) = (0_u32, 0_u32);
    for found in functions.chain(numbers).chain(places) {
        said += 1;
        reflected += u32::from(found);
    }
    if said == 0 {
        return 0.0;
    }
    let blocking = model.unresolved.iter().filter(|open| open.blocking).count();
    let assumed = !evidence.has_verb && hints.intent_type.is_none();
    let penalty = f64::from(u8::from(assumed)) * ASSUMED_ACTION
        + blocking as f64 * BLOCKING_QUESTION
        + f64::from(repairs) * REPAIR;
    let share = f64::from(reflected) / f64::from(said);
    ((share - penalty).clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// The scalars of a value.
fn leaves(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        Value::Object(fields) => fields.values().flat_map(leaves).collect(),
        scalar => vec![scalar],
    }
}

/// Whether a scalar of the model is this number, in whatever unit its field has.
fn reflects(leaf: &Value, figure: &Figure) -> bool {
    let candidates: Vec<f64> = match leaf {
        Value::Number(number) => number.as_f64().into_iter().collect(),
        Value::String(text) => numbers_of(text),
        _ => return false,
    };
    let value = figure.value;
    candidates
        .into_iter()
        .any(|candidate| match figure.measure {
            Measure::Percent => [
                value,
                value / 100.0,
                1.0 + value / 100.0,
                1.0 - value / 100.0,
            ]
            .into_iter()
            .any(|v| close(candidate, v)),
            Measure::Milli => close(candidate, value / 1000.0),
            _ => close(candidate, value) || close(candidate.abs(), value),
        })
}

fn numbers_of(text: &str) -> Vec<f64> {
    let quantity = k8s_openapi::apimachinery::pkg::api::resource::Quantity(text.to_owned());
    let rate = text
        .parse::<BitRate>()
        .map(|rate| rate.bits_per_second() as f64);
    let amount = nephoran_api::quantity::millicores(&quantity).map(|amount| amount as f64 / 1000.0);
    let digits = text.parse::<u32>().map(f64::from);
    rate.into_iter().chain(amount).chain(digits).collect()
}
