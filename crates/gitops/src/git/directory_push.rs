//! Pushing to a bare repository on this file system.
//!
//! libgit2's own local push overwrites the branch, so a commit that lands between its look and its write would be
//! lost. Here the objects go first and the branch moves by compare-and-swap under Git's own reference lock. No hook
//! runs, as with every local push of libgit2.

use std::path::Path;
use std::time::Duration;

use git2::{Error, ErrorClass, ErrorCode, Oid, Repository};

use super::names::BranchName;

/// From this many objects on they travel as one pack; Git's own `receive.unpackLimit`.
const PACK_FROM: usize = 100;
/// How often, and how long each time, another process's lock on the branch is waited for: 100 ms in all, as Git's own
/// `core.filesRefLockTimeout`.
const LOCK_WAITS: u32 = 20;
const LOCK_WAIT: Duration = Duration::from_millis(5);

/// Moves `branch` of the repository at `directory` from `expected` to `tip`; false when it is elsewhere by now.
pub(super) fn push_to_directory(
    mirror: &Repository,
    directory: &Path,
    branch: &BranchName,
    expected: Option<Oid>,
    tip: Oid,
    objects: &[Oid],
) -> Result<bool, Error> {
    let target = Repository::open(directory)?;
    if !target.is_bare() {
        return Err(Error::new(
            ErrorCode::BareRepo,
            ErrorClass::Repository,
            "the repository is not bare",
        ));
    }
    copy_objects(mirror, &target, objects)?;
    let mut waits = LOCK_WAITS;
    loop {
        return match move_branch(&target, branch, expected, tip) {
            Ok(()) => Ok(true),
            Err(error) if lost_the_race(&error) => Ok(false),
            Err(error) if error.code() == ErrorCode::Locked && waits > 0 => {
                waits -= 1;
                std::thread::sleep(LOCK_WAIT);
                continue;
            }
            Err(error) => Err(error),
        };
    }
}

fn move_branch(
    target: &Repository,
    branch: &BranchName,
    expected: Option<Oid>,
    tip: Oid,
) -> Result<(), Error> {
    let reference = branch.reference();
    let moved = match expected {
        Some(current) => target.reference_matching(&reference, tip, true, current, "push"),
        None => target.reference(&reference, tip, false, "push"),
    };
    moved.map(|_| ())
}

fn lost_the_race(error: &Error) -> bool {
    let code = error.code();
    matches!(code, ErrorCode::Modified | ErrorCode::Exists)
        || (code == ErrorCode::NotFound && error.class() == ErrorClass::Reference)
}

fn copy_objects(mirror: &Repository, target: &Repository, objects: &[Oid]) -> Result<(), Error> {
    if objects.len() >= PACK_FROM {
        let mut pack = mirror.packbuilder()?;
        for id in objects {
            pack.insert_object(*id, None)?;
        }
        return pack.write(&target.path().join("objects/pack"), 0);
    }
    let (from, to) = (mirror.odb()?, target.odb()?);
    for id in objects {
        let object = from.read(*id)?;
        to.write(object.kind(), object.data())?;
    }
    Ok(())
}
