//! The `devcluster` command.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn killing_the_command_leaves_no_process() {
    // Without nodes it starts the three programs that matter here, and faster.
    let mut command = Command::new(env!("CARGO_BIN_EXE_devcluster"))
        .args(["run", "--nodes", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut children = Vec::new();
    for line in BufReader::new(command.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if let Some((_, rest)) = line.split_once(" pid ") {
            let pid = rest.split_whitespace().next().unwrap();
            children.push(PathBuf::from(format!("/proc/{pid}")));
        }
        if line.starts_with("Ctrl-C") {
            break;
        }
    }
    assert_eq!(children.len(), 3, "{children:?}");
    assert!(
        children.iter().all(|process| process.exists()),
        "{children:?}"
    );

    command.kill().unwrap();
    command.wait().unwrap();

    let deadline = Instant::now() + Duration::from_secs(10);
    while children.iter().any(|process| process.exists()) {
        assert!(Instant::now() < deadline, "still there: {children:?}");
        std::thread::yield_now();
    }
}
