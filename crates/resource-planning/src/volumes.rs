//! Step 6b, volumes: one that is there already keeps its size.
//!
//! The volume claims of a StatefulSet do not change (Kubernetes API reference, StatefulSetSpec.volumeClaimTemplates): the
//! API server refuses a package with another size, and with it everything else the package changes. So a function that
//! can stay where it ran keeps the volume it has. When its load takes another size now, that is said; when the intent
//! names one, that is refused. A function that has to move starts with new volumes of any size; one that moves only for
//! a better score takes its size along, because sizes come before places.

use std::collections::BTreeMap;

use nephoran_api::{LOCAL_CLUSTER, Plan, quantity};

use crate::PlanError;
use crate::functions::Function;
use crate::reach::Reach;
use crate::site::Cluster;
use crate::sizing::bytes;

/// The bytes of the volumes that the previous plan gave each replica of a function, by function. Clusters that are gone
/// or out of reach, and other namespaces, hold none of this plan.
pub(crate) fn existing<'p>(
    previous: Option<&'p Plan>,
    namespace: &str,
    reach: &Reach<'_>,
    clusters: &[Cluster],
) -> BTreeMap<&'p str, u64> {
    let can_stay = |name: &str| {
        if reach.assumed {
            name == LOCAL_CLUSTER
        } else {
            let same = clusters.iter().find(|cluster| cluster.name == name);
            same.is_some_and(|cluster| reach.outside(cluster).is_empty())
        }
    };
    previous
        .filter(|plan| plan.namespace == namespace)
        .into_iter()
        .flat_map(|plan| &plan.components)
        .filter(|component| can_stay(&component.cluster))
        .filter_map(|component| {
            let size = quantity::bytes(component.storage.as_ref()?).ok()?;
            Some((component.name.as_str(), size))
        })
        .collect()
}

/// What to say of a function that keeps a volume of `has` bytes though `planned` would be its size; `None` when they are
/// the same.
pub(crate) fn keep(
    function: &Function<'_>,
    planned: u64,
    has: u64,
) -> Result<Option<String>, PlanError> {
    if planned == has {
        return Ok(None);
    }
    let (name, old, new) = (&function.name, bytes(has).0, bytes(planned).0);
    if function.settings.resources.storage.is_some() {
        return Err(PlanError::VolumeFixed {
            function: name.clone(),
            has: old,
            asked: new,
        });
    }
    let what_to_do = if planned > has {
        "watch how full it is; expand its claims by hand where their StorageClass allows it, or deploy it under another name, which starts with an empty volume"
    } else {
        "leave it, or deploy it under another name, which starts with an empty volume"
    };
    Ok(Some(format!(
        "{name} keeps its volume of {old} and its load takes {new}: the claims of a StatefulSet do not change; {what_to_do}"
    )))
}
