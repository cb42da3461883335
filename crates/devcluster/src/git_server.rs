//! Real Git servers on loopback, each serving the bare repositories of one folder: git's own `http-backend` behind
//! nginx with basic authentication and TLS, and OpenSSH.

mod http;
mod ssh;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub use http::HttpGitServer;
pub use ssh::SshGitServer;

use crate::process::ProcessError;
use crate::run_directory::ReservationError;

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// Why a Git server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum GitServerError {
    /// A program is not installed.
    #[error(
        "failed to find {0}: run tools/install-debian-packages.sh, or install it with your system's package tool"
    )]
    MissingProgram(&'static str),
    /// A program that prepares the server failed.
    #[error("failed to run {command}: {message}")]
    Prepare {
        /// The command line.
        command: String,
        /// What it or the system said.
        message: String,
    },
    /// A file could not be written.
    #[error("failed to write {}: check that the disk is not full", path.display())]
    Write {
        /// The file concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificates could not be generated.
    #[error("failed to generate the server's certificate")]
    Certificate(#[from] rcgen::Error),
    /// No folder or port.
    #[error(transparent)]
    Reservation(#[from] ReservationError),
    /// The server did not start.
    #[error(transparent)]
    Process(#[from] ProcessError),
}

/// Finds a program on the PATH and where Debian puts servers.
fn find_program(name: &'static str) -> Result<PathBuf, GitServerError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")])
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
        .ok_or(GitServerError::MissingProgram(name))
}

/// Runs a program that ends at once and gives what it printed.
fn output_of(command: &mut Command) -> Result<String, GitServerError> {
    let result = command.output();
    let failed = |message: String| GitServerError::Prepare {
        command: format!("{command:?}"),
        message,
    };
    let output = result.map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf, GitServerError> {
    let path = folder.join(name);
    match std::fs::write(&path, text) {
        Ok(()) => Ok(path),
        Err(source) => Err(GitServerError::Write { path, source }),
    }
}
