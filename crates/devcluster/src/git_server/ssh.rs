//! OpenSSH on loopback for the user who runs the tests, with a key of its own and nothing but Git behind it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::net::TcpStream;

use super::{GitServerError, START_TIMEOUT, find_program, output_of, write};
use crate::process::{ChildProcess, Program};
use crate::run_directory::{ReservedPort, RunDirectory};

/// Where Debian's sshd drops its privileges; it refuses to start as root when this folder is absent.
const PRIVILEGE_SEPARATION: &str = "/run/sshd";

/// Serves every repository of a folder, for reading and writing; stopped on drop.
#[derive(Debug)]
pub struct SshGitServer {
    _sshd: ChildProcess,
    port: ReservedPort,
    username: String,
    repositories: PathBuf,
    private_key: PathBuf,
    known_hosts: PathBuf,
    _directory: RunDirectory,
}

impl SshGitServer {
    /// Starts serving the repositories in the folder `repositories`.
    pub async fn start(repositories: &Path) -> Result<Self, GitServerError> {
        let directory = RunDirectory::create()?;
        let folder = directory.path();
        let port = ReservedPort::take()?;
        let (host_key, host_public) = generate_key(folder, "host_key")?;
        let (private_key, client_public) = generate_key(folder, "client_key")?;
        let git_only = r#"restrict,command="git-shell -c \"$SSH_ORIGINAL_COMMAND\"""#;
        let authorized = write(
            folder,
            "authorized_keys",
            &format!("{git_only} {client_public}\n"),
        )?;
        let known_hosts = write(
            folder,
            "known_hosts",
            &format!("[127.0.0.1]:{port} {host_public}\n"),
        )?;
        let configuration = write(
            folder,
            "sshd_config",
            &configuration(&port, &host_key, &authorized),
        )?;

        if rustix::process::getuid().is_root() {
            fs::create_dir_all(PRIVILEGE_SEPARATION).map_err(|source| GitServerError::Write {
                path: PRIVILEGE_SEPARATION.into(),
                source,
            })?;
        }
        let mut sshd = Program::new("sshd", find_program("sshd")?, folder)
            .args(["-D", "-e", "-f"])
            .arg(configuration)
            .spawn()?;
        let address = format!("127.0.0.1:{port}");
        let accepts = async || TcpStream::connect(&address).await.is_ok();
        sshd.wait_until(
            &format!("accept connections on {address}"),
            START_TIMEOUT,
            accepts,
        )
        .await?;
        Ok(Self {
            _sshd: sshd,
            port,
            username: output_of(Command::new("id").arg("-un"))?,
            repositories: repositories.to_owned(),
            private_key,
            known_hosts,
            _directory: directory,
        })
    }

    /// The address of a repository, for instance `packages.git`, with the user in it.
    #[must_use]
    pub fn url(&self, repository: &str) -> String {
        let path = self.repositories.join(repository);
        format!(
            "ssh://{}@127.0.0.1:{}{}",
            self.username,
            self.port,
            path.display()
        )
    }

    /// The file with the private key that is let in (OpenSSH format, ed25519, no passphrase).
    #[must_use]
    pub fn private_key(&self) -> &Path {
        &self.private_key
    }

    /// A `known_hosts` file with the server's key.
    #[must_use]
    pub fn known_hosts(&self) -> &Path {
        &self.known_hosts
    }
}

/// Generates a key pair; gives the private key's file and the public key's text without its remark.
fn generate_key(folder: &Path, name: &str) -> Result<(PathBuf, String), GitServerError> {
    let path = folder.join(name);
    output_of(
        Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"])
            .arg(&path),
    )?;
    let public = path.with_extension("pub");
    let text = fs::read_to_string(&public).map_err(|error| GitServerError::Prepare {
        command: format!("ssh-keygen -f {}", path.display()),
        message: error.to_string(),
    })?;
    Ok((path, text.trim().to_owned()))
}

fn configuration(port: &ReservedPort, host_key: &Path, authorized: &Path) -> String {
    let (host_key, authorized) = (host_key.display(), authorized.display());
    // Only the run's key counts: no password, no PAM, no key or rule of the machine's own configuration.
    format!(
        "ListenAddress 127.0.0.1:{port}
HostKey {host_key}
AuthorizedKeysFile {authorized}
PidFile none
AuthenticationMethods publickey
PasswordAuthentication no
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
AcceptEnv GIT_PROTOCOL
"
    )
}
