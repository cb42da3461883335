//! Real bare repositories for the Git tests, and the `git` program to look at them with.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use nephoran_gitops::git::{
    Author, BranchName, Change, ChangeRequest, Credentials, Deadlines, FileTree, Mirror,
    RepositoryUrl, RepositoryWriter, Trailers, WriterConfig,
};
use tempfile::TempDir;

pub const BRANCH: &str = "main";

/// A bare repository that stands for the remote, and room for mirrors beside it.
pub struct World {
    pub directory: TempDir,
}

impl World {
    pub fn new() -> Self {
        let world = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        run(
            "git",
            world.directory.path(),
            &["init", "-q", "--bare", "-b", BRANCH, "remote.git"],
        );
        world.git(&["config", "core.logAllRefUpdates", "always"]);
        world
    }

    pub fn remote(&self) -> PathBuf {
        self.directory.path().join("remote.git")
    }

    pub fn url(&self) -> RepositoryUrl {
        format!("file://{}", self.remote().display())
            .parse()
            .unwrap()
    }

    /// Runs `git` in the remote.
    pub fn git(&self, arguments: &[&str]) -> String {
        run("git", &self.remote(), arguments)
    }

    pub fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", BRANCH]).parse().unwrap()
    }

    /// How often the remote's branch was moved.
    pub fn pushes(&self) -> usize {
        std::fs::read_to_string(self.remote().join("logs/refs/heads").join(BRANCH))
            .unwrap()
            .lines()
            .count()
    }

    pub fn show(&self, path: &str) -> String {
        self.git(&["show", &format!("{BRANCH}:{path}")])
    }

    pub fn config(&self, url: RepositoryUrl, cache: &str) -> WriterConfig {
        WriterConfig {
            url,
            branch: branch(),
            cache: self.directory.path().join(cache),
            committer: operator(),
            deadlines: Deadlines::default(),
        }
    }

    pub fn writer(&self, cache: &str) -> RepositoryWriter {
        RepositoryWriter::spawn(self.config(self.url(), cache), Credentials::anonymous())
    }

    pub fn mirror(&self, cache: &str) -> Mirror {
        let cache = self.directory.path().join(cache);
        Mirror::open(
            &cache,
            self.url(),
            branch(),
            Credentials::anonymous(),
            operator(),
        )
        .unwrap()
    }

    /// Somebody with a clone and an editor writes one file and pushes; returns the commit.
    pub fn somebody_pushes(&self, path: &str, content: &str) -> String {
        let clone = tempfile::tempdir().unwrap();
        run(
            "git",
            clone.path(),
            &["clone", "-q", self.remote().to_str().unwrap(), "."],
        );
        let file = clone.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
        run("git", clone.path(), &["add", "-A"]);
        let me = [
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ];
        run(
            "git",
            clone.path(),
            &[&me[..], &["commit", "-q", "-m", "By hand"]].concat(),
        );
        run(
            "git",
            clone.path(),
            &["push", "-q", "origin", &format!("HEAD:{BRANCH}")],
        );
        run("git", clone.path(), &["rev-parse", "HEAD"])
    }
}

pub fn run(program: &str, directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .current_dir(directory)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

pub fn branch() -> BranchName {
    BRANCH.parse().unwrap()
}

pub fn operator() -> Author {
    Author::new("nephoran", "nephoran@example.com").unwrap()
}

pub fn files(entries: &[(&str, &str)]) -> FileTree {
    let entries = entries
        .iter()
        .map(|(path, text)| (path.parse().unwrap(), text.as_bytes().to_vec()));
    FileTree::try_from(entries.collect::<BTreeMap<_, _>>()).unwrap()
}

pub fn change(package: &str, change: Change) -> ChangeRequest {
    ChangeRequest {
        package: package.parse().unwrap(),
        change,
        message: format!("Deploy {package}"),
        trailers: Trailers {
            intent: format!("telecom/{}", package.rsplit('/').next().unwrap())
                .parse()
                .unwrap(),
            generation: 1,
            amended_by: Vec::new(),
            digest: None,
        },
        author: operator(),
    }
}

/// A package of ten files that differ from those of every other `package` or `version`.
pub fn put(package: &str, version: &str) -> ChangeRequest {
    let contents: Vec<(String, String)> = (0..10)
        .map(|index| {
            (
                format!("workload/object-{index}.yaml"),
                format!("kind: Thing\nname: {package}-{version}-{index}\n"),
            )
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = contents
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    change(package, Change::Put(files(&borrowed)))
}

pub fn remove(package: &str) -> ChangeRequest {
    change(package, Change::Remove)
}
