//! The files of the cache: what they are called, and how they come and go.
//!
//! An entry is written to a file of another name and renamed when it is whole, so no reader ever sees half of one, no
//! matter when a process is killed. What a killed process leaves behind is swept later.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use crate::cache::{
    CacheKey,
    entry::{Entry, Found, Fresh, HEADER, Written, open, seal},
};

/// Ends the names of entries.
const ENTRY: &str = "entry";
/// Ends the names of files that are being written. They begin with something random: processes that share a directory may
/// have the same number, each in its container.
const UNFINISHED: &str = "unfinished";
/// File systems give out whole blocks; the usual size.
const BLOCK: u64 = 4096;
/// Writing a file takes far less; an unfinished one that is older was left by a killed process.
const ABANDONED_AFTER: Duration = Duration::from_mins(10);

/// A directory of entries.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    max_bytes: u64,
    max_entry_bytes: u64,
    /// Held while sweeping.
    account: Mutex<Account>,
    /// What the account says, for who may not wait for a sweep.
    bytes: AtomicU64,
    /// Whether the last write failed, which is logged once.
    failing: AtomicBool,
}

/// What is known of the directory's size. Other processes write too, so it is counted again now and then.
#[derive(Debug, Default)]
struct Account {
    /// Bytes when last counted, and what was written since; `None` before the first count.
    bytes: Option<u64>,
    /// Bytes written since.
    since: u64,
}

/// A file that may have to go.
struct Aged {
    modified: SystemTime,
    bytes: u64,
    path: PathBuf,
}

impl Directory {
    pub(super) fn new(path: PathBuf, max_bytes: u64, max_entry_bytes: u64) -> Self {
        Self {
            path,
            max_bytes,
            max_entry_bytes,
            account: Mutex::default(),
            bytes: AtomicU64::new(0),
            failing: AtomicBool::new(false),
        }
    }

    /// What is under `key`.
    pub(super) fn read(&self, key: &CacheKey, fresh: Fresh) -> Found {
        match self.read_file(&self.file(key)) {
            Ok(Some(sealed)) => open(key, &sealed, fresh),
            Ok(None) => Found::Broken,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Found::Nothing,
            Err(error) => {
                tracing::debug!(%error, directory = %self.path.display(), "failed to read a cache entry");
                Found::Failed
            }
        }
    }

    /// The file's bytes, unless it is something else than a file (opening a pipe would block) or too long.
    fn read_file(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        let most = self.max_entry_bytes + HEADER as u64;
        let metadata = fs::symlink_metadata(path)?;
        if !metadata.is_file() || metadata.len() > most {
            return Ok(None);
        }
        let mut sealed = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        fs::File::open(path)?.take(most).read_to_end(&mut sealed)?;
        Ok(Some(sealed))
    }

    /// Keeps an entry; makes room first when there is too little.
    pub(super) fn write(&self, key: &CacheKey, entry: &Entry) -> Written {
        let sealed = seal(key, entry);
        let written = self
            .make_room(occupied(sealed.len() as u64))
            .and_then(|()| self.write_file(key, &sealed));
        let failed_before = self.failing.swap(written.is_err(), Ordering::Relaxed);
        let Err(error) = written else {
            return Written::Done;
        };
        if !failed_before {
            tracing::warn!(%error, directory = %self.path.display(), "failed to keep a cache entry on disk");
        }
        // The directory itself may be gone: the next write looks after it first.
        self.account().bytes = None;
        Written::Failed
    }

    fn write_file(&self, key: &CacheKey, sealed: &[u8]) -> io::Result<()> {
        let mut unfinished = tempfile::Builder::new()
            .suffix(&format!(".{UNFINISHED}"))
            .tempfile_in(&self.path)?;
        unfinished.write_all(sealed)?;
        unfinished.as_file().sync_all()?;
        unfinished.persist(self.file(key))?;
        Ok(())
    }

    /// Drops what is under `key`.
    pub(super) fn remove(&self, key: &CacheKey) {
        fs::remove_file(self.file(key)).ok();
    }

    /// Bytes that the entries take, as far as this process knows.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name says nothing about anybody's text: it is a digest.
    fn file(&self, key: &CacheKey) -> PathBuf {
        let name = key.as_str().replace(':', "-");
        self.path.join(name).with_extension(ENTRY)
    }

    /// Sees to it that `bytes` more fit, and books them.
    fn make_room(&self, bytes: u64) -> io::Result<()> {
        let mut account = self.account();
        let known = account
            .bytes
            .filter(|_| account.since < self.max_bytes / 16);
        let mut total = match known {
            Some(total) if total + bytes <= self.max_bytes => total,
            _ => {
                account.since = 0;
                self.sweep(bytes)?
            }
        };
        total += bytes;
        account.bytes = Some(total);
        account.since += bytes;
        self.bytes.store(total, Ordering::Relaxed);
        Ok(())
    }

    /// Counts the entries; when `more` would not fit, removes the oldest until a tenth is free. The bytes left.
    fn sweep(&self, more: u64) -> io::Result<u64> {
        // What intents say is nobody else's business.
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path)?;
        let mut entries = Vec::new();
        for file in fs::read_dir(&self.path)? {
            entries.extend(aged_entry(&file?.path()));
        }
        let mut total: u64 = entries.iter().map(|entry| entry.bytes).sum();
        if total + more <= self.max_bytes {
            return Ok(total);
        }
        entries.sort_unstable_by_key(|entry| entry.modified);
        let most = (self.max_bytes / 10 * 9).saturating_sub(more);
        for entry in entries {
            if total <= most {
                break;
            }
            fs::remove_file(&entry.path).ok();
            total -= entry.bytes;
        }
        Ok(total)
    }
}

/// The entry at `path`. Removes what a killed process left; what is neither is not ours and stays.
fn aged_entry(path: &Path) -> Option<Aged> {
    let metadata = fs::symlink_metadata(path)
        .ok()
        .filter(fs::Metadata::is_file)?;
    let modified = metadata.modified().ok()?;
    let extension = path.extension()?;
    if extension == UNFINISHED && modified.elapsed().is_ok_and(|age| age > ABANDONED_AFTER) {
        fs::remove_file(path).ok();
    }
    (extension == ENTRY).then(|| Aged {
        modified,
        bytes: occupied(metadata.len()),
        path: path.to_owned(),
    })
}

/// What a file of that many bytes takes on a disk.
const fn occupied(bytes: u64) -> u64 {
    bytes.div_ceil(BLOCK) * BLOCK
}
