//! As whom the engine acts.

use kube::{Client, Config};

/// A client that acts as a service account: what the account may not do, the engine may not do for it.
///
/// The identity of `config` needs the verb `impersonate` on `serviceaccounts`; the API server adds the account's
/// groups by itself.
pub fn impersonating(
    config: &Config,
    namespace: &str,
    service_account: &str,
) -> kube::Result<Client> {
    let mut config = config.clone();
    config.auth_info.impersonate = Some(format!(
        "system:serviceaccount:{namespace}:{service_account}"
    ));
    config.auth_info.impersonate_groups = None;
    Client::try_from(config)
}
