//! The SSH host keys a Secret vouches for: lines as `ssh-keyscan` prints them, hashed names included.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::credentials::CredentialsError;

/// The parsed `known_hosts`.
pub(super) struct KnownHosts(Vec<Entry>);

struct Entry {
    hosts: Vec<HostPattern>,
    algorithm: String,
    key: Vec<u8>,
    revoked: bool,
}

enum HostPattern {
    Plain(String),
    Hashed { salt: Vec<u8>, hash: Vec<u8> },
}

/// What is known about a presented host key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HostKeyVerdict {
    Known,
    Revoked,
    /// Other keys are known for the host; their algorithms, for the message.
    Different(String),
    UnknownHost,
}

impl KnownHosts {
    pub(super) fn parse(text: &str) -> Result<Self, CredentialsError> {
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            // Authorities sign host certificates, which libssh2 does not speak.
            if line.is_empty() || line.starts_with('#') || line.starts_with("@cert-authority") {
                continue;
            }
            entries.push(
                parse_line(line).map_err(|problem| CredentialsError::Unusable {
                    key: "known_hosts",
                    problem: format!("line {}: {problem}", index + 1),
                })?,
            );
        }
        if entries.is_empty() {
            let problem = "it names no host; paste the output of `ssh-keyscan HOST`".to_owned();
            return Err(CredentialsError::Unusable {
                key: "known_hosts",
                problem,
            });
        }
        Ok(Self(entries))
    }

    /// Judges the raw `key` that `host` presented on `port`.
    pub(super) fn judge(&self, host: &str, port: u16, key: &[u8]) -> HostKeyVerdict {
        let host = host.to_ascii_lowercase();
        let name = if port == 22 {
            host
        } else {
            format!("[{host}]:{port}")
        };
        let of_host: Vec<&Entry> = self.0.iter().filter(|entry| entry.names(&name)).collect();
        if of_host
            .iter()
            .any(|entry| entry.revoked && entry.key == key)
        {
            return HostKeyVerdict::Revoked;
        }
        if of_host.is_empty() {
            return HostKeyVerdict::UnknownHost;
        }
        if of_host.iter().any(|entry| entry.key == key) {
            return HostKeyVerdict::Known;
        }
        let algorithms: Vec<&str> = of_host
            .iter()
            .map(|entry| entry.algorithm.as_str())
            .collect();
        HostKeyVerdict::Different(algorithms.join(", "))
    }
}

impl Entry {
    fn names(&self, name: &str) -> bool {
        self.hosts.iter().any(|pattern| match pattern {
            HostPattern::Plain(host) => host == name,
            HostPattern::Hashed { salt, hash } => {
                let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, salt);
                hmac::verify(&key, name.as_bytes(), hash).is_ok()
            }
        })
    }
}

fn parse_line(line: &str) -> Result<Entry, &'static str> {
    let (revoked, line) = line
        .strip_prefix("@revoked")
        .map_or((false, line), |rest| (true, rest));
    let mut fields = line.split_whitespace();
    let (Some(hosts), Some(algorithm), Some(key)) = (fields.next(), fields.next(), fields.next())
    else {
        return Err("a host, an algorithm and a key are expected");
    };
    Ok(Entry {
        hosts: hosts.split(',').map(parse_host).collect::<Result<_, _>>()?,
        algorithm: algorithm.to_owned(),
        key: BASE64.decode(key).map_err(|_| "the key is not base64")?,
        revoked,
    })
}

fn parse_host(text: &str) -> Result<HostPattern, &'static str> {
    if let Some(hashed) = text.strip_prefix("|1|") {
        let (salt, hash) = hashed
            .split_once('|')
            .ok_or("a hashed host is |1|salt|hash")?;
        let decode = |text: &str| {
            BASE64
                .decode(text)
                .map_err(|_| "a hashed host is not base64")
        };
        return Ok(HostPattern::Hashed {
            salt: decode(salt)?,
            hash: decode(hash)?,
        });
    }
    if text.contains(['*', '?', '!']) {
        return Err("host patterns with wildcards are not accepted; name each host");
    }
    Ok(HostPattern::Plain(text.to_ascii_lowercase()))
}
