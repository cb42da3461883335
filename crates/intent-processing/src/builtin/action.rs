//! Which one action the verbs of a text ask for.

use nephoran_api::{Action, AffinityKind, Goal, IntentHints, IntentType, QosRequest};

use crate::builtin::draft::{Draft, Scaled, VerbUse};
use crate::builtin::term::Verb;

/// The action, and whether no word says it.
pub(crate) struct Resolved {
    pub(crate) action: Action,
    pub(crate) assumed: bool,
}

/// Whether what a verb asks for gives way to what a stronger one asks for.
fn gives_way(used: &VerbUse) -> bool {
    match used.verb {
        Verb::Need => used.scaled != Scaled::Relatively,
        verb => verb == Verb::Ensure,
    }
}

/// What one verb asks for.
fn action_of(used: &VerbUse, draft: &Draft) -> Action {
    let scaled = used.scaled != Scaled::No;
    let of_functions = used.named_first || !used.other_object;
    match used.verb {
        Verb::Deploy | Verb::Need if used.scaled == Scaled::Relatively => Action::Scale,
        Verb::Deploy => deploying(used, draft),
        Verb::Need => needing(draft),
        Verb::Scale | Verb::Autoscale => Action::Scale,
        Verb::Grow
        | Verb::Shrink
        | Verb::Add
        | Verb::Remove
        | Verb::Set
        | Verb::Maintain
        | Verb::Ensure
            if scaled =>
        {
            Action::Scale
        }
        Verb::Grow | Verb::Shrink if !used.other_object => Action::Scale,
        Verb::Grow | Verb::Shrink => goal_or_setting(draft),
        Verb::Set => setting(used, draft),
        // "we are two UPFs short; add them"
        Verb::Add if all_grow(draft) => Action::Scale,
        Verb::Add if of_functions => Action::Deploy,
        Verb::Remove if of_functions => Action::Remove,
        Verb::Optimize => Action::Optimize,
        Verb::Maintain => maintaining(used, draft),
        // "apply v3.4.1"
        Verb::Configure
            if used.begins_with(&["appl"]) && has_version(draft) && draft.objectives.is_empty() =>
        {
            Action::Maintain
        }
        Verb::Ensure | Verb::Add | Verb::Remove | Verb::Configure | Verb::Deny => Action::Configure,
    }
}

fn goal_or_setting(draft: &Draft) -> Action {
    // "raise the guaranteed throughput of the slice to 2 Gbps"
    let valued = draft.qos != QosRequest::default()
        && draft
            .objectives
            .iter()
            .all(|objective| matches!(objective.goal, Goal::Latency | Goal::Throughput));
    if draft.objectives.is_empty() || valued {
        Action::Configure
    } else {
        Action::Optimize
    }
}

fn deploying(used: &VerbUse, draft: &Draft) -> Action {
    let of_other = used.other_object && !used.named_first && used.scaled == Scaled::No;
    if of_other && has_version(draft) {
        // "install release v2.7.6 on the SEPP"
        Action::Maintain
    } else if used.is_any(&["put", "place", "be placed", "run", "land", "sit"])
        && only_placed(draft)
    {
        // "put UPF and SMF on the same node"
        Action::Configure
    } else {
        Action::Deploy
    }
}

fn needing(draft: &Draft) -> Action {
    if only_placed(draft) {
        // "we don't want the AMF and the AUSF on the same host"
        Action::Configure
    } else if draft.compares && !draft.functions.is_empty() {
        // "I'd like the SMF to be more reliable"
        Action::Optimize
    } else {
        Action::Deploy
    }
}

fn setting(used: &VerbUse, draft: &Draft) -> Action {
    if !draft.objectives.is_empty() {
        Action::Optimize
    } else if has_version(draft) {
        // "change the AMF to version v3.0.1"
        Action::Maintain
    } else if !used.other_object && draft.counts_replicas() {
        // "it takes 8 UPFs, there are 5; please adjust"
        Action::Scale
    } else {
        Action::Configure
    }
}

fn maintaining(used: &VerbUse, draft: &Draft) -> Action {
    if used.other_object && used.begins_with(&["updat", "bump"]) && !has_version(draft) {
        Action::Configure
    } else {
        Action::Maintain
    }
}

/// Whether of every function a number of replicas more or less is asked.
fn all_grow(draft: &Draft) -> bool {
    let mut functions = draft.functions.iter();
    !draft.functions.is_empty() && functions.all(|mention| mention.request.scale_by.is_some())
}

/// Whether functions are only said to be together or apart.
fn only_placed(draft: &Draft) -> bool {
    let from_set = draft.functions.iter().any(|mention| mention.from_set);
    // "put the UDR pods on different nodes"
    let scattered = draft
        .policies
        .affinity
        .iter()
        .any(|rule| rule.kind == AffinityKind::Apart);
    !draft.policies.affinity.is_empty()
        && (draft.functions.len() > 1 || scattered)
        && !from_set
        && !draft.counts_replicas()
        && draft.slice_words.is_none()
        && draft.placement == nephoran_api::PlacementRequest::default()
        && draft.capacity == nephoran_api::CapacityRequest::default()
}

/// Whether any function is asked to have a version.
pub(crate) fn has_version(draft: &Draft) -> bool {
    draft
        .functions
        .iter()
        .any(|mention| mention.request.version.is_some())
}

/// The one action of a text. Settings and goals go along with a deployment, a scaling or a maintenance;
/// actions that cannot be one change become a question.
pub(crate) fn resolve(draft: &mut Draft, hints: &IntentHints) -> Resolved {
    let has_strong = !draft.verbs.iter().all(gives_way);
    let said: Vec<Action> = draft
        .verbs
        .iter()
        .filter(|used| !(has_strong && gives_way(used)))
        .map(|used| action_of(used, draft))
        .collect();
    let Some(first) = said.first().copied() else {
        return unsaid(draft, hints);
    };
    let has = |action: Action| said.contains(&action);
    let removes = has(Action::Remove) && said.iter().any(|action| *action != Action::Remove);
    let maintains = has(Action::Maintain) && (has(Action::Deploy) || has(Action::Scale));
    let relative = draft
        .verbs
        .iter()
        .any(|used| used.scaled == Scaled::Relatively);
    if removes
        || maintains
        || (has(Action::Deploy) && has(Action::Scale) && relative)
        || creates_and_adds(draft)
    {
        let words: Vec<&str> = draft.verbs.iter().map(|used| used.words.as_str()).collect();
        let words = words.join(", ");
        draft.ask(&words, format!("one intent makes one change, and \"{words}\" are several: which one is this intent for? Write one intent for each"));
    }
    let order = [Action::Deploy, Action::Scale, Action::Maintain];
    let action = order
        .into_iter()
        .find(|action| has(*action))
        .unwrap_or(first);
    contradiction(draft, hints, action);
    Resolved {
        action,
        assumed: false,
    }
}

/// "install one AMF and three more UPFs": one is new, the other is there already.
fn creates_and_adds(draft: &Draft) -> bool {
    let counted = |by: bool| {
        draft.functions.iter().any(|mention| {
            let request = &mention.request;
            let relative = request.scale_by.is_some() || request.scale_factor.is_some();
            !mention.from_rule && relative == by && (by || request.replicas.is_some())
        })
    };
    let deploys = draft.verbs.iter().any(|used| used.verb == Verb::Deploy);
    deploys && counted(true) && counted(false)
}

/// No verb: the hint decides, and a deployment is assumed without one.
fn unsaid(draft: &mut Draft, hints: &IntentHints) -> Resolved {
    if let Some(kind) = hints.intent_type {
        let action = permitted(kind).first().copied().unwrap_or_default();
        draft.assume(format!(
            "no verb says what to do; intentType makes it {action:?}"
        ));
        return Resolved {
            action,
            assumed: false,
        };
    }
    draft.assume("no verb says what to do; a deployment is assumed".to_owned());
    Resolved {
        action: Action::Deploy,
        assumed: true,
    }
}

/// The actions an intent type stands for, the usual one first.
pub(crate) const fn permitted(kind: IntentType) -> &'static [Action] {
    match kind {
        IntentType::Deployment => &[Action::Deploy],
        IntentType::Scaling => &[Action::Scale],
        IntentType::Optimization => &[Action::Optimize],
        IntentType::Maintenance => &[Action::Maintain, Action::Remove],
        IntentType::Policy => &[Action::Configure],
    }
}

/// A hint that says something else than the verbs. `deployment` is the API's default, which cannot be
/// told from a hint nobody gave, so it contradicts nothing.
fn contradiction(draft: &mut Draft, hints: &IntentHints, action: Action) {
    let Some(kind) = hints
        .intent_type
        .filter(|kind| *kind != IntentType::Deployment)
    else {
        return;
    };
    if !permitted(kind).contains(&action) {
        let words = draft
            .verbs
            .first()
            .map(|used| used.words.clone())
            .unwrap_or_default();
        draft.ask(
            &words,
            format!(
                "the text asks to {action:?} and intentType says {kind:?}: which one is meant?"
            ),
        );
    }
}
