//! Whether an SSH server is the one the Secret's `known_hosts` names.

use git2::cert::CertHostkey;

use super::credentials::{Credentials, Login};
use super::known_hosts::HostKeyVerdict;

/// Why `key`, presented by `host`, is not trusted, and what to do; `None` when it is.
pub(super) fn host_key_problem(
    credentials: &Credentials,
    host: &str,
    port: u16,
    key: &CertHostkey<'_>,
) -> Option<String> {
    let Login::SshKey { known_hosts, .. } = &credentials.login else {
        return Some("the Secret has no known_hosts to compare its host key with".to_owned());
    };
    let (Some(raw), Some(algorithm)) = (key.hostkey(), key.hostkey_type()) else {
        return Some("it presented no host key".to_owned());
    };
    let algorithm = algorithm.name();
    match known_hosts.judge(host, port, raw) {
        HostKeyVerdict::Known => None,
        HostKeyVerdict::Revoked => Some(format!(
            "its {algorithm} host key is marked @revoked in known_hosts"
        )),
        HostKeyVerdict::UnknownHost => Some(format!(
            "known_hosts does not name {host} port {port}; add the output of `ssh-keyscan -p {port} {host}` to the Secret"
        )),
        HostKeyVerdict::Different(known) => Some(format!(
            "its {algorithm} host key is not the one in known_hosts (which has {known} keys for it); if the server \
             offers several algorithms, add all lines of `ssh-keyscan -p {port} {host}` to the Secret"
        )),
    }
}
