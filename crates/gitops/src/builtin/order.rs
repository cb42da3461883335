//! Which objects are applied before which others. Pure.

use std::collections::BTreeMap;

use super::kinds::rank;
use super::manifest::Manifest;

/// Annotation: place among objects of the same rank, a whole number, lower first, 0 when absent.
pub const START_ORDER_ANNOTATION: &str = "nephoran.com/start-order";

/// The waves of an apply: a wave starts when the one before it is applied; its objects, sorted by path, are
/// independent of each other.
///
/// Waves follow the rank of the kind, then [`START_ORDER_ANNOTATION`].
#[must_use]
pub fn apply_order(manifests: Vec<Manifest>) -> Vec<Vec<Manifest>> {
    let mut waves: BTreeMap<_, Vec<Manifest>> = BTreeMap::new();
    for manifest in manifests {
        let object = manifest.identity();
        let place = (
            rank(&object.api_version, &object.kind),
            manifest.start_order(),
        );
        waves.entry(place).or_default().push(manifest);
    }
    let mut waves: Vec<_> = waves.into_values().collect();
    for wave in &mut waves {
        wave.sort_by(|a, b| (a.path(), a.identity()).cmp(&(b.path(), b.identity())));
    }
    waves
}
