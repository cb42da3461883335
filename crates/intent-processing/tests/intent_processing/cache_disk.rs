//! The cache on disk: it outlives processes, is shared by them, and survives whatever happens to its files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};

use futures::future::join_all;
use nephoran_intent_processing::cache::{CacheKey, Level, Outcome};
use proptest::prelude::*;
use serde_json::json;

use crate::cache_stack::{Stack, key};

fn on_disk(directory: &Path) -> Stack {
    Stack::new(json!({"disk": {"directory": directory}}))
}

/// The one entry in a directory.
fn only_entry(directory: &Path) -> PathBuf {
    let mut entries = entries(directory);
    assert_eq!(entries.len(), 1);
    entries.remove(0)
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(directory).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "entry"))
        .collect()
}

#[tokio::test]
async fn an_answer_outlives_the_process() {
    let directory = tempfile::tempdir().unwrap();
    on_disk(directory.path())
        .ask_and_settle(&key("kept"), "good")
        .await;
    let name = only_entry(directory.path()).file_name().unwrap().to_owned();
    assert!(name.to_str().unwrap().starts_with("llm-response-"));

    let after = on_disk(directory.path());
    let told = after.ask(&key("kept"), "good, but another").await;
    assert_eq!(told, ("good".to_owned(), Outcome::Hit(Level::Disk)));
    assert_eq!(
        after.ask(&key("kept"), "").await.1,
        Outcome::Hit(Level::Memory)
    );
    assert_eq!(after.fetches(), 0);
    assert_eq!(after.asked("disk", "hit"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_share_a_directory() {
    let directory = tempfile::tempdir().unwrap();
    let stacks = [on_disk(directory.path()), on_disk(directory.path())];
    let asks = (0..200).map(|number| {
        let stack = stacks[number % 2].clone();
        tokio::spawn(async move {
            let name = format!("good {}", number / 4);
            assert_eq!(stack.ask_and_settle(&key(&name), &name).await.0, name);
        })
    });
    for asked in join_all(asks).await {
        asked.unwrap();
    }
    // On a disk that is busy for seconds nobody waits for a write, but it goes on.
    let written = async {
        while entries(directory.path()).is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_mins(2), written).await;
    waited.expect("an entry is written in the end");
    let third = on_disk(directory.path());
    for number in 0..50 {
        let name = format!("good {number}");
        assert_eq!(third.ask(&key(&name), &name).await.0, name);
    }
    assert_eq!(third.asked("disk", "rejected"), 0);
    assert!(third.asked("disk", "hit") > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a kill, a full disk or a bad sector leaves behind.
    #[test]
    fn a_damaged_file_is_dropped_and_never_believed(
        at in any::<prop::sample::Index>(),
        damage in prop_oneof![(1u8..).prop_map(Some), Just(None)],
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let directory = tempfile::tempdir().unwrap();
            on_disk(directory.path()).ask_and_settle(&key("damaged"), "good answer").await;
            let path = only_entry(directory.path());
            let mut bytes = fs::read(&path).unwrap();
            let at = at.index(bytes.len());
            match damage {
                Some(flip) => bytes[at] ^= flip,
                None => bytes.truncate(at),
            }
            fs::write(&path, bytes).unwrap();

            let after = on_disk(directory.path());
            let told = after.ask_and_settle(&key("damaged"), "good, fetched").await;
            assert_eq!(told, ("good, fetched".to_owned(), Outcome::Miss));
            assert_eq!(after.asked("disk", "rejected"), 1);
            let healed = on_disk(directory.path()).ask(&key("damaged"), "").await;
            assert_eq!(healed, ("good, fetched".to_owned(), Outcome::Hit(Level::Disk)));
        });
    }
}

#[tokio::test]
async fn what_is_not_accepted_is_dropped_even_when_nothing_can_be_fetched() {
    let directory = tempfile::tempdir().unwrap();
    on_disk(directory.path()).poison(&key("poisoned")).await;
    let stack = on_disk(directory.path());
    let fetch = async { Err::<(String, Vec<u8>), _>("the model is down".to_owned()) };
    let poisoned = key("poisoned");
    let told = stack
        .caches
        .get_or_fetch(&poisoned, crate::cache_stack::accept, fetch)
        .await;
    assert!(told.is_err());
    assert_eq!(stack.asked("disk", "rejected"), 1);
    assert_eq!(entries(directory.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn another_keys_file_is_not_believed() {
    let directory = tempfile::tempdir().unwrap();
    let stack = on_disk(directory.path());
    stack.ask_and_settle(&key("mine"), "good").await;
    let mine = only_entry(directory.path());
    stack.ask_and_settle(&key("yours"), "good, yours").await;
    let yours = entries(directory.path())
        .into_iter()
        .find(|path| *path != mine)
        .unwrap();
    fs::copy(yours, mine).unwrap();
    let told = on_disk(directory.path()).ask(&key("mine"), "good").await;
    assert_eq!(told, ("good".to_owned(), Outcome::Miss));
}

#[tokio::test]
async fn a_file_is_not_believed_when_it_is_too_old_for_the_reader() {
    let directory = tempfile::tempdir().unwrap();
    on_disk(directory.path())
        .ask_and_settle(&key("old"), "good")
        .await;
    let options = json!({"llmResponseTtlSeconds": 1, "disk": {"directory": directory.path()}});
    crate::cache_stack::until("the file is too old", async || {
        Stack::new(options.clone()).ask(&key("old"), "good").await.1 == Outcome::Miss
    })
    .await;
}

#[tokio::test]
async fn a_pipe_or_a_directory_in_place_of_a_file_holds_nobody_up() {
    let directory = tempfile::tempdir().unwrap();
    let stack = on_disk(directory.path());
    stack.ask_and_settle(&key("odd"), "good").await;
    let path = only_entry(directory.path());

    fs::remove_file(&path).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&path)
            .status()
            .unwrap()
            .success()
    );
    let stack = on_disk(directory.path());
    assert_eq!(
        stack.ask_and_settle(&key("odd"), "good").await.1,
        Outcome::Miss
    );
    assert_eq!(stack.asked("disk", "rejected"), 1);
    assert!(fs::symlink_metadata(&path).unwrap().is_file());

    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let stack = on_disk(directory.path());
    assert_eq!(
        stack.ask_and_settle(&key("odd"), "good").await.1,
        Outcome::Miss
    );
    assert_eq!(stack.wrote("disk", "failed"), 1);
}

#[tokio::test]
async fn what_a_killed_process_left_is_swept_and_what_is_not_ours_stays() {
    let directory = tempfile::tempdir().unwrap();
    let [abandoned, fresh, foreign] = [
        "llm-response-0.1-0.unfinished",
        "llm-response-1.1-0.unfinished",
        "notes.txt",
    ]
    .map(|name| directory.path().join(name));
    for path in [&abandoned, &fresh, &foreign] {
        fs::write(path, "half an ent").unwrap();
    }
    let hour_ago = SystemTime::now() - Duration::from_hours(1);
    for path in [&abandoned, &foreign] {
        fs::File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(hour_ago)
            .unwrap();
    }
    let stack = on_disk(directory.path());
    assert_eq!(
        stack.ask_and_settle(&key("new"), "good").await.1,
        Outcome::Miss
    );
    assert_eq!(
        (abandoned.exists(), fresh.exists(), foreign.exists()),
        (false, true, true)
    );
    assert_eq!(
        on_disk(directory.path()).ask(&key("new"), "").await.1,
        Outcome::Hit(Level::Disk)
    );
}

#[tokio::test]
async fn the_directory_stays_within_its_bound_and_the_oldest_go_first() {
    let directory = tempfile::tempdir().unwrap();
    let bound = 1 << 20;
    let options = json!({"disk": {"directory": directory.path(), "maxBytes": bound}});
    let stack = Stack::new(options.clone());
    let answer = format!("good {}", "x".repeat(10 << 10));
    for number in 0..150 {
        stack
            .ask_and_settle(&key(&number.to_string()), &answer)
            .await;
        assert!(stack.bytes("disk") <= bound);
    }
    let bytes = entries(directory.path())
        .iter()
        .map(|path| fs::metadata(path).unwrap().len())
        .sum::<u64>();
    assert!(bytes > bound / 2 && bytes <= bound, "{bytes}");
    let after = Stack::new(options);
    assert_eq!(
        after.ask(&key("149"), &answer).await.1,
        Outcome::Hit(Level::Disk)
    );
    assert_eq!(after.ask(&key("0"), &answer).await.1, Outcome::Miss);
}

#[tokio::test]
async fn a_directory_that_cannot_be_used_costs_nothing_but_speed() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let stack = on_disk(&file.join("below a file"));
    assert_eq!(
        stack.ask_and_settle(&key("any"), "good").await.1,
        Outcome::Miss
    );
    assert_eq!(stack.asked("disk", "error"), 1);
    assert_eq!(stack.wrote("disk", "failed"), 1);
    assert_eq!(
        stack.ask(&key("any"), "good").await.1,
        Outcome::Hit(Level::Memory)
    );
}

#[tokio::test]
async fn a_directory_that_was_removed_is_made_again() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("cache");
    let stack = on_disk(&directory);
    stack.ask_and_settle(&key("before"), "good").await;
    fs::remove_dir_all(&directory).unwrap();
    stack.ask_and_settle(&key("lost"), "good").await;
    stack.ask_and_settle(&key("after"), "good").await;
    assert_eq!(
        on_disk(&directory).ask(&key("after"), "").await.1,
        Outcome::Hit(Level::Disk)
    );
}

#[tokio::test]
async fn no_file_name_says_what_was_asked() {
    let directory = tempfile::tempdir().unwrap();
    let stack = on_disk(directory.path());
    stack
        .ask_and_settle(&CacheKey::llm_response(&"../../etc/secret plan"), "good")
        .await;
    let name = only_entry(directory.path());
    let name = name.file_stem().unwrap().to_str().unwrap();
    let hex = name.strip_prefix("llm-response-").unwrap();
    assert!(hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
