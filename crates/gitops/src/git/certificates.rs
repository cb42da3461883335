//! A Secret's own certificate authorities for https.
//!
//! libgit2 has one process-wide certificate file; several repositories with different private authorities need a
//! decision per connection. libgit2 shows the server's own certificate only, so a chain with an intermediate authority
//! verifies when the bundle holds that intermediate.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::credentials::CredentialsError;

/// Certificates a Secret vouches for.
pub(super) struct CertificateBundle {
    certificates: Vec<CertificateDer<'static>>,
    verifier: Arc<WebPkiServerVerifier>,
}

impl CertificateBundle {
    /// Reads the PEM certificates under the Secret's `key`.
    pub(super) fn parse(key: &'static str, pem: &str) -> Result<Self, CredentialsError> {
        let unusable = |problem: String| CredentialsError::Unusable { key, problem };
        let certificates: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(pem.as_bytes())
                .collect::<Result<_, _>>()
                .map_err(|error| unusable(format!("not PEM certificates: {error}")))?;
        let mut roots = RootCertStore::empty();
        for certificate in &certificates {
            roots
                .add(certificate.clone())
                .map_err(|error| unusable(error.to_string()))?;
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self {
            certificates,
            verifier,
        })
    }

    /// Whether the certificate is one of the bundle, or one of the bundle signed it for `host`.
    pub(super) fn trusts(&self, certificate: &[u8], host: &str) -> bool {
        let certificate = CertificateDer::from(certificate);
        if self.certificates.contains(&certificate) {
            return true;
        }
        ServerName::try_from(host).is_ok_and(|name| {
            self.verifier
                .verify_server_cert(&certificate, &[], &name, &[], UnixTime::now())
                .is_ok()
        })
    }
}
