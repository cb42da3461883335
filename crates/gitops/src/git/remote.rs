//! One conversation with the remote: fetch a branch, or move it from the commit we know to the one we made.
//!
//! Every push is compare-and-swap: a branch that is not where it is expected is reported as moved and left alone.

use std::cell::RefCell;

use git2::{
    AutotagOption, Cred, CredentialType, ErrorClass, ErrorCode, FetchOptions, Oid, PushOptions,
    RemoteCallbacks, RemoteRedirect, Repository,
};

use super::credentials::{Credentials, Login};
use super::directory_push::push_to_directory;
use super::error::GitError;
use super::names::BranchName;
use super::trust::host_key_problem;
use super::url::RepositoryUrl;

/// How much of the remote's own words is kept, in bytes.
const MAX_HEARD: usize = 4096;

/// A branch of a repository and how to log in there.
pub(super) struct Remote {
    pub(super) url: RepositoryUrl,
    pub(super) branch: BranchName,
    pub(super) credentials: Credentials,
}

/// Why a push did not happen.
pub(super) enum PushFailure {
    /// The branch is not where we last saw it.
    Moved,
    Failed(GitError),
}

/// What the remote said while libgit2 talked to it; libgit2's own errors drop most of it.
#[derive(Default)]
pub(super) struct Heard {
    logins: u32,
    pub(super) distrust: Option<String>,
    moved: bool,
    refused: Option<String>,
    text: String,
}

impl Remote {
    /// Brings the branch's history into `repository`; `None` when the remote has no such branch yet.
    pub(super) fn fetch(&self, repository: &Repository) -> Result<Option<Oid>, GitError> {
        self.check_login()?;
        let heard = RefCell::new(Heard::default());
        let result = self.fetch_heard(repository, &heard);
        result.map_err(|error| self.failure(&error, &heard.borrow()))
    }

    fn fetch_heard(
        &self,
        repository: &Repository,
        heard: &RefCell<Heard>,
    ) -> Result<Option<Oid>, git2::Error> {
        let mut options = FetchOptions::new();
        options.remote_callbacks(self.callbacks(heard));
        options
            .download_tags(AutotagOption::None)
            .update_fetchhead(false)
            .follow_redirects(RemoteRedirect::None);
        let header = self.authorization();
        options.custom_headers(&header.iter().map(String::as_str).collect::<Vec<_>>());
        let mut remote = repository.remote_anonymous(self.url.as_str())?;
        let reference = self.branch.reference();
        remote.fetch(&[&reference], Some(&mut options), None)?;
        Ok(remote
            .list()?
            .iter()
            .find(|head| head.name() == reference)
            .map(git2::RemoteHead::oid))
    }

    /// The local reference that remembers where the branch was; fetches negotiate from it.
    pub(super) fn tracking(&self) -> String {
        format!("refs/remotes/origin/{}", self.branch)
    }

    /// Moves the branch from `expected` (`None`: it does not exist) to `tip`. `objects` are all objects of the commits
    /// in between.
    pub(super) fn push(
        &self,
        repository: &Repository,
        expected: Option<Oid>,
        tip: Oid,
        objects: &[Oid],
    ) -> Result<(), PushFailure> {
        self.check_login().map_err(PushFailure::Failed)?;
        let heard = RefCell::new(Heard::default());
        let result = match self.url.directory() {
            Some(directory) => {
                match push_to_directory(repository, directory, &self.branch, expected, tip, objects)
                {
                    Ok(true) => return Ok(()),
                    Ok(false) => return Err(PushFailure::Moved),
                    Err(error) => Err(error),
                }
            }
            None => self.push_over_the_wire(repository, expected, tip, &heard),
        };
        let heard = heard.into_inner();
        match result {
            _ if heard.moved => Err(PushFailure::Moved),
            Err(error) if error.code() == ErrorCode::NotFastForward => Err(PushFailure::Moved),
            Err(error) if error.code() == ErrorCode::BareRepo => Err(PushFailure::Failed(
                self.rejected("the repository has a work tree; a bare one is needed"),
            )),
            _ if heard.refused.is_some() => {
                let status = heard.refused.as_deref().unwrap_or_default();
                Err(PushFailure::Failed(
                    self.rejected(&format!("{status} {}", heard.text)),
                ))
            }
            Err(error) => Err(PushFailure::Failed(self.failure(&error, &heard))),
            Ok(()) => Ok(()),
        }
    }

    fn push_over_the_wire(
        &self,
        repository: &Repository,
        expected: Option<Oid>,
        tip: Oid,
        heard: &RefCell<Heard>,
    ) -> Result<(), git2::Error> {
        let mut callbacks = self.callbacks(heard);
        callbacks.push_negotiation(move |updates| {
            let advertised = updates
                .first()
                .map(git2::PushUpdate::src)
                .filter(|id| !id.is_zero());
            if advertised == expected {
                return Ok(());
            }
            heard.borrow_mut().moved = true;
            Err(git2::Error::from_str("the branch moved"))
        });
        callbacks.push_update_reference(|_, status| {
            heard.borrow_mut().refused = status.map(str::to_owned);
            Ok(())
        });
        let mut options = PushOptions::new();
        options
            .remote_callbacks(callbacks)
            .follow_redirects(RemoteRedirect::None);
        let header = self.authorization();
        options.custom_headers(&header.iter().map(String::as_str).collect::<Vec<_>>());
        let mut remote = repository.remote_anonymous(self.url.as_str())?;
        remote.push(
            &[format!("{tip}:{}", self.branch.reference())],
            Some(&mut options),
        )
    }

    fn callbacks<'heard>(&'heard self, heard: &'heard RefCell<Heard>) -> RemoteCallbacks<'heard> {
        let mut callbacks = RemoteCallbacks::new();
        callbacks.credentials(move |_, _, allowed| self.login(allowed, heard));
        callbacks.certificate_check(move |certificate, host| {
            if let Some(key) = certificate.as_hostkey() {
                let port = self.url.endpoint().map_or(22, |(_, port)| port);
                return match host_key_problem(&self.credentials, host, port, key) {
                    None => Ok(git2::CertificateCheckStatus::CertificateOk),
                    Some(problem) => {
                        heard.borrow_mut().distrust = Some(problem);
                        Err(git2::Error::new(
                            ErrorCode::Certificate,
                            ErrorClass::Ssh,
                            "unknown host key",
                        ))
                    }
                };
            }
            let own = self
                .credentials
                .certificates
                .as_ref()
                .zip(certificate.as_x509());
            Ok(match own {
                Some((bundle, server)) if bundle.trusts(server.data(), host) => {
                    git2::CertificateCheckStatus::CertificateOk
                }
                _ => git2::CertificateCheckStatus::CertificatePassthrough,
            })
        });
        callbacks.sideband_progress(move |bytes| {
            let text = &mut heard.borrow_mut().text;
            if text.len() < MAX_HEARD {
                text.push_str(&String::from_utf8_lossy(bytes));
            }
            // As on a terminal, a carriage return takes its line back: that is how progress is shown.
            if let Some(end) = text.rfind('\r') {
                let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
                text.replace_range(start..=end, "");
            }
            true
        });
        callbacks
    }

    /// Answers libgit2's question for a login, once: it asks again for as long as the remote refuses.
    fn login(&self, allowed: CredentialType, heard: &RefCell<Heard>) -> Result<Cred, git2::Error> {
        if allowed == CredentialType::USERNAME {
            return Cred::username(self.url.ssh_user());
        }
        heard.borrow_mut().logins += 1;
        let refuse = |text| {
            Err(git2::Error::new(
                ErrorCode::Auth,
                ErrorClass::Callback,
                text,
            ))
        };
        if heard.borrow().logins > 1 {
            return refuse("the login was refused");
        }
        match &self.credentials.login {
            Login::Anonymous => refuse("a login is required and the Secret gives none"),
            Login::Password { username, password } => Cred::userpass_plaintext(username, password),
            Login::Token(_) => refuse("the token was refused"),
            Login::SshKey {
                private,
                passphrase,
                ..
            } => {
                Cred::ssh_key_from_memory(self.url.ssh_user(), None, private, passphrase.as_deref())
            }
        }
    }

    fn authorization(&self) -> Option<String> {
        match &self.credentials.login {
            Login::Token(token) => Some(format!("Authorization: Bearer {token}")),
            _ => None,
        }
    }

    fn check_login(&self) -> Result<(), GitError> {
        self.credentials
            .mismatch(&self.url)
            .map_or(Ok(()), |problem| Err(self.unauthenticated(problem)))
    }
}
