//! Which one action the verbs of a text ask for.

use nephoran_api::{Action, IntentHints, IntentType};

use crate::builtin::draft::{Draft, Scaled, VerbUse};
use crate::builtin::term::Verb;

/// The action, and whether no word says it.
pub(crate) struct Resolved {
    pub(crate) action: Action,
    pub(crate) assumed: bool,
}

/// What one verb asks for, and whether it gives way to a stronger one.
fn action_of(used: &VerbUse, draft: &Draft) -> (Action, bool) {
    let goal_or_setting = if draft.objectives.is_empty() {
        Action::Configure
    } else {
        Action::Optimize
    };
    let strong = |action| (action, false);
    let scaled = used.scaled != Scaled::No;
    match used.verb {
        Verb::Deploy | Verb::Need if used.scaled == Scaled::Relatively => strong(Action::Scale),
        // "install release v2.7.6 on the SEPP"
        Verb::Deploy
            if used.other_object
                && !used.named_first
                && used.scaled == Scaled::No
                && has_version(draft) =>
        {
            strong(Action::Maintain)
        }
        // "put UPF and SMF on the same node"
        Verb::Deploy
            if matches!(
                used.words.to_lowercase().as_str(),
                "put" | "place" | "be placed"
            ) && only_placed(draft) =>
        {
            strong(Action::Configure)
        }
        Verb::Deploy => strong(Action::Deploy),
        // "we don't want the AMF and the AUSF on the same host"
        Verb::Need if only_placed(draft) => (Action::Configure, true),
        // "I'd like the SMF to be more reliable"
        Verb::Need if draft.compares && !draft.functions.is_empty() => (Action::Optimize, true),
        Verb::Need => (Action::Deploy, true),
        Verb::Scale | Verb::Autoscale => strong(Action::Scale),
        Verb::Grow | Verb::Shrink if scaled || !used.other_object => strong(Action::Scale),
        Verb::Add | Verb::Remove | Verb::Set | Verb::Maintain if scaled => strong(Action::Scale),
        // "it takes 8 UPFs, there are 5; please adjust"
        Verb::Set
            if !used.other_object
                && draft.objectives.is_empty()
                && !has_version(draft)
                && draft
                    .functions
                    .iter()
                    .any(|mention| mention.request.replicas.is_some()) =>
        {
            strong(Action::Scale)
        }
        // "apply v3.4.1"
        Verb::Configure
            if used.words.to_lowercase().starts_with("appl")
                && has_version(draft)
                && draft.objectives.is_empty() =>
        {
            strong(Action::Maintain)
        }
        // "change the AMF to version v3.0.1"
        Verb::Set if has_version(draft) && draft.objectives.is_empty() => strong(Action::Maintain),
        Verb::Grow | Verb::Shrink | Verb::Set => strong(goal_or_setting),
        // "we are two UPFs short; add them"
        Verb::Add
            if !draft.functions.is_empty()
                && draft
                    .functions
                    .iter()
                    .all(|mention| mention.request.scale_by.is_some()) =>
        {
            strong(Action::Scale)
        }
        Verb::Add if used.named_first || !used.other_object => strong(Action::Deploy),
        Verb::Remove if used.named_first || !used.other_object => strong(Action::Remove),
        Verb::Optimize => strong(Action::Optimize),
        Verb::Maintain
            if ["updat", "bump"]
                .iter()
                .any(|stem| used.words.to_lowercase().starts_with(stem))
                && used.other_object
                && !has_version(draft) =>
        {
            strong(Action::Configure)
        }
        Verb::Maintain => strong(Action::Maintain),
        Verb::Ensure if scaled => (Action::Scale, true),
        Verb::Ensure => (Action::Configure, true),
        Verb::Add | Verb::Remove | Verb::Configure | Verb::Deny => strong(Action::Configure),
    }
}

/// Whether functions are only said to be together or apart.
fn only_placed(draft: &Draft) -> bool {
    let counted = draft
        .functions
        .iter()
        .any(|mention| mention.request.replicas.is_some() || mention.from_set);
    !draft.policies.affinity.is_empty()
        && draft.functions.len() > 1
        && !counted
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
    let said: Vec<(Action, bool)> = draft
        .verbs
        .iter()
        .map(|used| action_of(used, draft))
        .collect();
    let strong: Vec<Action> = said
        .iter()
        .filter(|(_, weak)| !weak)
        .map(|(action, _)| *action)
        .collect();
    let said: Vec<Action> = if strong.is_empty() {
        said.into_iter().map(|(action, _)| action).collect()
    } else {
        strong
    };
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
