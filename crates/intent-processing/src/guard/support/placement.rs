//! Where functions run. A hint wins; without one the name stands in the text, as the kind of place it is.

use nephoran_api::DeploymentPattern;

use super::Check;
use crate::builtin::term::{Place, Term};

pub(super) fn check(check: &mut Check<'_>) {
    let Some(wanted) = check.model.placement.clone() else {
        return;
    };
    let hints = check.hints;
    let read = check.evidence.reading.placement.clone().unwrap_or_default();
    let fields = [
        (
            "/placement/region",
            wanted.region,
            &read.region,
            hints.region.as_ref(),
            Place::Region,
        ),
        (
            "/placement/zone",
            wanted.zone,
            &read.zone,
            None,
            Place::Zone,
        ),
        (
            "/placement/cluster",
            wanted.cluster,
            &read.cluster,
            hints.target_cluster.as_ref(),
            Place::Cluster,
        ),
        (
            "/placement/namespace",
            wanted.namespace,
            &read.namespace,
            hints.target_namespace.as_ref(),
            Place::Namespace,
        ),
    ];
    for (path, value, read, hint, place) in fields {
        let Some(value) = value else { continue };
        if let Some(hint) = hint {
            if *hint != value {
                check.note(
                    "ContradictsHint",
                    path,
                    format!("the hint says {hint:?} and wins over the text; write that"),
                );
            }
        } else if read.as_ref() != Some(&value) && !stands_in_text(check, place, &value) {
            check.unsupported_words(path, &value);
        }
    }
    let edge = check.evidence.has(Term::Pattern(DeploymentPattern::Edge)) || read.edge.is_some();
    if wanted.edge.is_some() && !edge {
        check.unsupported_words("/placement/edge", "an edge site");
    }
}

/// Whether the text names this place. Regions and zones go by names the parser cannot know ("Frankfurt"); a cluster
/// or a namespace is only what the text calls one.
fn stands_in_text(check: &Check<'_>, place: Place, name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut named = check
        .evidence
        .places
        .iter()
        .filter(|(_, known)| known.to_lowercase() == lower)
        .peekable();
    if named.peek().is_some() {
        return named.any(|(kind, _)| *kind == place);
    }
    matches!(place, Place::Region | Place::Zone) && check.evidence.says(name)
}
