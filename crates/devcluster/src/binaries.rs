//! Where the control plane's programs come from: a folder the user names, or a build from pinned Go modules.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

/// The folder of ready-made programs that kubebuilder's `setup-envtest` and this project read.
const ASSETS: &str = "KUBEBUILDER_ASSETS";
const BUILD_SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tools/build-controlplane.sh"
);

/// Every program that [`locate`] can provide.
pub const ALL: [&str; 7] = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kubectl",
    "kwok",
    "helm",
];

/// Why a program could not be provided.
#[derive(Debug, thiserror::Error)]
pub enum BinariesError {
    /// The build script itself could not be started.
    #[error(
        "failed to start {BUILD_SCRIPT}: check that the repository is complete and bash is installed"
    )]
    Start(#[source] std::io::Error),
    /// The build script gave up; it has said why on standard error.
    #[error("{BUILD_SCRIPT} ended with {0}: its own message above says what to do")]
    Build(std::process::ExitStatus),
}

/// Gives the path of each program: from `KUBEBUILDER_ASSETS` where it is there, else from the cached Go build,
/// which takes minutes the first time and says so on standard error.
pub async fn locate<const N: usize>(programs: [&str; N]) -> Result<[PathBuf; N], BinariesError> {
    let assets = std::env::var_os(ASSETS).map(PathBuf::from);
    let given = |program: &str| {
        assets
            .as_ref()
            .map(|folder| folder.join(program))
            .filter(|path| path.is_file())
    };
    let missing: Vec<&str> = programs
        .into_iter()
        .filter(|program| given(program).is_none())
        .collect();
    let built = if missing.is_empty() {
        PathBuf::new()
    } else {
        build(&missing).await?
    };
    Ok(programs.map(|program| given(program).unwrap_or_else(|| built.join(program))))
}

async fn build(programs: &[&str]) -> Result<PathBuf, BinariesError> {
    let output = Command::new(BUILD_SCRIPT)
        .args(programs)
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(BinariesError::Start)?;
    if !output.status.success() {
        return Err(BinariesError::Build(output.status));
    }
    Ok(Path::new(String::from_utf8_lossy(&output.stdout).trim_end()).to_owned())
}
