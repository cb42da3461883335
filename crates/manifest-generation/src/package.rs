//! What a generation produces.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::ManifestFinding;

/// A validated package: files by `<cluster>/<path>`, and what a reviewer should know about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Contents by path; the first segment is the TargetCluster's name.
    pub files: BTreeMap<String, String>,
    /// Findings of the offline checks, worst first; never one of severity Error.
    pub findings: Vec<ManifestFinding>,
    /// What goes beyond the pod security level, in the order of the plan.
    pub waivers: Vec<Waiver>,
    /// The templates its configurations were rendered with: version and digest.
    pub template_set: String,
}

/// A network function that needs more than the pod security level grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// TargetCluster the function runs on.
    pub cluster: String,
    /// Name of the function.
    pub component: String,
    /// Linux capabilities granted, without the `CAP_` prefix.
    pub capabilities: BTreeSet<String>,
    /// Why the function needs them.
    pub reason: String,
    /// Where the need comes from.
    pub source: String,
}
