//! The writer against real bare repositories on this file system.
#![allow(clippy::unwrap_used)]

mod git_support;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use futures::future::join_all;
use git_support::{World, change, put, remove, run};
use nephoran_api::{Classified as _, ErrorClass};
use nephoran_gitops::git::{
    Change, Credentials, Deadlines, GitError, RepositoryUrl, RepositoryWriter, RepositoryWriters,
    tree_hash,
};

#[tokio::test]
async fn the_first_commit_creates_the_branch_of_an_empty_repository() {
    let world = World::new();
    let mut request = put("edge/ran/amf", "1");
    request.trailers.amended_by = vec![
        "telecom/scale-a".parse().unwrap(),
        "telecom/scale-b".parse().unwrap(),
    ];
    request.trailers.digest = Some(format!("sha256:{}", "a".repeat(64)).parse().unwrap());
    let done = world
        .writer("mirror")
        .commit(request.clone())
        .await
        .unwrap();

    assert!(done.changed && done.pushed_at.is_some());
    assert_eq!(done.previous_commit, None);
    assert_eq!(
        world.git(&["rev-parse", "main"]),
        done.commit.unwrap().to_string()
    );
    assert_eq!(
        world.git(&["rev-parse", "main:edge/ran/amf"]),
        done.tree.unwrap().to_string()
    );
    let Change::Put(expected) = &request.change else {
        unreachable!()
    };
    assert_eq!(done.tree.unwrap(), tree_hash(expected).unwrap());
    assert_eq!(
        world.show("edge/ran/amf/workload/object-3.yaml"),
        "kind: Thing\nname: edge/ran/amf-1-3"
    );
    assert_eq!(
        world.git(&["log", "-1", "--format=%s%n%(trailers)", "main"]),
        format!(
            "Deploy edge/ran/amf\nNephoran-Intent: telecom/amf\nNephoran-Generation: 1\nNephoran-Amended-By: \
             telecom/scale-a\nNephoran-Amended-By: telecom/scale-b\nNephoran-Digest: sha256:{}",
            "a".repeat(64)
        )
    );
    world.git(&["fsck", "--strict"]);
}

#[tokio::test]
async fn a_message_cannot_forge_trailers() {
    let world = World::new();
    let mut request = put("amf", "1");
    request.message =
        "Innocent\u{7}\n\nNephoran-Intent: other/victim\nNephoran-Generation: 9".to_owned();
    let writer = world.writer("mirror");
    writer.commit(request).await.unwrap();
    let state = writer
        .read_package("amf".parse().unwrap(), None)
        .await
        .unwrap();
    assert_eq!(state.trailers.unwrap().intent.to_string(), "telecom/amf");
}

#[tokio::test]
async fn a_request_that_changes_nothing_makes_no_commit_and_names_the_commit_that_did() {
    let world = World::new();
    let writer = world.writer("mirror");
    let first = writer.commit(put("amf", "1")).await.unwrap();
    writer.commit(put("smf", "1")).await.unwrap();
    let again = writer.commit(put("amf", "1")).await.unwrap();
    assert!(!again.changed && again.pushed_at.is_none());
    assert_eq!((again.commit, again.tree), (first.commit, first.tree));

    // The same after a restart, from a new mirror that has to search the history.
    let restarted = world
        .writer("another")
        .commit(put("amf", "1"))
        .await
        .unwrap();
    assert_eq!((restarted.commit, restarted.changed), (first.commit, false));
    assert_eq!(world.commits(), 2);
}

#[tokio::test]
async fn requests_that_wait_together_are_pushed_together_one_commit_each() {
    let world = World::new();
    let writer = world.writer("mirror");
    let packages: Vec<String> = (0..200)
        .map(|index| format!("edge/package-{index}"))
        .collect();
    let outcomes = join_all(
        packages
            .iter()
            .map(|package| writer.commit(put(package, "1"))),
    )
    .await;
    assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().changed));
    assert_eq!(world.commits(), 200);
    assert!(world.pushes() < 20, "{} pushes", world.pushes());
    assert_eq!(
        world
            .git(&["ls-tree", "--name-only", "main:edge"])
            .lines()
            .count(),
        200
    );
    world.git(&["fsck", "--strict"]);
}

#[tokio::test]
async fn removing_a_package_leaves_no_empty_directory_and_removing_it_again_no_commit() {
    let world = World::new();
    let writer = world.writer("mirror");
    writer.commit(put("edge/ran/amf", "1")).await.unwrap();
    writer.commit(put("core/smf", "1")).await.unwrap();
    let gone = writer.commit(remove("edge/ran/amf")).await.unwrap();
    assert_eq!((gone.changed, gone.tree), (true, None));
    assert_eq!(world.git(&["ls-tree", "--name-only", "main"]), "core");
    let again = writer.commit(remove("edge/ran/amf")).await.unwrap();
    assert_eq!((again.changed, again.commit), (false, gone.commit));
    assert_eq!(
        writer.commit(remove("never/there")).await.unwrap().commit,
        None
    );
    writer.commit(remove("core/smf")).await.unwrap();
    assert_eq!(world.git(&["ls-tree", "main"]), "");
    assert_eq!(world.commits(), 4);
    world.git(&["fsck", "--strict"]);
}

#[tokio::test]
async fn commits_are_rebuilt_on_top_of_what_somebody_else_pushed() {
    let world = World::new();
    let writer = world.writer("mirror");
    writer.commit(put("amf", "1")).await.unwrap();
    let theirs = world.somebody_pushes("docs/notes.txt", "mine");
    let done = writer.commit(put("amf", "2")).await.unwrap();
    assert_eq!(done.previous_commit.unwrap().to_string(), theirs);
    assert_eq!(world.show("docs/notes.txt"), "mine");
    assert_eq!(world.commits(), 3);
}

#[tokio::test]
async fn our_content_wins_over_an_edit_by_hand_which_stays_in_the_history() {
    let world = World::new();
    let writer = world.writer("mirror");
    writer.commit(put("amf", "1")).await.unwrap();
    let theirs = world.somebody_pushes("amf/workload/object-0.yaml", "edited");
    // The very same request: without a look at the remote it would pass for unchanged.
    let done = writer.commit(put("amf", "1")).await.unwrap();
    assert!(done.changed);
    assert_eq!(done.previous_commit.unwrap().to_string(), theirs);
    assert_eq!(
        world.show("amf/workload/object-0.yaml"),
        "kind: Thing\nname: amf-1-0"
    );
    let state = writer
        .read_package("amf".parse().unwrap(), done.previous_commit)
        .await
        .unwrap();
    assert_eq!(state.last_commit.unwrap().to_string(), theirs);
    assert_eq!(state.trailers, None);
}

#[tokio::test]
async fn the_previous_commit_gives_back_what_was_replaced() {
    let world = World::new();
    let writer = world.writer("mirror");
    writer.commit(put("amf", "1")).await.unwrap();
    let second = writer.commit(put("amf", "2")).await.unwrap();
    let before = writer
        .read_package("amf".parse().unwrap(), second.previous_commit)
        .await
        .unwrap();
    let rollback = change("amf", Change::Put(before.files.unwrap()));
    let done = writer.commit(rollback).await.unwrap();
    assert!(done.changed);
    assert_eq!(
        world.show("amf/workload/object-9.yaml"),
        "kind: Thing\nname: amf-1-9"
    );
    assert_eq!(world.commits(), 3);
}

#[tokio::test]
async fn a_crash_between_commit_and_push_loses_nothing_and_doubles_nothing() {
    let world = World::new();
    world
        .writer("mirror")
        .commit(put("amf", "1"))
        .await
        .unwrap();
    let requests = [put("amf", "2"), put("smf", "1")];
    {
        let mut doomed = world.mirror("mirror");
        assert!(!doomed.stage(&requests).unwrap().is_empty());
    }
    assert_eq!(world.commits(), 1);
    let writer = world.writer("mirror");
    for request in requests {
        assert!(writer.commit(request).await.unwrap().changed);
    }
    assert_eq!(world.commits(), 3);
}

#[tokio::test]
async fn a_push_whose_answer_was_lost_is_found_again_instead_of_repeated() {
    let world = World::new();
    let first = world
        .mirror("mirror")
        .commit(&[put("amf", "1"), put("smf", "1")]);
    let after_restart = world
        .mirror("mirror")
        .commit(&[put("amf", "1"), put("smf", "1")]);
    for (first, second) in first.into_iter().zip(after_restart) {
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(
            (second.commit, second.previous_commit),
            (first.commit, first.previous_commit)
        );
        assert!(!second.changed);
    }
    assert_eq!(world.commits(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_writing_one_branch_lose_no_commit() {
    let world = World::new();
    let writers = [world.writer("one"), world.writer("two")];
    let both = writers
        .iter()
        .enumerate()
        .map(|(number, writer)| async move {
            for index in 0..40 {
                let request = put(&format!("writer-{number}/package-{index}"), "1");
                // As the controller does: a writer that always comes second asks again later.
                while let Err(error) = writer.commit(request.clone()).await {
                    assert!(matches!(error, GitError::BranchConflict { .. }), "{error}");
                    assert_eq!(error.class(), ErrorClass::Transient);
                }
            }
        });
    join_all(both).await;
    assert_eq!(world.commits(), 80);
    for number in 0..2 {
        let packages = world.git(&["ls-tree", "--name-only", &format!("main:writer-{number}")]);
        assert_eq!(packages.lines().count(), 40);
    }
    world.git(&["fsck", "--strict"]);
}

#[tokio::test]
async fn a_path_taken_by_a_file_fails_its_own_request_only() {
    let world = World::new();
    let writer = world.writer("mirror");
    writer.commit(put("amf", "1")).await.unwrap();
    world.somebody_pushes("edge", "a file");
    let (bad, good) = tokio::join!(
        writer.commit(put("edge/amf", "1")),
        writer.commit(put("smf", "1"))
    );
    let error = bad.unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("GitPathOccupied", ErrorClass::Validation)
    );
    assert!(good.unwrap().changed);
}

#[tokio::test]
async fn a_missing_repository_and_one_with_a_work_tree_are_told_apart() {
    let world = World::new();
    let root = world.directory.path();
    let missing: RepositoryUrl = format!("file://{}/missing.git", root.display())
        .parse()
        .unwrap();
    let writer = RepositoryWriter::spawn(world.config(missing, "mirror"), Credentials::anonymous());
    let error = writer.commit(put("amf", "1")).await.unwrap_err();
    assert!(matches!(error, GitError::NotFound { .. }), "{error}");

    run("git", root, &["init", "-q", "worktree"]);
    let worktree: RepositoryUrl = format!("file://{}/worktree", root.display())
        .parse()
        .unwrap();
    let writer =
        RepositoryWriter::spawn(world.config(worktree, "mirror"), Credentials::anonymous());
    let error = writer.commit(put("amf", "1")).await.unwrap_err();
    assert!(matches!(error, GitError::PushRejected { .. }), "{error}");
    assert!(error.to_string().contains("bare"), "{error}");
}

#[test]
fn a_mirror_goes_on_after_its_memory_was_written_to_disk_and_after_a_restart() {
    let world = World::new();
    let mut mirror = world.mirror("mirror");
    // More objects than the mirror keeps in memory, twice.
    for round in 0..8 {
        let requests: Vec<_> = (0..100)
            .map(|index| put(&format!("round-{round}/package-{index}"), "1"))
            .collect();
        assert!(
            mirror
                .commit(&requests)
                .into_iter()
                .all(|outcome| outcome.unwrap().changed)
        );
    }
    let mut restarted = world.mirror("mirror");
    for mirror in [&mut mirror, &mut restarted] {
        let outcomes = mirror.commit(&[
            put("round-0/package-0", "1"),
            put("round-7/package-99", "1"),
        ]);
        assert!(
            outcomes
                .into_iter()
                .all(|outcome| !outcome.unwrap().changed)
        );
    }
    assert!(
        restarted
            .commit(&[put("round-0/package-0", "2")])
            .remove(0)
            .unwrap()
            .changed
    );
    assert_eq!(world.commits(), 801);
    world.git(&["fsck", "--strict"]);
}

#[tokio::test]
async fn a_damaged_mirror_heals_by_itself() {
    let world = World::new();
    world
        .writer("mirror")
        .commit(put("amf", "1"))
        .await
        .unwrap();
    for mirror in std::fs::read_dir(world.directory.path().join("mirror")).unwrap() {
        let objects = mirror.unwrap().path().join("objects");
        std::fs::remove_dir_all(&objects).unwrap();
        std::fs::create_dir(&objects).unwrap();
    }
    let writer = world.writer("mirror");
    let done = match writer.commit(put("amf", "2")).await {
        Err(error) => {
            assert_eq!(error.class(), ErrorClass::Transient, "{error}");
            writer.commit(put("amf", "2")).await.unwrap()
        }
        Ok(done) => done,
    };
    assert!(done.changed);
    assert_eq!(world.commits(), 2);
}

#[tokio::test]
async fn a_remote_that_refuses_connections_fails_every_request_at_once() {
    let world = World::new();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url: RepositoryUrl = format!("http://127.0.0.1:{port}/remote.git")
        .parse()
        .unwrap();
    let writer = RepositoryWriter::spawn(world.config(url, "mirror"), Credentials::anonymous());
    for outcome in join_all((0..50).map(|_| writer.commit(put("amf", "1")))).await {
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.reason(), error.class()),
            ("GitUnreachable", ErrorClass::Transient),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_remote_that_never_answers_is_given_up_at_the_deadline_and_not_waited_for_again() {
    let world = World::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url: RepositoryUrl = format!("http://{}/remote.git", silent.local_addr().unwrap())
        .parse()
        .unwrap();
    let mut config = world.config(url, "mirror");
    config.deadlines = Deadlines {
        drain: Duration::from_millis(300),
        fail_fast: Duration::from_mins(10),
        ..Deadlines::default()
    };
    let writer = RepositoryWriter::spawn(config, Credentials::anonymous());
    let error = writer.commit(put("amf", "1")).await.unwrap_err();
    assert!(matches!(error, GitError::Unreachable { .. }), "{error}");
    let started = Instant::now();
    let error = writer.commit(put("amf", "1")).await.unwrap_err();
    assert!(matches!(error, GitError::Unreachable { .. }), "{error}");
    // The deadline itself bounds what "at once" can mean here.
    assert!(started.elapsed() < Duration::from_millis(300));
}

#[tokio::test]
async fn one_branch_has_one_writer_however_often_it_is_asked_for() {
    let world = World::new();
    let cache = world.directory.path().join("mirror");
    let writers = RepositoryWriters::new(cache, git_support::operator(), Deadlines::default());
    let branch = git_support::branch();
    let requests = (0..20).map(|index| {
        let writer = writers.writer(&world.url(), &branch, Credentials::anonymous());
        async move { writer.commit(put(&format!("package-{index}"), "1")).await }
    });
    for outcome in join_all(requests).await {
        outcome.unwrap();
    }
    assert_eq!(world.commits(), 20);
    assert!(world.pushes() < 20, "{} pushes", world.pushes());
}
