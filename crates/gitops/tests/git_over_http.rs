//! The writer against `git http-backend`: logins, hooks, and somebody else pushing.
#![allow(clippy::unwrap_used)]

mod git_support;
#[path = "git_support/http.rs"]
mod http;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

use futures::future::join_all;
use git_support::{World, put};
use nephoran_api::{Classified as _, ErrorClass};
use nephoran_gitops::git::{Credentials, GitError, RepositoryUrl, RepositoryWriter};

// `printf bot:hunter2 | base64`
const BASIC: &str = "Basic Ym90Omh1bnRlcjI=";

fn secret(entries: &[(&str, &str)]) -> Credentials {
    let data = entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.as_bytes().to_vec()));
    Credentials::from_secret_data(&data.collect::<BTreeMap<_, _>>()).unwrap()
}

fn bot() -> Credentials {
    secret(&[("username", "bot"), ("password", "hunter2")])
}

async fn served(world: &World) -> RepositoryUrl {
    http::serve(world.directory.path().to_owned(), BASIC).await
}

fn pre_receive(world: &World, script: &str) {
    let hook = world.remote().join("hooks/pre-receive");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn packages_are_pushed_over_http_with_a_password() {
    let world = World::new();
    let writer = RepositoryWriter::spawn(world.config(served(&world).await, "mirror"), bot());
    let outcomes =
        join_all((0..30).map(|index| writer.commit(put(&format!("edge/package-{index}"), "1"))))
            .await;
    assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().changed));
    assert_eq!(world.commits(), 30);
    assert!(
        !writer
            .commit(put("edge/package-7", "1"))
            .await
            .unwrap()
            .changed
    );
    world.git(&["fsck", "--strict"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_sent_as_bearer() {
    let world = World::new();
    let url = http::serve(world.directory.path().to_owned(), "Bearer t0ken").await;
    let writer = RepositoryWriter::spawn(
        world.config(url, "mirror"),
        secret(&[("bearerToken", "t0ken")]),
    );
    assert!(writer.commit(put("amf", "1")).await.unwrap().changed);
    writer.set_credentials(secret(&[("bearerToken", "revoked")]));
    let error = writer.commit(put("amf", "2")).await.unwrap_err();
    assert!(
        matches!(error, GitError::AuthenticationFailed { .. }),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("revoked"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_credentials_name_the_keys_of_the_secret_and_keep_its_values() {
    let world = World::new();
    let url = served(&world).await;
    let wrong = secret(&[("username", "bot"), ("password", "letmein")]);
    for credentials in [wrong, Credentials::anonymous()] {
        let writer = RepositoryWriter::spawn(world.config(url.clone(), "mirror"), credentials);
        let error = writer.commit(put("amf", "1")).await.unwrap_err();
        assert_eq!(
            (error.reason(), error.class()),
            ("GitAuthenticationFailed", ErrorClass::Permanent),
            "{error}"
        );
        let text = format!("{error} {error:?}");
        assert!(
            text.contains("username and password") && !text.contains("letmein"),
            "{text}"
        );

        writer.set_credentials(bot());
        let package = format!(
            "after-rotation-{}",
            world.git(&["rev-list", "--all", "--count"])
        );
        assert!(writer.commit(put(&package, "1")).await.unwrap().changed);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_repository_is_not_found() {
    let world = World::new();
    let url: RepositoryUrl = served(&world)
        .await
        .as_str()
        .replace("remote.git", "other.git")
        .parse()
        .unwrap();
    let writer = RepositoryWriter::spawn(world.config(url, "mirror"), bot());
    let error = writer.commit(put("amf", "1")).await.unwrap_err();
    assert!(matches!(error, GitError::NotFound { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hook_that_refuses_everything_is_quoted() {
    let world = World::new();
    pre_receive(
        &world,
        "printf 'branch is \\033[31mprotected\\033[0m, hunter2\\n' >&2; exit 1",
    );
    let writer = RepositoryWriter::spawn(world.config(served(&world).await, "mirror"), bot());
    for outcome in
        join_all((0..40).map(|index| writer.commit(put(&format!("package-{index}"), "1")))).await
    {
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.reason(), error.class()),
            ("GitPushRejected", ErrorClass::Permanent),
            "{error}"
        );
        let text = error.to_string();
        assert!(
            text.contains("protected") && text.contains("pre-receive hook declined"),
            "{text}"
        );
        assert!(
            !text.contains("hunter2") && !text.chars().any(char::is_control),
            "{text:?}"
        );
    }
    assert_eq!(world.git(&["rev-list", "--all", "--count"]), "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hook_that_refuses_one_package_lets_the_others_pass() {
    let world = World::new();
    let refuse_amf = "while read old new ref; do
        if git ls-tree -d --name-only $new | grep -q '^amf$'; then echo 'amf is frozen' >&2; exit 1; fi
    done";
    pre_receive(&world, refuse_amf);
    let writer = RepositoryWriter::spawn(world.config(served(&world).await, "mirror"), bot());
    let packages = ["nrf", "smf", "amf", "upf", "ausf", "udm", "pcf"];
    let outcomes = join_all(packages.map(|package| writer.commit(put(package, "1")))).await;
    for (package, outcome) in packages.iter().zip(outcomes) {
        match outcome {
            Ok(done) => assert!(done.changed && *package != "amf"),
            Err(error) => assert!(
                *package == "amf" && error.to_string().contains("amf is frozen"),
                "{package}: {error}"
            ),
        }
    }
    assert_eq!(world.commits(), packages.len() - 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commits_are_rebuilt_when_somebody_pushed_in_between() {
    let world = World::new();
    let writer = RepositoryWriter::spawn(world.config(served(&world).await, "mirror"), bot());
    writer.commit(put("amf", "1")).await.unwrap();
    let theirs = world.somebody_pushes("notes.txt", "mine");
    let done = writer.commit(put("amf", "2")).await.unwrap();
    assert_eq!(done.previous_commit.unwrap().to_string(), theirs);
    assert_eq!(world.commits(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_branch_is_created_again() {
    let world = World::new();
    let writer = RepositoryWriter::spawn(world.config(served(&world).await, "mirror"), bot());
    writer.commit(put("amf", "1")).await.unwrap();
    world.git(&["update-ref", "-d", "refs/heads/main"]);
    let done = writer.commit(put("amf", "1")).await.unwrap();
    assert_eq!((done.changed, done.previous_commit), (true, None));
    assert_eq!(world.commits(), 1);
}
