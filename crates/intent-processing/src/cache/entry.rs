//! An entry, and the form it has outside the process: a header with version, age and checksum, and the answer.
//!
//! The header finds accidents: half a file, a flipped bit, a file of another key or of another program. It proves
//! nothing about who wrote an entry; what the answer says is checked by who asks for it.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use sha2::{Digest as _, Sha256};

use super::CacheKey;

/// Marks our entries.
const MAGIC: [u8; 4] = *b"NPHC";
/// Raised whenever the form changes; entries of another version are dropped.
const VERSION: u8 = 1;
/// Magic, version and time of creation, which the checksum covers.
const COVERED: usize = 4 + 1 + 8;
/// Bytes of a sealed entry before the answer.
pub(super) const HEADER: usize = COVERED + 32;

/// Clocks of replicas differ, but by less (estimate); what is from further in the future is not from a replica.
const SKEW: Duration = Duration::from_mins(1);

/// An answer and how long it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The answer.
    pub(super) bytes: Arc<[u8]>,
    /// When it was fetched. Copies in other levels keep it, so that passing an entry on never renews it.
    pub(super) created_at: SystemTime,
    /// How long it counts from then on: by the reader's configuration, so that a shorter time holds at once.
    pub(super) ttl: Duration,
}

impl Entry {
    /// How long it still counts.
    pub(super) fn remaining(&self, now: SystemTime) -> Duration {
        let age = now.duration_since(self.created_at).unwrap_or_default();
        self.ttl.saturating_sub(age)
    }
}

/// What an entry must be to count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fresh {
    /// When it is looked for.
    pub(super) now: SystemTime,
    /// How old it may be.
    pub(super) ttl: Duration,
}

/// What a level below memory said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It has an entry whose checksum fits; nobody has looked at what it says.
    Entry(Entry),
    /// It has none that still counts.
    Nothing,
    /// What it has under this key is not an entry of ours, or not a whole one.
    Broken,
    /// It was not asked: it failed a moment ago, or is busy.
    Skipped,
    /// It was asked and did not answer.
    Failed,
}

/// What came of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It is there.
    Done,
    /// Not tried: the level failed a moment ago, or too many writes are under way.
    Skipped,
    /// Tried in vain.
    Failed,
}

impl Written {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "written",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// The form of `entry` outside the process.
pub(super) fn seal(key: &CacheKey, entry: &Entry) -> Vec<u8> {
    let created = entry
        .created_at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let millis = u64::try_from(created.as_millis()).unwrap_or(u64::MAX);
    let mut sealed = Vec::with_capacity(HEADER + entry.bytes.len());
    sealed.extend_from_slice(&MAGIC);
    sealed.push(VERSION);
    sealed.extend_from_slice(&millis.to_be_bytes());
    let checksum = checksum(key, &sealed, &entry.bytes);
    sealed.extend_from_slice(&checksum);
    sealed.extend_from_slice(&entry.bytes);
    sealed
}

/// The entry of `key` that was sealed: [`Found::Entry`], [`Found::Nothing`] (too old) or [`Found::Broken`].
pub(super) fn open(key: &CacheKey, sealed: &[u8], fresh: Fresh) -> Found {
    let Some((covered, bytes)) = intact(key, sealed) else {
        return Found::Broken;
    };
    let Some(created_at) = creation(covered) else {
        return Found::Broken;
    };
    if created_at > fresh.now + SKEW {
        return Found::Broken;
    }
    let entry = Entry {
        bytes: bytes.into(),
        created_at,
        ttl: fresh.ttl,
    };
    if entry.remaining(fresh.now).is_zero() {
        return Found::Nothing;
    }
    Found::Entry(entry)
}

/// The covered part of the header and the answer, if the checksum fits them.
fn intact<'a>(key: &CacheKey, sealed: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (header, bytes) = sealed.split_at_checked(HEADER)?;
    let (covered, checksum_there) = header.split_at(COVERED);
    (checksum(key, covered, bytes) == checksum_there).then_some((covered, bytes))
}

/// When an entry of ours was created, to the millisecond.
fn creation(covered: &[u8]) -> Option<SystemTime> {
    let rest = covered.strip_prefix(&MAGIC)?.strip_prefix(&[VERSION])?;
    let millis = u64::from_be_bytes(rest.try_into().ok()?);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis))
}

fn checksum(key: &CacheKey, covered: &[u8], bytes: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(covered);
    digest.update(key.as_str());
    digest.update([0]);
    digest.update(bytes);
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> CacheKey {
        CacheKey::llm_response(&"key")
    }

    const TTL: Duration = Duration::from_mins(5);

    fn entry(bytes: &[u8]) -> Entry {
        Entry {
            bytes: bytes.into(),
            created_at: now(),
            ttl: TTL,
        }
    }

    /// A moment in whole milliseconds, which is how exactly a creation is kept.
    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    }

    fn fresh(now: SystemTime) -> Fresh {
        Fresh { now, ttl: TTL }
    }

    proptest! {
        #[test]
        fn a_sealed_entry_opens_as_it_was(bytes in any::<Vec<u8>>()) {
            let entry = entry(&bytes);
            prop_assert_eq!(open(&key(), &seal(&key(), &entry), fresh(now())), Found::Entry(entry));
        }

        #[test]
        fn a_changed_byte_breaks_it(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
            flip in 1u8..,
        ) {
            let mut sealed = seal(&key(), &entry(&bytes));
            let at = at.index(sealed.len());
            sealed[at] ^= flip;
            prop_assert_eq!(open(&key(), &sealed, fresh(now())), Found::Broken);
        }

        #[test]
        fn a_part_of_it_is_broken(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
        ) {
            let sealed = seal(&key(), &entry(&bytes));
            let part = &sealed[..at.index(sealed.len())];
            prop_assert_eq!(open(&key(), part, fresh(now())), Found::Broken);
        }

        #[test]
        fn anything_else_is_broken(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(open(&key(), &bytes, fresh(now())), Found::Broken);
        }
    }

    #[test]
    fn an_entry_of_another_key_is_broken() {
        let sealed = seal(&key(), &entry(b"{}"));
        let other = CacheKey::llm_response(&"other");
        assert_eq!(open(&other, &sealed, fresh(now())), Found::Broken);
    }

    #[test]
    fn an_entry_does_not_count_when_it_is_too_old_for_the_reader() {
        let entry = entry(b"{}");
        let sealed = seal(&key(), &entry);
        let millisecond = Duration::from_millis(1);
        let just_before = fresh(now() + TTL - millisecond);
        assert_eq!(open(&key(), &sealed, just_before), Found::Entry(entry));
        assert_eq!(open(&key(), &sealed, fresh(now() + TTL)), Found::Nothing);
        let strict = Fresh {
            now: now() + millisecond,
            ttl: millisecond,
        };
        assert_eq!(open(&key(), &sealed, strict), Found::Nothing);
    }

    #[test]
    fn an_entry_from_the_future_is_broken_unless_clocks_merely_differ() {
        let sealed = seal(&key(), &entry(b"{}"));
        let before = fresh(now() - SKEW);
        assert!(matches!(open(&key(), &sealed, before), Found::Entry(_)));
        let long_before = fresh(now() - 2 * SKEW);
        assert_eq!(open(&key(), &sealed, long_before), Found::Broken);
    }
}
