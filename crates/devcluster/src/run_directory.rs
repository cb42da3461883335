//! What one run owns alone: a folder and ports. Both are held by file locks, which the kernel releases however the
//! owner ends, so a killed run never blocks the next one and its folder is swept by it.

use std::fs::{self, File, TryLockError};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Below the range from which the kernel takes ports for outgoing connections, so none of those can sit on ours.
const PORTS: std::ops::Range<u16> = 20_000..30_000;

/// Why a folder or a port could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum ReservationError {
    /// The folder that holds all runs is not usable.
    #[error(
        "failed to prepare {path}: check that the temporary folder (TMPDIR) is writable and not full"
    )]
    Folder {
        /// The file or folder concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Every candidate port is in use.
    #[error("failed to find a free port between {} and {}: stop what is listening there", PORTS.start, PORTS.end)]
    NoFreePort,
}

/// A folder for one run, removed on drop.
#[derive(Debug)]
pub struct RunDirectory {
    folder: TempDir,
    _lock: File,
}

impl RunDirectory {
    /// Creates the folder, and removes those whose owners were killed.
    pub fn create() -> Result<Self, ReservationError> {
        let runs = root().join("runs");
        fs::create_dir_all(&runs).map_err(at(&runs))?;
        // Between making a folder and locking it, another run must not take it for an abandoned one.
        let sweeping = open_lock(&root().join("sweep.lock"))?;
        sweeping.lock().map_err(at(&runs))?;
        remove_abandoned(&runs).map_err(at(&runs))?;
        let folder = TempDir::new_in(&runs).map_err(at(&runs))?;
        let lock_path = folder.path().join("lock");
        let lock = open_lock(&lock_path)?;
        lock.lock().map_err(at(&lock_path))?;
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    /// The folder's path; only this user may read it.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn remove_abandoned(runs: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(runs)? {
        let folder = entry?.path();
        let abandoned = File::open(folder.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
        if abandoned {
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}

/// A TCP port on 127.0.0.1 that no other run takes while this value lives.
#[derive(Debug)]
pub struct ReservedPort {
    number: u16,
    _lock: File,
}

impl ReservedPort {
    /// Takes a port that nothing listens on.
    pub fn take() -> Result<Self, ReservationError> {
        let folder = root().join("ports");
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        // Runs that start together begin their search at different places.
        let span = PORTS.end - PORTS.start;
        let start = u16::try_from(std::process::id() * 16 % u32::from(span)).unwrap_or_default();
        for step in 0..span {
            let number = PORTS.start + (start + step) % span;
            let path = folder.join(number.to_string());
            let lock = open_lock(&path)?;
            match lock.try_lock() {
                Ok(()) if TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_ok() => {
                    return Ok(Self {
                        number,
                        _lock: lock,
                    });
                }
                Ok(()) | Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(source)) => {
                    return Err(ReservationError::Folder { path, source });
                }
            }
        }
        Err(ReservationError::NoFreePort)
    }

    /// The port's number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }
}

impl std::fmt::Display for ReservedPort {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.number.fmt(formatter)
    }
}

/// One folder per user, because a file that another user made could not be locked.
fn root() -> PathBuf {
    std::env::temp_dir().join(format!("nephoran-{}", rustix::process::getuid().as_raw()))
}

fn open_lock(path: &Path) -> Result<File, ReservationError> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(at(path))
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> ReservationError {
    let path = path.to_owned();
    move |source| ReservationError::Folder {
        path: path.clone(),
        source,
    }
}
