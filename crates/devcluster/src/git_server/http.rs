//! `git http-backend` behind nginx: HTTP on one port and HTTPS on another, both with basic authentication.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{GitServerError, START_TIMEOUT, find_program, output_of, write};
use crate::certificates::CertificateAuthority;
use crate::process::{ChildProcess, Program};
use crate::run_directory::{ReservedPort, RunDirectory};

/// Serves every bare repository of a folder, for reading and writing; stopped on drop.
#[derive(Debug)]
pub struct HttpGitServer {
    _nginx: ChildProcess,
    _fcgiwrap: ChildProcess,
    http_port: ReservedPort,
    tls_port: ReservedPort,
    authority: PathBuf,
    _directory: RunDirectory,
}

impl HttpGitServer {
    /// The only user.
    pub const USERNAME: &'static str = "nephoran";
    /// The user's password.
    pub const PASSWORD: &'static str = "not-a-secret";

    /// Starts serving the repositories in the folder `repositories`.
    pub async fn start(repositories: &Path) -> Result<Self, GitServerError> {
        let directory = RunDirectory::create()?;
        let folder = directory.path();
        let (http_port, tls_port) = (ReservedPort::take()?, ReservedPort::take()?);
        let exec_path = output_of(Command::new("git").arg("--exec-path"))?;

        let certificates = CertificateAuthority::new("git-server")?;
        let serving = certificates.server(&["127.0.0.1", "localhost"])?;
        let authority = write(folder, "ca.crt", &certificates.pem())?;
        write(folder, "server.crt", &serving.certificate)?;
        write(folder, "server.key", &serving.key)?;
        write(
            folder,
            "users",
            &format!("{}:{{PLAIN}}{}\n", Self::USERNAME, Self::PASSWORD),
        )?;
        let configuration = NGINX
            .replace("@FOLDER@", &folder.display().to_string())
            .replace("@HTTP_PORT@", &http_port.to_string())
            .replace("@TLS_PORT@", &tls_port.to_string())
            .replace("@GIT_EXEC_PATH@", &exec_path)
            .replace("@REPOSITORIES@", &repositories.display().to_string());
        let configuration = write(folder, "nginx.conf", &configuration)?;

        let socket = folder.join("fcgiwrap.sock");
        let mut fcgiwrap = Program::new("fcgiwrap", find_program("fcgiwrap")?, folder)
            .arg("-s")
            .arg(format!("unix:{}", socket.display()))
            .spawn()?;
        fcgiwrap
            .wait_until("open its socket", START_TIMEOUT, async || {
                fs::exists(&socket).unwrap_or(false)
            })
            .await?;
        let mut nginx = Program::new("nginx", find_program("nginx")?, folder)
            .arg("-c")
            .arg(configuration)
            .args(["-e", "stderr"])
            .spawn()?;
        nginx
            .wait_until_ready(
                &format!("http://127.0.0.1:{http_port}/readyz"),
                START_TIMEOUT,
            )
            .await?;
        Ok(Self {
            _nginx: nginx,
            _fcgiwrap: fcgiwrap,
            http_port,
            tls_port,
            authority,
            _directory: directory,
        })
    }

    /// The HTTP address of a repository, for instance `packages.git`.
    #[must_use]
    pub fn http_url(&self, repository: &str) -> String {
        format!("http://127.0.0.1:{}/{repository}", self.http_port)
    }

    /// The HTTPS address of a repository; its certificate is signed by [`HttpGitServer::authority`].
    #[must_use]
    pub fn https_url(&self, repository: &str) -> String {
        format!("https://127.0.0.1:{}/{repository}", self.tls_port)
    }

    /// The file with the certificate authority to trust, PEM.
    #[must_use]
    pub fn authority(&self) -> &Path {
        &self.authority
    }
}

/// One process, so that nothing is left when it is killed; all its files in the run's folder.
const NGINX: &str = r#"daemon off;
master_process off;
pid @FOLDER@/nginx.pid;
error_log stderr notice;
events {}
http {
    access_log @FOLDER@/access.log;
    client_body_temp_path @FOLDER@/body;
    fastcgi_temp_path @FOLDER@/fastcgi;
    proxy_temp_path @FOLDER@/proxy;
    scgi_temp_path @FOLDER@/scgi;
    uwsgi_temp_path @FOLDER@/uwsgi;
    client_max_body_size 0;
    server {
        listen 127.0.0.1:@HTTP_PORT@;
        listen 127.0.0.1:@TLS_PORT@ ssl;
        ssl_certificate @FOLDER@/server.crt;
        ssl_certificate_key @FOLDER@/server.key;
        location = /readyz { return 200; }
        location / {
            auth_basic "git";
            auth_basic_user_file @FOLDER@/users;
            fastcgi_pass unix:@FOLDER@/fcgiwrap.sock;
            fastcgi_param SCRIPT_FILENAME "@GIT_EXEC_PATH@/git-http-backend";
            fastcgi_param GIT_PROJECT_ROOT "@REPOSITORIES@";
            fastcgi_param GIT_HTTP_EXPORT_ALL 1;
            fastcgi_param GIT_PROTOCOL $http_git_protocol;
            fastcgi_param PATH_INFO $uri;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param REMOTE_ADDR $remote_addr;
            fastcgi_param REMOTE_USER $remote_user;
        }
    }
}
"#;
