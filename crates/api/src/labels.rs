//! Labels, annotations and finalizers that tie objects together.

use crate::Digest;

/// Label: the NetworkIntent an object belongs to (see [`label_value`]).
pub const INTENT_LABEL: &str = "nephoran.com/intent";
/// Label: the package that an artefact's ConfigMap holds a part of.
pub const ARTIFACT_LABEL: &str = "nephoran.com/artifact";
/// Label on a ConfigMap beside the controllers: its keys are catalogue files.
pub const CATALOGUE_LABEL: &str = "nephoran.com/catalogue";
/// Label on a ConfigMap beside the controllers: its keys are a template set.
pub const TEMPLATE_SET_LABEL: &str = "nephoran.com/template-set";
/// Annotation: ask for one reconcile now; any new value counts once.
pub const REQUESTED_AT_ANNOTATION: &str = "nephoran.com/requestedAt";
/// Annotation on a Namespace: which namespaces' intents may act in it, comma-separated, or `*`.
pub const ACCEPTS_INTENTS_ANNOTATION: &str = "nephoran.com/accepts-intents-from";
/// Annotation on a NetworkIntent with `approval: Manual`: the digest of the plan that a human approved.
pub const APPROVED_ANNOTATION: &str = "nephoran.com/approved";
/// Annotation on a NetworkIntent: who asked for it; flags can target it.
pub const REQUESTED_BY_ANNOTATION: &str = "nephoran.com/requested-by";
/// Finalizer: Git content and applied objects must be removed before the object goes.
pub const FINALIZER: &str = "nephoran.com/cleanup";

/// `name` as a label value: itself up to 63 characters, else its first 52 and ten digits of its hash.
#[must_use]
pub fn label_value(name: &str) -> String {
    if name.len() <= 63 {
        return name.to_owned();
    }
    let kept: String = name.chars().take(52).collect();
    format!(
        "{}-{}",
        kept.trim_end_matches(['-', '.', '_']),
        Digest::of_bytes(name.as_bytes()).short()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_its_own_label_value() {
        assert_eq!(label_value("core"), "core");
    }

    #[test]
    fn long_names_stay_distinct_and_within_63_characters() {
        let first = label_value(&format!("{}a", "x".repeat(80)));
        let second = label_value(&format!("{}b", "x".repeat(80)));
        assert_ne!(first, second);
        assert!(first.len() <= 63 && second.len() <= 63);
    }
}
