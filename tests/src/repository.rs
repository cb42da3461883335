//! A bare Git repository on this machine, read with git itself.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The branch that packages are committed to.
pub const BRANCH: &str = "main";
/// Between the fields of a commit as `git log` prints it.
const FIELD: char = '\u{1f}';
/// Between commits.
const RECORD: char = '\u{1e}';

/// A bare repository.
#[derive(Clone, Debug)]
pub struct Repository {
    path: PathBuf,
}

/// A commit of ours, with its trailers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub hash: String,
    /// The first line of its message.
    pub subject: String,
    /// `namespace/name` of the intent; empty when somebody else committed.
    pub intent: String,
    /// The generation of the intent.
    pub generation: String,
    /// The amendments it includes.
    pub amended_by: Vec<String>,
    /// The tree it holds.
    pub tree: String,
}

impl Repository {
    /// Makes an empty repository at `path`.
    pub fn init(path: PathBuf) -> Result<Self> {
        let made = Command::new("git")
            .args(["init", "--quiet", "--bare", "--initial-branch", BRANCH])
            .arg(&path)
            .output()
            .context("failed to start git: install it")?;
        if !made.status.success() {
            bail!(
                "git init {}: {}",
                path.display(),
                String::from_utf8_lossy(&made.stderr)
            );
        }
        Ok(Self { path })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How a controller on this machine reaches it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("file://{}", self.path.display())
    }

    /// Every commit, oldest first.
    pub fn commits(&self) -> Result<Vec<Commit>> {
        if self
            .git(["rev-parse", "--quiet", "--verify", BRANCH])
            .is_err()
        {
            return Ok(Vec::new());
        }
        let trailer = |key: &str| format!("%(trailers:key={key},valueonly,separator=%x2c)");
        let fields = [
            "%H".to_owned(),
            "%s".to_owned(),
            trailer("Nephoran-Intent"),
            trailer("Nephoran-Generation"),
            trailer("Nephoran-Amended-By"),
            "%T".to_owned(),
        ];
        let format = format!("--format={}%x1e", fields.join("%x1f"));
        let log = self.git(["log", "--reverse", &format, BRANCH])?;
        Ok(log
            .split(RECORD)
            .filter_map(|record| commit(record.trim_start()))
            .collect())
    }

    /// The commits of one intent, `namespace/name`, oldest first.
    pub fn commits_of(&self, intent: &str) -> Result<Vec<Commit>> {
        let mut commits = self.commits()?;
        commits.retain(|commit| commit.intent == intent);
        Ok(commits)
    }

    /// The paths of all files of the branch.
    pub fn files(&self) -> Result<Vec<String>> {
        if self
            .git(["rev-parse", "--quiet", "--verify", BRANCH])
            .is_err()
        {
            return Ok(Vec::new());
        }
        let listing = self.git(["ls-tree", "-r", "--name-only", BRANCH])?;
        Ok(listing.lines().map(str::to_owned).collect())
    }

    /// The files below `<cluster>/<namespace>/<intent>` of any cluster.
    pub fn files_of(&self, intent: &str) -> Result<Vec<String>> {
        let part = format!("/{intent}/");
        Ok(self
            .files()?
            .into_iter()
            .filter(|path| path.contains(&part))
            .collect())
    }

    /// The text of a file of the branch.
    pub fn read(&self, path: &str) -> Result<String> {
        self.git(["show", &format!("{BRANCH}:{path}")])
    }

    /// From now on every push is refused with `message`, as a protected branch does.
    pub fn refuse_pushes(&self, message: &str) -> Result<()> {
        let hook = self.path.join("hooks/pre-receive");
        fs::write(&hook, format!("#!/bin/sh\necho '{message}' >&2\nexit 1\n"))?;
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755))?;
        Ok(())
    }

    /// Pushes are accepted again.
    pub fn accept_pushes(&self) -> Result<()> {
        fs::remove_file(self.path.join("hooks/pre-receive"))?;
        Ok(())
    }

    /// Runs git in the repository and gives what it prints.
    pub fn git<const N: usize>(&self, arguments: [&str; N]) -> Result<String> {
        let output = Command::new("git")
            .arg("--git-dir")
            .arg(&self.path)
            .args(arguments)
            .output()?;
        if !output.status.success() {
            bail!(
                "git {}: {}",
                arguments.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn commit(record: &str) -> Option<Commit> {
    let mut fields = record.split(FIELD).map(|field| field.trim().to_owned());
    let hash = fields.next().filter(|hash| !hash.is_empty())?;
    Some(Commit {
        hash,
        subject: fields.next()?,
        intent: fields.next()?,
        generation: fields.next()?,
        amended_by: fields
            .next()?
            .split(',')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        tree: fields.next()?,
    })
}
