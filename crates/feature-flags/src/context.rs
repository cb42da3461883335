//! What is known of one intent when its flags are judged.

use std::collections::BTreeMap;

/// The label whose value a flag's `userSegments` name.
pub const SEGMENT_LABEL: &str = "nephoran.com/segment";

/// One intent, as flags see it. An empty text counts as absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The intent's namespace.
    pub namespace: String,
    /// The intent's name.
    pub name: String,
    /// The kind of intent: `deployment`, `scaling`, `optimization`, `maintenance` or `policy`.
    pub intent_type: String,
    /// `low`, `medium`, `high` or `critical`.
    pub priority: String,
    /// Who asked: the annotation `nephoran.com/requested-by`.
    pub user: String,
    /// The environment this installation serves, such as `staging`.
    pub environment: String,
    /// The cluster the intent aims at.
    pub cluster: String,
    /// The region the intent aims at.
    pub region: String,
    /// The intent's labels.
    pub labels: BTreeMap<String, String>,
}

impl Context {
    /// What buckets are made from: `namespace/name`, which outlives edits of the intent.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}
