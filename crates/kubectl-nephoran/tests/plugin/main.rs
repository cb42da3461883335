//! The plugin as a person runs it: arguments in; text, messages and exit codes out. No network.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what fails here fails a test"
)]

mod catalogue;
mod check;
mod examples;
mod health;
mod parse;
mod plan;
mod render;
mod status;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run of the plugin left behind.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl std::fmt::Display for Ran {
    /// Everything a person sees, for snapshots.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = self.stdout.clone();
        if !self.stderr.is_empty() {
            write!(text, "--- messages\n{}", self.stderr)?;
        }
        write!(formatter, "{text}--- exit code {}", self.code)
    }
}

/// The plugin at the root of the repository, without a cluster to talk to.
fn plugin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-nephoran"));
    command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .env_clear()
        .env("HOME", "/nonexistent");
    command
}

fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    run_with(arguments, "")
}

/// Runs the plugin with a text on standard input.
fn run_with<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>, input: &str) -> Ran {
    let mut command = plugin();
    command.args(arguments);
    finish(command, input)
}

fn finish(mut command: Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that needs no input may be over before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An intent as a YAML document.
fn intent(name: &str, sentence: &str) -> String {
    format!(
        "---\napiVersion: nephoran.com/v1\nkind: NetworkIntent\nmetadata: {{name: {name}, namespace: core}}\nspec: {{intent: \"{sentence}\"}}\n"
    )
}

/// Paths of all files below a directory, relative to it, sorted.
fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(directory).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn help_explains_every_command() {
    for command in [
        "",
        "status",
        "parse",
        "plan",
        "render",
        "catalogue",
        "health",
    ] {
        let ran = run(command.split_whitespace().chain(["--help"]));
        assert_eq!(ran.code, 0);
        insta::assert_snapshot!(format!("help-{command}"), ran.stdout);
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    for wrong in [
        &["frobnicate"][..],
        &[],
        &["plan"],
        &["parse", "Deploy AMF with 3 replicas", "-o", "xml"],
    ] {
        let ran = run(wrong);
        assert_eq!(ran.code, 2, "{wrong:?}");
        assert!(
            ran.stderr.contains("--help") || ran.stderr.contains("Usage"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let mut child = plugin()
        .args(["plan", "-f", "examples/01-core.yaml", "-o", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
