//! The Git servers, through the git command line that everybody has.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use nephoran_devcluster::git_server::{HttpGitServer, SshGitServer};

#[tokio::test]
async fn a_repository_is_cloned_and_pushed_over_http() {
    let folder = served_repository();
    let server = HttpGitServer::start(folder.path()).await.unwrap();
    let url = with_credentials(&server.http_url("packages.git"));
    clone_and_push(&url, folder.path(), |_| {});
}

#[tokio::test]
async fn a_repository_is_cloned_and_pushed_over_https_with_the_runs_own_authority() {
    let folder = served_repository();
    let server = HttpGitServer::start(folder.path()).await.unwrap();
    let url = with_credentials(&server.https_url("packages.git"));
    clone_and_push(&url, folder.path(), |git| {
        git.env("GIT_SSL_CAINFO", server.authority());
    });
    let error = git(folder.path(), &["ls-remote", &url], |_| {}).unwrap_err();
    assert!(
        error.contains("certificate"),
        "an unknown authority must be refused: {error}"
    );
}

#[tokio::test]
async fn http_without_the_password_is_refused() {
    let folder = served_repository();
    let server = HttpGitServer::start(folder.path()).await.unwrap();
    let error = git(
        folder.path(),
        &["ls-remote", &server.http_url("packages.git")],
        |_| {},
    )
    .unwrap_err();
    assert!(error.contains("could not read Username"), "{error}");
}

#[tokio::test]
async fn a_repository_is_cloned_and_pushed_over_ssh() {
    let folder = served_repository();
    let server = SshGitServer::start(folder.path()).await.unwrap();
    let ssh = ssh_command(server.private_key(), server.known_hosts());
    clone_and_push(&server.url("packages.git"), folder.path(), |git| {
        git.env("GIT_SSH_COMMAND", &ssh);
    });
}

#[tokio::test]
async fn ssh_with_another_key_is_refused() {
    let folder = served_repository();
    let (ours, other) = (
        SshGitServer::start(folder.path()).await.unwrap(),
        SshGitServer::start(folder.path()).await.unwrap(),
    );
    let ssh = ssh_command(other.private_key(), ours.known_hosts());
    let error = git(
        folder.path(),
        &["ls-remote", &ours.url("packages.git")],
        |git| {
            git.env("GIT_SSH_COMMAND", &ssh);
        },
    )
    .unwrap_err();
    assert!(error.contains("Permission denied (publickey)"), "{error}");
}

fn served_repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(
        folder.path(),
        &["init", "--bare", "--initial-branch=main", "packages.git"],
        |_| {},
    )
    .unwrap();
    folder
}

fn clone_and_push(url: &str, folder: &Path, access: impl Fn(&mut Command)) {
    let work = tempfile::tempdir().unwrap();
    let clone = work.path().join("clone");
    git(work.path(), &["clone", "--quiet", url, "clone"], &access).unwrap();
    std::fs::write(clone.join("amf.yaml"), "replicas: 3\n").unwrap();
    git(&clone, &["add", "amf.yaml"], &access).unwrap();
    let author = [
        "-c",
        "user.name=tester",
        "-c",
        "user.email=tester@example.org",
    ];
    git(
        &clone,
        &[&author[..], &["commit", "--quiet", "-m", "deploy"]].concat(),
        &access,
    )
    .unwrap();
    git(&clone, &["push", "--quiet", "origin", "HEAD:main"], &access).unwrap();
    let arrived = git(
        &folder.join("packages.git"),
        &["show", "main:amf.yaml"],
        |_| {},
    )
    .unwrap();
    assert_eq!(arrived, "replicas: 3\n");
}

/// Runs git without the machine's own configuration; gives what it printed, or what it complained about.
fn git(folder: &Path, arguments: &[&str], access: impl Fn(&mut Command)) -> Result<String, String> {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    access(&mut command);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    if output.status.success() {
        Ok(text(output.stdout))
    } else {
        Err(text(output.stderr))
    }
}

fn with_credentials(url: &str) -> String {
    url.replacen(
        "://",
        &format!(
            "://{}:{}@",
            HttpGitServer::USERNAME,
            HttpGitServer::PASSWORD
        ),
        1,
    )
}

fn ssh_command(private_key: &Path, known_hosts: &Path) -> String {
    format!(
        "ssh -F none -i {} -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile={}",
        private_key.display(),
        known_hosts.display()
    )
}
