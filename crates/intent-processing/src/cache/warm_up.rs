//! Which answers are worth having in memory before anybody asks: those of recent intents.

use std::{collections::HashSet, time::SystemTime};

use super::CacheKey;

/// The keys of at most `most` answers, the last used first, each once.
///
/// `recent` is what is known of past intents, in any order.
#[must_use]
pub fn worth_warming(
    recent: impl IntoIterator<Item = (CacheKey, SystemTime)>,
    most: usize,
) -> Vec<CacheKey> {
    let mut recent: Vec<_> = recent.into_iter().collect();
    // Equal times are ordered by key, so that the choice is the same every time.
    recent.sort_unstable_by(|(key, used), (other_key, other_used)| {
        other_used.cmp(used).then_with(|| key.cmp(other_key))
    });
    let mut seen = HashSet::new();
    recent
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| seen.insert(key.clone()))
        .take(most)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_last_used_come_first_and_each_once() {
        let [a, b, c] = ["a", "b", "c"].map(|name| CacheKey::llm_response(&name));
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let recent = [
            (a.clone(), at(1)),
            (b.clone(), at(5)),
            (c, at(2)),
            (a.clone(), at(9)),
        ];
        assert_eq!(worth_warming(recent, 2), [a, b]);
        assert!(worth_warming([], 2).is_empty());
    }
}
