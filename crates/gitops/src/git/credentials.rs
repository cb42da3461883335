//! Credentials of a repository, read from a Secret's data with the key names Flux uses.
//!
//! Nothing here prints a secret: `Debug` names the kind of credential only.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::certificates::CertificateBundle;
use super::known_hosts::KnownHosts;
use super::url::{RepositoryUrl, Transport};

/// Why a Secret's data cannot serve as credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// None of the known keys is there.
    #[error(
        "the Secret has none of the keys username/password, bearerToken, identity/known_hosts or ca.crt"
    )]
    NoKnownKey,
    /// One key needs another.
    #[error("the Secret has the key {key} but not {missing}; add it")]
    Incomplete {
        /// The key that is there.
        key: &'static str,
        /// The key that is missing or empty.
        missing: &'static str,
    },
    /// Two ways to log in at once.
    #[error("the Secret has both {0} and {1}; keep the one this repository uses")]
    Ambiguous(&'static str, &'static str),
    /// A value that cannot be read.
    #[error("the Secret's key {key} is unusable: {problem}")]
    Unusable {
        /// The key.
        key: &'static str,
        /// What is wrong with its value; never the value.
        problem: String,
    },
}

/// How to log in to a repository, and whom to trust while doing so.
#[derive(Clone, Default)]
pub struct Credentials {
    pub(super) login: Login,
    /// Trusted for https in addition to the system's certificates.
    pub(super) certificates: Option<Arc<CertificateBundle>>,
}

/// The ways to log in.
#[derive(Clone, Default)]
pub(super) enum Login {
    #[default]
    Anonymous,
    Password {
        username: String,
        password: String,
    },
    /// Sent as `Authorization: Bearer`. Hosts that want a token as a password take it as one.
    Token(String),
    SshKey {
        private: String,
        passphrase: Option<String>,
        known_hosts: Arc<KnownHosts>,
    },
}

impl Credentials {
    /// No login: public repositories and `file` addresses.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// Reads `username` and `password`, `bearerToken`, or `identity` (with `password` as its passphrase) and
    /// `known_hosts`; beside each, `ca.crt` (or Flux's older `caFile`) with PEM certificates for https.
    pub fn from_secret_data(data: &BTreeMap<String, Vec<u8>>) -> Result<Self, CredentialsError> {
        let text = |key: &'static str| text(data, key);
        let (username, password) = (text("username")?, text("password")?);
        let (token, identity) = (text("bearerToken")?, text("identity")?);
        let certificates = match text("ca.crt")? {
            Some(pem) => Some(CertificateBundle::parse("ca.crt", pem)?),
            None => text("caFile")?
                .map(|pem| CertificateBundle::parse("caFile", pem))
                .transpose()?,
        };
        let login = match (identity, token, username) {
            (Some(_), Some(_), _) => {
                return Err(CredentialsError::Ambiguous("identity", "bearerToken"));
            }
            (_, Some(_), Some(_)) => {
                return Err(CredentialsError::Ambiguous("bearerToken", "username"));
            }
            (Some(_), _, Some(_)) => {
                return Err(CredentialsError::Ambiguous("identity", "username"));
            }
            (Some(private), None, None) => ssh_key(private, password, text("known_hosts")?)?,
            (None, Some(token), None) => bearer(token)?,
            (None, None, Some(username)) => Login::Password {
                username: username.to_owned(),
                password: password
                    .ok_or(CredentialsError::Incomplete {
                        key: "username",
                        missing: "password",
                    })?
                    .to_owned(),
            },
            (None, None, None) if password.is_some() => {
                return Err(CredentialsError::Incomplete {
                    key: "password",
                    missing: "username",
                });
            }
            (None, None, None) if certificates.is_none() => {
                return Err(CredentialsError::NoKnownKey);
            }
            (None, None, None) => Login::Anonymous,
        };
        Ok(Self {
            login,
            certificates: certificates.map(Arc::new),
        })
    }

    /// The Secret keys an address of this kind works with, for messages.
    pub(super) fn expected_keys(url: &RepositoryUrl) -> &'static str {
        match url.transport() {
            Transport::Ssh => "the keys identity (a private key) and known_hosts",
            Transport::Http | Transport::Https => "the keys username and password, or bearerToken",
            Transport::File => "no key: the process itself must be able to write the directory",
        }
    }

    /// Why this login cannot work with that address at all, if so.
    pub(super) fn mismatch(&self, url: &RepositoryUrl) -> Option<&'static str> {
        match (&self.login, url.transport()) {
            (Login::Anonymous | Login::Password { .. } | Login::Token(_), Transport::Ssh) => {
                Some("ssh addresses need a private key")
            }
            (Login::SshKey { .. }, Transport::Http | Transport::Https) => {
                Some("http addresses do not use a private key")
            }
            _ => None,
        }
    }

    /// `text` without any of the secrets: remotes may echo what they were sent.
    pub(super) fn redact(&self, text: &str) -> String {
        let secrets: &[&String] = match &self.login {
            Login::Anonymous => &[],
            Login::Password { password, .. } => &[password],
            Login::Token(token) => &[token],
            Login::SshKey {
                private,
                passphrase: Some(passphrase),
                ..
            } => &[private, passphrase],
            Login::SshKey {
                private,
                passphrase: None,
                ..
            } => &[private],
        };
        secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.as_str(), "[redacted]")
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let login = match self.login {
            Login::Anonymous => "anonymous",
            Login::Password { .. } => "password",
            Login::Token(_) => "token",
            Login::SshKey { .. } => "ssh key",
        };
        formatter
            .debug_struct("Credentials")
            .field("login", &login)
            .finish_non_exhaustive()
    }
}

/// A value as text without its trailing newline; an empty value counts as absent.
fn text<'a>(
    data: &'a BTreeMap<String, Vec<u8>>,
    key: &'static str,
) -> Result<Option<&'a str>, CredentialsError> {
    let Some(bytes) = data.get(key) else {
        return Ok(None);
    };
    let text = std::str::from_utf8(bytes).map_err(|_| CredentialsError::Unusable {
        key,
        problem: "it is not UTF-8 text".to_owned(),
    })?;
    Ok(Some(text.trim_end_matches(['\r', '\n'])).filter(|text| !text.is_empty()))
}

fn bearer(token: &str) -> Result<Login, CredentialsError> {
    if token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Login::Token(token.to_owned()))
    } else {
        let problem = "a token is printable ASCII without spaces".to_owned();
        Err(CredentialsError::Unusable {
            key: "bearerToken",
            problem,
        })
    }
}

fn ssh_key(
    private: &str,
    passphrase: Option<&str>,
    known_hosts: Option<&str>,
) -> Result<Login, CredentialsError> {
    if !private.contains("PRIVATE KEY-----") {
        let problem = "a private key in PEM or OpenSSH format is expected".to_owned();
        return Err(CredentialsError::Unusable {
            key: "identity",
            problem,
        });
    }
    let known_hosts = known_hosts.ok_or(CredentialsError::Incomplete {
        key: "identity",
        missing: "known_hosts",
    })?;
    Ok(Login::SshKey {
        // libssh2 wants the final newline that `text` removed.
        private: format!("{private}\n"),
        passphrase: passphrase.map(str::to_owned),
        known_hosts: Arc::new(KnownHosts::parse(known_hosts)?),
    })
}
