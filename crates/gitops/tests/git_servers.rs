//! The writer against the servers people run: nginx with a private certificate authority, and OpenSSH.
#![allow(clippy::unwrap_used)]

mod git_support;

use std::collections::BTreeMap;
use std::path::Path;

use futures::future::join_all;
use git_support::{World, put};
use nephoran_api::{Classified as _, ErrorClass};
use nephoran_devcluster::git_server::{HttpGitServer, SshGitServer};
use nephoran_gitops::git::{Credentials, GitError, RepositoryWriter};

fn secret(entries: &[(&str, &str)]) -> Credentials {
    let data = entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.as_bytes().to_vec()));
    Credentials::from_secret_data(&data.collect::<BTreeMap<_, _>>()).unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn writer(world: &World, url: &str, credentials: Credentials) -> RepositoryWriter {
    RepositoryWriter::spawn(world.config(url.parse().unwrap(), "mirror"), credentials)
}

async fn fifty_packages_arrive(world: &World, writer: &RepositoryWriter) {
    let packages: Vec<String> = (0..50)
        .map(|index| format!("edge/package-{index}"))
        .collect();
    let outcomes = join_all(
        packages
            .iter()
            .map(|package| writer.commit(put(package, "1"))),
    )
    .await;
    assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().changed));
    let theirs = world.somebody_pushes("notes.txt", "mine");
    let done = writer.commit(put("edge/package-0", "2")).await.unwrap();
    assert_eq!(done.previous_commit.unwrap().to_string(), theirs);
    assert!(
        !writer
            .commit(put("edge/package-1", "1"))
            .await
            .unwrap()
            .changed
    );
    assert_eq!(world.commits(), 52);
    world.git(&["fsck", "--strict"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn https_works_with_the_authority_in_the_secret_and_with_no_other() {
    let world = World::new();
    let server = HttpGitServer::start(world.directory.path()).await.unwrap();
    let url = server.https_url("remote.git");
    let login = [
        ("username", HttpGitServer::USERNAME),
        ("password", HttpGitServer::PASSWORD),
    ];

    let error = writer(&world, &url, secret(&login))
        .commit(put("amf", "1"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("GitHostNotTrusted", ErrorClass::Permanent),
        "{error}"
    );
    assert!(error.to_string().contains("ca.crt"), "{error}");

    let authority = read(server.authority());
    let trusting = secret(&[&login[..], &[("ca.crt", authority.as_str())]].concat());
    fifty_packages_arrive(&world, &writer(&world, &url, trusting)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_refuses_a_wrong_password() {
    let world = World::new();
    let server = HttpGitServer::start(world.directory.path()).await.unwrap();
    let wrong = secret(&[
        ("username", HttpGitServer::USERNAME),
        ("password", "letmein"),
    ]);
    let url = server.http_url("remote.git");
    let error = writer(&world, &url, wrong)
        .commit(put("amf", "1"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, GitError::AuthenticationFailed { .. }),
        "{error}"
    );
    let right = secret(&[
        ("username", HttpGitServer::USERNAME),
        ("password", HttpGitServer::PASSWORD),
    ]);
    fifty_packages_arrive(&world, &writer(&world, &url, right)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ssh_works_with_the_key_and_the_known_host_of_the_secret() {
    let world = World::new();
    let server = SshGitServer::start(world.directory.path()).await.unwrap();
    let (identity, known_hosts) = (read(server.private_key()), read(server.known_hosts()));
    let credentials = secret(&[("identity", &identity), ("known_hosts", &known_hosts)]);
    fifty_packages_arrive(
        &world,
        &writer(&world, &server.url("remote.git"), credentials),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ssh_talks_to_no_host_that_known_hosts_does_not_vouch_for() {
    let world = World::new();
    let server = SshGitServer::start(world.directory.path()).await.unwrap();
    let url = server.url("remote.git");
    let identity = read(server.private_key());
    let other_host = "git.example.com ssh-ed25519 a2V5LWE=".to_owned();
    let known = read(server.known_hosts());
    let host = known.split_whitespace().next().unwrap();
    let other_key = format!("{host} ssh-ed25519 a2V5LWE=");
    for known_hosts in [other_host, other_key] {
        let credentials = secret(&[("identity", &identity), ("known_hosts", &known_hosts)]);
        let error = writer(&world, &url, credentials)
            .commit(put("amf", "1"))
            .await
            .unwrap_err();
        assert_eq!(
            (error.reason(), error.class()),
            ("GitHostNotTrusted", ErrorClass::Permanent),
            "{error}"
        );
        assert!(error.to_string().contains("ssh-keyscan"), "{error}");
    }
    assert_eq!(world.git(&["rev-list", "--all", "--count"]), "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ssh_says_which_keys_of_the_secret_are_needed_when_it_is_not_let_in() {
    let world = World::new();
    let server = SshGitServer::start(world.directory.path()).await.unwrap();
    let url = server.url("remote.git");
    let known_hosts = read(server.known_hosts());
    let stranger = world.directory.path().join("stranger");
    let path = stranger.to_str().unwrap();
    git_support::run(
        "ssh-keygen",
        world.directory.path(),
        &["-q", "-t", "ed25519", "-N", "", "-f", path],
    );
    let unreadable =
        "-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----"
            .to_owned();
    for identity in [read(&stranger), unreadable] {
        let credentials = secret(&[("identity", &identity), ("known_hosts", &known_hosts)]);
        let error = writer(&world, &url, credentials)
            .commit(put("amf", "1"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, GitError::AuthenticationFailed { .. }),
            "{error}"
        );
        assert!(error.to_string().contains("identity"), "{error}");
    }
    let error = writer(&world, &url, Credentials::anonymous())
        .commit(put("amf", "1"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, GitError::AuthenticationFailed { .. }),
        "{error}"
    );
}
