//! New objects stay in memory until there are enough of them for one pack: a commit of ten files would otherwise create
//! fourteen files in the mirror. What a crash takes with it comes back with the next fetch.

use std::path::Path;

use git2::{Error, Oid, Repository};

use super::mirror::Mirror;

/// libgit2 asks the object store with the highest priority first; its own two have 1 and 2.
const BEFORE_DISK: i32 = 1000;
/// From this many objects on, a drain ends with writing them to disk: a few megabytes of packages.
const MAX_OBJECTS: usize = 4000;

/// What the mirror holds in memory only.
#[derive(Default)]
pub(super) struct Memory {
    /// Objects of pushed commits.
    pushed: Vec<Oid>,
    /// The newest pushed commit among them.
    tip: Option<Oid>,
    /// Objects made since the last time, pushed or not.
    made: usize,
}

impl Memory {
    /// Whether this is a commit that a crash would take.
    pub(super) fn holds(&self, commit: Oid) -> bool {
        self.pushed.contains(&commit)
    }

    pub(super) fn note_made(&mut self, objects: usize) {
        self.made += objects;
    }

    pub(super) fn note_pushed(&mut self, tip: Oid, objects: &[Oid]) {
        self.tip = Some(tip);
        self.pushed.extend_from_slice(objects);
    }
}

/// Opens the repository so that new objects stay in memory.
pub(super) fn open_in_memory(directory: &Path) -> Result<Repository, Error> {
    let repository = Repository::open_bare(directory)?;
    repository.odb()?.add_new_mempack_backend(BEFORE_DISK)?;
    Ok(repository)
}

impl Mirror {
    /// Empties the memory when it is full.
    pub(super) fn save_when_full(&mut self) -> Result<(), Error> {
        if self.memory.made < MAX_OBJECTS {
            Ok(())
        } else {
            self.save()
        }
    }

    /// Writes the pushed objects as one pack and forgets the others.
    pub(super) fn save(&mut self) -> Result<(), Error> {
        if let Some(tip) = self.memory.tip {
            let mut pack = self.repository.packbuilder()?;
            for id in &self.memory.pushed {
                pack.insert_object(*id, None)?;
            }
            pack.write(&self.repository.path().join("objects/pack"), 0)?;
            drop(pack);
            self.remember(tip)?;
        }
        self.repository = open_in_memory(&self.directory)?;
        self.memory = Memory::default();
        Ok(())
    }
}
