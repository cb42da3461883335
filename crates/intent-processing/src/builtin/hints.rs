//! Merges the typed hints of an intent into what its text says. Hints win; contradictions are reported
//! without stopping work.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{FunctionRequest, IntentHints, ResourceConstraints};
use nephoran_telecom::SliceDifferentiatorPair;

use crate::builtin::draft::{Change, Draft, Mention};

/// A field of the draft that a hint may fill.
type Slot<T> = fn(&mut Draft) -> &mut Option<T>;

/// Adds the hints to the draft.
pub(crate) fn merge(draft: &mut Draft, hints: &IntentHints) {
    functions(draft, hints);
    let placement: [(&str, Option<&String>, Slot<String>); 3] = [
        ("region", hints.region.as_ref(), |draft| {
            &mut draft.placement.region
        }),
        ("targetCluster", hints.target_cluster.as_ref(), |draft| {
            &mut draft.placement.cluster
        }),
        (
            "targetNamespace",
            hints.target_namespace.as_ref(),
            |draft| &mut draft.placement.namespace,
        ),
    ];
    for (field, hint, slot) in placement {
        win(draft, field, hint, slot, String::as_str);
    }
    if let Some(constraints) = &hints.resource_constraints {
        resources(draft, constraints);
    }
    if let Some(pair) = &hints.network_slice {
        slice(draft, pair);
    }
}

/// Target components are asked for beside those of the text; with none in the text they claim its numbers.
fn functions(draft: &mut Draft, hints: &IntentHints) {
    let alone = draft.functions.is_empty();
    for function in &hints.target_components {
        if draft.excluded.contains(function) {
            draft.ask(
                function.as_str(),
                format!(
                    "targetComponents name {function} and the text leaves it out: is it wanted?"
                ),
            );
        }
        if let Some(mention) = draft
            .functions
            .iter_mut()
            .find(|mention| mention.request.function_type == *function)
        {
            mention.from_set = false;
            continue;
        }
        let request = FunctionRequest::of(*function);
        draft.functions.push(Mention {
            request,
            from_set: false,
            from_rule: false,
            general: false,
        });
    }
    if alone
        && !draft.functions.is_empty()
        && let Some((change, _)) = draft.unclaimed.take()
    {
        for mention in &mut draft.functions {
            match change {
                Change::Exactly(replicas) => mention.request.replicas = Some(replicas),
                Change::By(difference) => mention.request.scale_by = Some(difference),
                Change::Times(factor) => mention.request.scale_factor = Some(factor),
            }
        }
    }
}

fn win<T: Clone + PartialEq>(
    draft: &mut Draft,
    field: &str,
    hint: Option<&T>,
    slot: impl Fn(&mut Draft) -> &mut Option<T>,
    show: impl Fn(&T) -> &str,
) {
    let Some(hint) = hint else { return };
    let said = slot(draft).replace(hint.clone());
    if let Some(said) = said.filter(|said| said != hint) {
        let (said, hint) = (show(&said).to_owned(), show(hint).to_owned());
        report(draft, &said, field, &hint);
    }
}

/// A hint that took the place of what the text says: work goes on with the hint, and the difference is told.
fn report(draft: &mut Draft, said: &str, field: &str, hint: &str) {
    draft.note(
        said,
        format!(
            "the text says \"{said}\" and {field} says \"{hint}\", which wins: is that meant? Change one of them if not"
        ),
        false,
    );
}

fn resources(draft: &mut Draft, constraints: &ResourceConstraints) {
    let ResourceConstraints {
        cpu,
        memory,
        storage,
        max_cpu,
        max_memory,
    } = constraints;
    let text = |quantity: &Quantity| quantity.0.clone();
    let fields = [
        (
            "resourceConstraints.cpu",
            cpu,
            (|draft: &mut Draft| &mut draft.resources.cpu)
                as fn(&mut Draft) -> &mut Option<Quantity>,
        ),
        ("resourceConstraints.memory", memory, |draft| {
            &mut draft.resources.memory
        }),
        ("resourceConstraints.storage", storage, |draft| {
            &mut draft.resources.storage
        }),
        ("resourceConstraints.maxCpu", max_cpu, |draft| {
            &mut draft.resources.max_cpu
        }),
        ("resourceConstraints.maxMemory", max_memory, |draft| {
            &mut draft.resources.max_memory
        }),
    ];
    for (field, hint, slot) in fields {
        let Some(hint) = hint else { continue };
        let same = |said: &Quantity| {
            nephoran_api::quantity::millicores(said).ok()
                == nephoran_api::quantity::millicores(hint).ok()
        };
        let said = slot(draft).replace(hint.clone());
        if let Some(said) = said.filter(|said| !same(said)) {
            let (said, hint) = (text(&said), text(hint));
            report(draft, &said, field, &hint);
        }
    }
}

/// `networkSlice` holds two differentiators and no slice/service type, so it fills the SD and keeps the
/// kind the text names.
fn slice(draft: &mut Draft, pair: &str) {
    let Ok(parsed) = pair.parse::<SliceDifferentiatorPair>() else {
        draft.ask(pair, format!("networkSlice \"{pair}\" is not two groups of six hexadecimal digits: which slice is meant?"));
        return;
    };
    if let Some(said) = draft.sd.replace(pair.to_owned()) {
        let fits = [parsed.first(), parsed.second()]
            .iter()
            .any(|field| field.to_string() == said);
        if !fits {
            report(draft, &said, "networkSlice", pair);
        }
    }
    if draft.slice_kind.is_none() && draft.sst.is_none() {
        draft.sst = Some(1);
        draft.assume(format!(
            "networkSlice {pair} names no slice/service type; SST 1 (eMBB) is assumed"
        ));
    }
    draft.slice_words.get_or_insert_with(|| pair.to_owned());
}
