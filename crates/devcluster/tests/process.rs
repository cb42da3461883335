//! Starting, killing and restarting children.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use nephoran_devcluster::process::{ChildProcess, ProcessError, Program};

const LIMIT: Duration = Duration::from_secs(10);
/// Runs until it is told to end, and then says goodbye.
const PATIENT: &str = "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.01; done";

fn shell(folder: &Path, script: &str) -> ChildProcess {
    Program::new("shell", "/bin/sh", folder)
        .args(["-c", script])
        .env("GREETING", "hello")
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_child_that_ends_early_is_reported_with_the_end_of_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = shell(
        folder.path(),
        "echo $GREETING; echo no such flag >&2; exit 3",
    );
    let error = child
        .wait_until_ready("http://127.0.0.1:1/readyz", LIMIT)
        .await
        .unwrap_err();
    let ProcessError::Ended { status, tail, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(status.code(), Some(3));
    assert_eq!(tail, "hello\nno such flag");
}

#[tokio::test]
async fn a_child_that_is_not_ready_in_time_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = shell(folder.path(), "exec sleep 60");
    let error = child
        .wait_until("greet", Duration::ZERO, async || false)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("shell did not greet within 0ns"),
        "{error}"
    );
}

#[tokio::test]
async fn a_restarted_child_is_a_new_process_with_the_same_arguments_and_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = shell(folder.path(), "echo $GREETING; exec sleep 60");
    let log = child.log().to_owned();
    let lines = async |count: usize| fs::read_to_string(&log).unwrap().lines().count() == count;
    child
        .wait_until("greet", LIMIT, async || lines(1).await)
        .await
        .unwrap();
    let first = child.pid();
    child.kill9().unwrap();
    assert!(child.check_running().is_err());

    child.restart().unwrap();
    child
        .wait_until("greet again", LIMIT, async || lines(2).await)
        .await
        .unwrap();
    assert_ne!(child.pid(), first);
    assert!(child.resident_memory().unwrap() > 0);
}

#[tokio::test]
async fn a_terminated_child_may_clean_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = shell(folder.path(), PATIENT);
    let log = child.log().to_owned();
    let has = async |word: &str| fs::read_to_string(&log).unwrap().contains(word);
    child
        .wait_until("get ready", LIMIT, async || has("ready").await)
        .await
        .unwrap();
    let status = child.terminate(LIMIT).await.unwrap();
    assert_eq!(status.code(), Some(7));
    assert!(has("bye").await);
}

#[tokio::test]
async fn a_child_outlives_the_thread_that_started_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let start = move || {
        let child = shell(&path, PATIENT);
        // From here on it is tied to whatever it is tied to.
        while fs::read_to_string(child.log()).unwrap().is_empty() {}
        let this_thread = Path::new("/proc").join(fs::read_link("/proc/thread-self").unwrap());
        (child, this_thread)
    };
    let (mut child, thread) = std::thread::spawn(start).join().unwrap();
    // The kernel signals the children of a thread after it can be joined and before it is gone.
    child
        .wait_until("see the thread end", LIMIT, async || !thread.exists())
        .await
        .unwrap();
    assert_eq!(child.terminate(LIMIT).await.unwrap().code(), Some(7));
}

#[test]
fn a_dropped_child_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let child = shell(folder.path(), "exec sleep 60");
    let process = format!("/proc/{}", child.pid());
    assert!(Path::new(&process).exists());
    drop(child);
    assert!(!Path::new(&process).exists());
}
