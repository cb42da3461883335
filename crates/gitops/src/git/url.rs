//! The address of a repository: `file`, `http`, `https`, `ssh` or scp-like, and never with a credential inside.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use url::Url;

use super::names::NameError;

/// How a repository is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    /// A bare repository on this machine's file system.
    File,
    /// Plain HTTP: only for networks where nobody else listens.
    Http,
    /// HTTP over TLS.
    Https,
    /// SSH, written `ssh://user@host/path` or `user@host:path`.
    Ssh,
}

/// The address of a repository, exactly as its owner wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepositoryUrl {
    text: String,
    transport: Transport,
    /// Host and port of everything but `file`.
    endpoint: Option<(String, u16)>,
    user: Option<String>,
}

/// What a refused address could have been; its text is left out, because it may hold a password.
fn refuse(problem: &'static str) -> NameError {
    NameError::new("repository address", "", problem)
}

impl FromStr for RepositoryUrl {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        // '%' would let "%2e%2e" and "%2d" pass the checks below and be decoded behind them.
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b":/@._-+~[]".contains(&byte);
        if text.is_empty() || text.len() > 2048 || !text.bytes().all(allowed) {
            return Err(refuse(
                "1 to 2048 letters, digits and :/@._-+~[] are expected",
            ));
        }
        let (transport, endpoint, user, path) = match text.split_once("://") {
            Some(_) => parse_url(text)?,
            None => parse_scp(text)?,
        };
        if path.trim_matches('/').is_empty() {
            return Err(refuse("the path to the repository is missing"));
        }
        let parts = [
            user.as_deref(),
            endpoint.as_ref().map(|(host, _)| host.as_str()),
        ];
        if path
            .split('/')
            .chain(parts.into_iter().flatten())
            .any(|part| part.starts_with('-') || part == "..")
        {
            return Err(refuse("no part may be \"..\" or start with a dash"));
        }
        Ok(Self {
            text: text.to_owned(),
            transport,
            endpoint,
            user,
        })
    }
}

type Parts = (Transport, Option<(String, u16)>, Option<String>, String);

fn parse_url(text: &str) -> Result<Parts, NameError> {
    let url = Url::parse(text).map_err(|_| refuse("not a URL"))?;
    let (transport, port) = match url.scheme() {
        "file" => (Transport::File, 0),
        "http" => (Transport::Http, 80),
        "https" => (Transport::Https, 443),
        "ssh" => (Transport::Ssh, 22),
        _ => return Err(refuse("the scheme must be file, http, https or ssh")),
    };
    let user = Some(url.username())
        .filter(|user| !user.is_empty())
        .map(str::to_owned);
    if url.password().is_some() || (user.is_some() && transport != Transport::Ssh) {
        return Err(refuse(
            "credentials do not belong in the address; put them in the Secret",
        ));
    }
    // `Url` resolves "..", so the path is taken from what was written.
    let written = text.split_once("://").map_or("", |(_, rest)| rest);
    let path = written
        .split_once('/')
        .map_or("", |(_, path)| path)
        .to_owned();
    if transport == Transport::File {
        let local = written.starts_with('/');
        return if local {
            Ok((transport, None, None, path))
        } else {
            Err(refuse("file addresses start with file:///"))
        };
    }
    // Sockets and certificates know an IPv6 address without its brackets.
    let host = url
        .host_str()
        .ok_or_else(|| refuse("the host is missing"))?
        .trim_matches(['[', ']'])
        .to_owned();
    Ok((
        transport,
        Some((host, url.port().unwrap_or(port))),
        user,
        path,
    ))
}

fn parse_scp(text: &str) -> Result<Parts, NameError> {
    let (login, path) = text
        .split_once(':')
        .ok_or_else(|| refuse("neither a URL nor user@host:path"))?;
    let (user, host) = login
        .split_once('@')
        .ok_or_else(|| refuse("neither a URL nor user@host:path"))?;
    let plain = |part: &str| !part.is_empty() && !part.contains(['/', '@', '[', ']', '~']);
    if !plain(user) || !plain(host) || path.contains(':') {
        return Err(refuse("neither a URL nor user@host:path"));
    }
    Ok((
        Transport::Ssh,
        Some((host.to_owned(), 22)),
        Some(user.to_owned()),
        path.to_owned(),
    ))
}

impl RepositoryUrl {
    /// The address as text; it holds no credential.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How the repository is reached.
    #[must_use]
    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// Host and port to connect to; `None` for `file`.
    #[must_use]
    pub fn endpoint(&self) -> Option<(&str, u16)> {
        self.endpoint
            .as_ref()
            .map(|(host, port)| (host.as_str(), *port))
    }

    /// The directory of a `file` repository.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        self.text.strip_prefix("file://").map(Path::new)
    }

    /// The login of an SSH address; `git` where none is written.
    #[must_use]
    pub fn ssh_user(&self) -> &str {
        self.user.as_deref().unwrap_or("git")
    }
}

impl fmt::Display for RepositoryUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
