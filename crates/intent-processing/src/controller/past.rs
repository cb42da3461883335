//! What happened before this process started, from the statuses that are still there: what namespaces used, and which
//! answers may be asked for again.

use std::time::SystemTime;

use k8s_openapi::jiff::{SignedDuration, Timestamp};
use kube::{ResourceExt, runtime::reflector::Store};
use nephoran_api::{IntentProcessing, IntentProcessingStatus};

use super::request_of;
use crate::{
    cache::worth_warming,
    language_model::{Cost, Spending},
    processor::Processor,
};

/// Answers that are loaded into memory; an estimate of what is edited or applied again soon after a restart.
const WARMED: usize = 256;
/// Older usage counts against no budget.
const BUDGET_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// Charges budgets and warms caches.
pub(super) async fn take_into_account(objects: &Store<IntentProcessing>, processor: &Processor) {
    let oldest = Timestamp::now() - BUDGET_WINDOW;
    let mut recent = Vec::new();
    for object in objects.state() {
        let Some(status) = &object.status else {
            continue;
        };
        let Some(completed) = status.state.completion_time.as_ref().map(|time| time.0) else {
            continue;
        };
        if completed >= oldest
            && let Some(spending) = spending(status)
        {
            processor.charge(&object.namespace().unwrap_or_default(), completed, spending);
        }
        if let Some(key) = processor.cache_key(&request_of(&object)) {
            recent.push((key, SystemTime::from(completed)));
        }
    }
    let loaded = processor.warm_up(&worth_warming(recent, WARMED)).await;
    if loaded > 0 {
        tracing::info!(answers = loaded, "loaded answers of recent intents");
    }
}

fn spending(status: &IntentProcessingStatus) -> Option<Spending> {
    let usage = status.token_usage.as_ref()?;
    let cost = usage.estimated_cost.as_ref();
    Some(Spending {
        tokens: usage.total_tokens,
        cost: cost
            .and_then(|cost| Cost::parse(&cost.0))
            .unwrap_or_default(),
    })
}
