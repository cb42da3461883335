//! What a generation may choose beside the plan.

use nephoran_api::{ManifestGenerationSpec, Packaging};

/// What a generation may choose beside the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Format, kind of workload and pod security level.
    pub packaging: Packaging,
    /// Name of the NetworkIntent; becomes the value of the label `nephoran.com/intent`.
    pub intent: String,
}

impl Options {
    /// The options that a `ManifestGeneration` of the intent `intent` asks for.
    #[must_use]
    pub fn of(spec: &ManifestGenerationSpec, intent: &str) -> Self {
        Self {
            packaging: spec.packaging,
            intent: intent.to_owned(),
        }
    }
}
