//! From what libgit2 and the remote said to a typed error without secrets.

use git2::{ErrorClass, ErrorCode};

use super::credentials::Credentials;
use super::error::GitError;
use super::remote::{Heard, Remote};

/// Longest text of the remote that is repeated in an error, in characters.
const MAX_DETAIL: usize = 400;

impl Remote {
    pub(super) fn unauthenticated(&self, detail: &str) -> GitError {
        let expected = Credentials::expected_keys(&self.url);
        GitError::AuthenticationFailed {
            remote: self.url.to_string(),
            detail: self.clean(detail),
            expected,
        }
    }

    pub(super) fn rejected(&self, detail: &str) -> GitError {
        let (remote, branch) = (self.url.to_string(), self.branch.to_string());
        GitError::PushRejected {
            remote,
            branch,
            detail: self.clean(detail),
        }
    }

    /// The typed form of a libgit2 error.
    pub(super) fn failure(&self, error: &git2::Error, heard: &Heard) -> GitError {
        let remote = self.url.to_string();
        let detail = self.clean(error.message());
        if let Some(detail) = heard.distrust.clone() {
            return GitError::HostNotTrusted { remote, detail };
        }
        if self
            .url
            .directory()
            .is_some_and(|directory| !directory.exists())
        {
            return GitError::NotFound {
                what: "the repository".to_owned(),
                remote,
            };
        }
        match (error.code(), error.class()) {
            (ErrorCode::Auth | ErrorCode::Owner, _) => self.unauthenticated(error.message()),
            _ if distrusts_certificate(error) => {
                let detail =
                    format!("{detail}; if it is right, add its authority to the Secret's ca.crt");
                GitError::HostNotTrusted { remote, detail }
            }
            (_, ErrorClass::Http) => match http_status(error.message()) {
                Some(401 | 403) => self.unauthenticated(error.message()),
                Some(404) => GitError::NotFound {
                    what: "the repository".to_owned(),
                    remote,
                },
                Some(429) => GitError::RateLimited { remote },
                _ => GitError::Unreachable { remote, detail },
            },
            (_, ErrorClass::Ssh) if error.message().starts_with(UNREADABLE_KEY) => {
                self.unauthenticated(error.message())
            }
            (ErrorCode::NotFound, ErrorClass::Repository) => GitError::NotFound {
                what: "the repository".to_owned(),
                remote,
            },
            (ErrorCode::Locked, _) => GitError::Unreachable { remote, detail },
            (_, ErrorClass::Net | ErrorClass::Ssl | ErrorClass::Ssh | ErrorClass::Os) => {
                GitError::Unreachable { remote, detail }
            }
            _ => GitError::Corrupt { remote, detail },
        }
    }

    /// One printable line without secrets.
    fn clean(&self, text: &str) -> String {
        let text = self.credentials.redact(text);
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|w| !w.is_empty())
            .collect();
        words.join(" ").chars().take(MAX_DETAIL).collect()
    }
}

// libgit2 has no codes for the following; these sentences are its own, not the remote's.
const HTTP_STATUS: &str = "unexpected http status code: ";
const UNREADABLE_KEY: &str = "failed to authenticate SSH session";
const BAD_CERTIFICATE: [&str; 2] = [
    "the SSL certificate is invalid",
    "hostname does not match certificate",
];

fn distrusts_certificate(error: &git2::Error) -> bool {
    error.code() == ErrorCode::Certificate
        || (error.class() == ErrorClass::Ssl && BAD_CERTIFICATE.contains(&error.message()))
}

fn http_status(message: &str) -> Option<u16> {
    message.strip_prefix(HTTP_STATUS)?.trim().parse().ok()
}
