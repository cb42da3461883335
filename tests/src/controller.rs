//! The six binaries.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use nephoran_devcluster::process::Program;

/// The variable that names the folder of the binaries; without it they are looked for beside the running program.
pub const BINARIES: &str = "NEPHORAN_BIN_DIR";

/// One of the six binaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Controller {
    /// Decides routes, dispatches, aggregates status, and runs the legacy monolith.
    MigrationBridge,
    /// Phase 1.
    IntentProcessing,
    /// Phase 2.
    ResourcePlanning,
    /// Phase 3.
    ManifestGeneration,
    /// Phase 4.
    Gitops,
    /// Phase 5.
    Verification,
}

impl Controller {
    /// All six; the phases in the order they run.
    pub const ALL: [Self; 6] = [
        Self::MigrationBridge,
        Self::IntentProcessing,
        Self::ResourcePlanning,
        Self::ManifestGeneration,
        Self::Gitops,
        Self::Verification,
    ];

    /// The name of its binary, its chart and its ServiceAccount.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MigrationBridge => "nephoran-migration-bridge",
            Self::IntentProcessing => "nephoran-intent-processing",
            Self::ResourcePlanning => "nephoran-resource-planning",
            Self::ManifestGeneration => "nephoran-manifest-generation",
            Self::Gitops => "nephoran-gitops",
            Self::Verification => "nephoran-verification",
        }
    }

    /// Whether it commits to Git.
    #[must_use]
    pub const fn commits(self) -> bool {
        matches!(self, Self::MigrationBridge | Self::Gitops)
    }

    /// The program, without arguments, logging into `logs`.
    pub(crate) fn program(self, logs: &Path) -> Result<Program> {
        let executable = binaries()?.join(self.name());
        if !executable.is_file() {
            bail!(
                "{} is not there: build it first, for instance with `cargo build -p {}`, or set {BINARIES} to the folder that holds it",
                executable.display(),
                self.name()
            );
        }
        Ok(Program::new(self.name(), executable, logs))
    }
}

/// Where the program `name` of ours lies.
pub fn program(name: &str) -> Result<PathBuf> {
    Ok(binaries()?.join(name))
}

/// `target/<profile>`: a program of ours lies in it, a test one folder deeper.
fn binaries() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os(BINARIES) {
        return Ok(PathBuf::from(folder));
    }
    let own = std::env::current_exe().context("failed to find the running program")?;
    let folder = own
        .parent()
        .context("the running program is in no folder")?;
    let profile = if folder.ends_with("deps") {
        folder.parent()
    } else {
        Some(folder)
    };
    profile
        .map(Path::to_owned)
        .context("the running program is in no build folder")
}
