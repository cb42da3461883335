//! Writes packages so that a reader of the directory never sees a half-written one.
//!
//! Everything is complete in a temporary directory beside the target, on the same file system, before anything is
//! moved. Moves are undone when one of them fails, and the temporary directory goes in any case.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Packages;

/// Why packages cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// The directory holds something.
    #[error("{0} is not empty; name another directory, or replace the packages in it with --force")]
    NotEmpty(String),
    /// The path is no place for a directory.
    #[error("{0} is not a directory; name another path with -d")]
    NotADirectory(String),
    /// The file system refuses.
    #[error("failed to write {path}: {source}; what was there is unchanged")]
    Failed {
        /// The file or directory.
        path: String,
        /// Why.
        source: io::Error,
    },
}

fn failed(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
    move |source| WriteError::Failed {
        path: path.display().to_string(),
        source,
    }
}

/// Writes all packages below `directory`, or none.
pub(super) fn write(packages: &Packages, directory: &Path, force: bool) -> Result<(), WriteError> {
    if directory.exists() && !directory.is_dir() {
        return Err(WriteError::NotADirectory(directory.display().to_string()));
    }
    let empty = !directory.exists()
        || fs::read_dir(directory)
            .map_err(failed(directory))?
            .next()
            .is_none();
    if !empty && !force {
        return Err(WriteError::NotEmpty(directory.display().to_string()));
    }
    fs::create_dir_all(directory).map_err(failed(directory))?;
    let directory = &fs::canonicalize(directory).map_err(failed(directory))?;
    let beside = directory.parent().unwrap_or(directory);
    let stage = tempfile::Builder::new()
        .prefix(".nephoran-render-")
        .tempdir_in(beside)
        .map_err(failed(beside))?;
    let (new, old) = (stage.path().join("new"), stage.path().join("old"));
    for (package, files) in packages {
        for (file, content) in files {
            put(&new.join(package).join(file), content)?;
        }
    }
    if empty {
        // One move for everything: a directory may take the place of an empty one.
        return fs::rename(&new, directory).map_err(failed(directory));
    }
    let mut moved = Vec::new();
    for package in packages.keys() {
        let step = replace(
            &directory.join(package),
            &new.join(package),
            &old.join(package),
        );
        match step {
            Ok(()) => moved.push(package),
            Err(error) => {
                undo(&moved, directory, &old);
                return Err(error);
            }
        }
    }
    Ok(())
}

fn put(file: &Path, content: &str) -> Result<(), WriteError> {
    make_parent(file)?;
    fs::write(file, content).map_err(failed(file))
}

fn make_parent(path: &Path) -> Result<(), WriteError> {
    path.parent().map_or(Ok(()), |parent| {
        fs::create_dir_all(parent).map_err(failed(parent))
    })
}

/// Moves the present package aside, if there is one, and the new one to its place.
fn replace(target: &Path, new: &Path, aside: &Path) -> Result<(), WriteError> {
    make_parent(target)?;
    let present = target.exists();
    if present {
        make_parent(aside)?;
        fs::rename(target, aside).map_err(failed(target))?;
    }
    fs::rename(new, target).map_err(|error| {
        if present {
            // The move away just worked; when the way back does not, the first error says more.
            let _ = fs::rename(aside, target);
        }
        failed(target)(error)
    })
}

/// Puts back what was there, as far as the file system lets us: the error that led here is the one to report.
fn undo(moved: &[&PathBuf], directory: &Path, old: &Path) {
    for package in moved.iter().rev() {
        let target = directory.join(package);
        let _ = fs::remove_dir_all(&target);
        let _ = fs::rename(old.join(package), &target);
    }
}
